package org.smshub.nettysmpp;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What an application says of itself when it binds.
 *
 * @param command {@code bind_transmitter}, {@code bind_receiver} or {@code bind_transceiver}
 * @param interfaceVersion 0x33, 0x34, 0x50 …; what is lower counts as SMPP 3.3
 * @param certificates the client's certificate chain, its own first; empty without TLS or where none was asked for
 */
public record SmppLogin(
        String systemId,
        String password,
        String systemType,
        String command,
        int interfaceVersion,
        SocketAddress remoteAddress,
        List<Certificate> certificates) {

    static SmppLogin of(SmppPdu.Bind bind, Channel channel) {
        return new SmppLogin(
                bind.systemId(),
                bind.password(),
                bind.systemType(),
                SmppCodec.name(bind.commandId()),
                bind.interfaceVersion(),
                channel.remoteAddress(),
                certificates(channel.pipeline().get(SslHandler.class)));
    }

    private static List<Certificate> certificates(SslHandler tls) {
        try {
            return tls == null ? List.of() : List.of(tls.engine().getSession().getPeerCertificates());
        } catch (SSLPeerUnverifiedException noneAskedFor) {
            return List.of();
        }
    }

    /** Without the password, and in one line whatever the system id is. */
    @Override
    public String toString() {
        return systemId.replaceAll("[^ -~]", "?") + " (" + command + " from " + remoteAddress + ")";
    }
}
