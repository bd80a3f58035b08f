package org.smshub.cimd2;

/**
 * A packet or parameter that breaks the rules, and the error code that answers it. It has no stack trace: hostile octets
 * may cause one a packet.
 */
public final class Cimd2Exception extends Exception {

    private final Cimd2ErrorCode code;
    private final transient Cimd2Frame header;

    public Cimd2Exception(int code, String message) {
        this(Cimd2ErrorCode.of(code), message, null);
    }

    /**
     * @param code null for a wrong checksum, which is answered by a nack
     * @param header operation and number of the packet, without parameters; null when not even those can be read
     */
    Cimd2Exception(Cimd2ErrorCode code, String message, Cimd2Frame header) {
        super(message, null, false, false);
        this.code = code;
        this.header = header;
    }

    public Cimd2ErrorCode code() {
        return code;
    }

    Cimd2Frame header() {
        return header;
    }
}
