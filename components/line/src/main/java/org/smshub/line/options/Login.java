package org.smshub.line.options;

import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.util.List;

/**
 * What a client says of itself when it logs in.
 *
 * @param name system id (SMPP), account (UCP)
 * @param password as text; never log it
 * @param certificates the client's certificate chain, its own first; empty without TLS or where none was asked for
 * @param frame the whole of it, in the protocol's own type
 */
public record Login(
        String name, String password, SocketAddress remoteAddress, List<Certificate> certificates, Object frame) {

    /** Without the password, and in one line whatever the name is. */
    @Override
    public String toString() {
        return name.replaceAll("[^ -~]", "?") + " (from " + remoteAddress + ")";
    }
}
