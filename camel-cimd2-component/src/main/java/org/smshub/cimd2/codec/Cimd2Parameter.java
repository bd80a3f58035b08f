package org.smshub.cimd2.codec;

import java.util.regex.Pattern;

/** The parameters: code, type, range (CIMD2 reference, sections 3 and 6), and the error that answers a wrong one. */
public enum Cimd2Parameter {
    USER_IDENTITY(10, Type.STRING, 32, 100),
    PASSWORD(11, Type.STRING, 32, 100),
    SUBADDRESS(12, Type.INTEGER, 9, 107),
    WINDOW_SIZE(19, Type.INTEGER, 1, 128, 104),
    DESTINATION(21, Type.ADDRESS, 20, 300),
    ORIGINATOR(23, Type.ADDRESS, 20, 306),
    ORIGINATOR_IMSI(26, Type.ADDRESS, 20, 8),
    ORIGINATOR_NAME(27, Type.NAME, 11, 322),
    VISITED_MSC(28, Type.ADDRESS, 20, 8),
    DATA_CODING(30, Type.INTEGER, 255, 304),
    HEADER(32, Type.HEX, 280, 303),
    /** Text in the GSM alphabet, up to three octets a character. */
    USER_DATA(33, Type.ANY, 480, 302),
    BINARY_DATA(34, Type.HEX, 280, 302),
    MORE_MESSAGES(44, Type.INTEGER, 1, 318),
    VALIDITY_RELATIVE(50, Type.INTEGER, -1, 255, 305),
    VALIDITY_ABSOLUTE(51, Type.TIME, 12, 305),
    PROTOCOL_ID(52, Type.INTEGER, 255, 307),
    FIRST_DELIVERY_RELATIVE(53, Type.INTEGER, -1, 255, 308),
    FIRST_DELIVERY_ABSOLUTE(54, Type.TIME, 12, 308),
    REPLY_PATH(55, Type.INTEGER, 1, 309),
    STATUS_REPORT_REQUEST(56, Type.INTEGER, 255, 310),
    CANCEL_ENABLED(58, Type.INTEGER, 1, 311),
    CANCEL_MODE(59, Type.INTEGER, 2, 602),
    TIMESTAMP(60, Type.TIME, 12, 401),
    STATUS_CODE(61, Type.INTEGER, 9, 8),
    STATUS_ERROR_CODE(62, Type.INTEGER, 999, 8),
    DISCHARGE_TIME(63, Type.TIME, 12, 8),
    TARIFF_CLASS(64, Type.INTEGER, 99, 313),
    SERVICE_DESCRIPTION(65, Type.INTEGER, 9, 314),
    MESSAGE_COUNT(66, Type.INTEGER, 999, 8),
    PRIORITY(67, Type.INTEGER, 1, 9, 312),
    DELIVERY_REQUEST_MODE(68, Type.INTEGER, 2, 501),
    SERVICE_CENTRE(69, Type.ADDRESS, 20, 8),
    IP_ADDRESS(71, Type.STRING, 64, 8),
    GET_PARAMETER(500, Type.INTEGER, 501, 999, 900),
    SMSC_TIME(501, Type.TIME, 12, 8),
    ERROR_CODE(900, Type.INTEGER, 999, 8),
    ERROR_TEXT(901, Type.STRING, 64, 8);

    private enum Type {
        INTEGER("-?\\d{1,3}"),
        /** Kannel takes a hyphen, too. */
        ADDRESS("\\+?[0-9-]*"),
        NAME("[A-Za-z0-9 ]*"),
        TIME("\\d{12}"),
        HEX("([0-9A-Fa-f]{2})*"),
        STRING("[ -~]*"),
        ANY("(?s)[^\\x00]*");

        private final Pattern pattern;

        Type(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }
    }

    private final int code;
    private final Type type;
    private final int min;
    private final int max;
    private final int error;

    Cimd2Parameter(int code, Type type, int length, int error) {
        this(code, type, 0, length, error);
    }

    Cimd2Parameter(int code, Type type, int min, int max, int error) {
        this.code = code;
        this.type = type;
        this.min = min;
        this.max = max;
        this.error = error;
    }

    public int code() {
        return code;
    }

    /** The parameter with this code, null if there is none. */
    public static Cimd2Parameter of(int code) {
        for (Cimd2Parameter known : values()) {
            if (known.code == code) {
                return known;
            }
        }
        return null;
    }

    /** Whether the value is of its type, and in its range. */
    public boolean fits(String value) {
        if (value.isEmpty() || !type.pattern.matcher(value).matches()) {
            return value.isEmpty() && type != Type.INTEGER && type != Type.TIME;
        }
        int size = type == Type.INTEGER ? Integer.parseInt(value) : value.length();
        return size >= min && size <= max;
    }

    /** The error code that answers a wrong value. */
    public int error() {
        return error;
    }

    /** Three digits, as on the wire. */
    @Override
    public String toString() {
        return String.format("%03d", code);
    }
}
