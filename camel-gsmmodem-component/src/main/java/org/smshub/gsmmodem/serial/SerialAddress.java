package org.smshub.gsmmodem.serial;

import java.net.SocketAddress;

/** A serial port as an address. */
public final class SerialAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    private final String port;

    SerialAddress(String port) {
        this.port = port;
    }

    @Override
    public String toString() {
        return port;
    }
}
