package org.smshub.cimd2.codec;

import org.smshub.line.FrameException;

/** A packet or parameter that breaks the rules, and the error code that answers it. */
public final class Cimd2Exception extends FrameException {

    /** In the place of a code: the packet is answered by a nack. */
    public static final int CHECKSUM = -1;

    private final int code;
    private final transient Cimd2Frame header;

    public Cimd2Exception(int code, String message) {
        this(code, message, null);
    }

    /** @param header operation and number of the packet, without parameters; null when not even those can be read */
    Cimd2Exception(int code, String message, Cimd2Frame header) {
        super(Integer.toString(code), message);
        this.code = code;
        this.header = header;
    }

    /** @throws Cimd2Exception with this error, unless all is good */
    public static void unless(boolean good, int error) throws Cimd2Exception {
        if (!good) {
            throw new Cimd2Exception(error, Cimd2Error.of(error).words());
        }
    }

    public int code() {
        return code;
    }

    public Cimd2Frame header() {
        return header;
    }
}
