package org.smshub.cimd2.codec;

import java.util.Arrays;

/** The operations (CIMD2 reference, section 5). The response to an operation has its code + 50. */
public enum Cimd2Operation {
    LOGIN(1),
    LOGOUT(2),
    SUBMIT(3),
    ENQUIRE(4),
    DELIVERY_REQUEST(5),
    CANCEL(6),
    SET(8),
    GET(9),
    /** Newer issues only. */
    SUBMIT_REPORT(13),
    DELIVER(20),
    DELIVER_REPORT(23),
    ALIVE(40),
    /** From the centre, when it cannot tie a fault to an operation. */
    GENERAL_ERROR(98),
    /** The packet is to be sent again; its number is the one that is expected. */
    NACK(99);

    public static final int RESPONSE = 50;

    private static final Cimd2Operation[] BY_CODE = new Cimd2Operation[100];

    static {
        Arrays.stream(values()).forEach(operation -> BY_CODE[operation.code] = operation);
    }

    private final int code;

    Cimd2Operation(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The operation with this code, null if there is none; a response is none. */
    public static Cimd2Operation of(int code) {
        return BY_CODE[code];
    }

    /** The operation with this code of one or two digits. */
    public static Cimd2Operation of(String code) {
        return code.matches("\\d{1,2}") ? of(Integer.parseInt(code)) : null;
    }

    /** Two digits, as on the wire. */
    @Override
    public String toString() {
        return code < 10 ? "0" + code : Integer.toString(code);
    }
}
