package org.smshub.nettysmpp;

import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.util.List;

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

    static SmppLogin of(SmppPdu.Bind bind, SocketAddress remote, List<Certificate> certificates) {
        return new SmppLogin(
                bind.systemId(),
                bind.password(),
                bind.systemType(),
                SmppCodec.name(bind.commandId()),
                bind.interfaceVersion(),
                remote,
                certificates);
    }

    /** Without the password, and in one line whatever the system id is. */
    @Override
    public String toString() {
        return systemId.replaceAll("[^ -~]", "?") + " (" + command + " from " + remoteAddress + ")";
    }
}
