package org.smshub.smpp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/**
 * An optional parameter (§3.2.4.1). Reads leniently: a number in more or fewer octets, a string with or without its NUL.
 *
 * @param tag 0 to 0xFFFF
 * @param value at most 0xFFFF octets
 */
public record Tlv(int tag, byte[] value) {

    public static final int RECEIPTED_MESSAGE_ID = 0x001E;
    public static final int SAR_MSG_REF_NUM = 0x020C;
    public static final int SAR_TOTAL_SEGMENTS = 0x020E;
    public static final int SAR_SEGMENT_SEQNUM = 0x020F;
    public static final int SC_INTERFACE_VERSION = 0x0210;
    public static final int NETWORK_ERROR_CODE = 0x0423;
    public static final int MESSAGE_PAYLOAD = 0x0424;
    public static final int MESSAGE_STATE = 0x0427;
    public static final int CONGESTION_STATE = 0x0428;

    private static final HexFormat HEX = HexFormat.of();

    /** @throws SmppValueException if the number does not fit the octets that the parameter has */
    public static Tlv of(TlvTag tag, long number) {
        int octets = tag.form();
        if (octets < 1 || number < 0 || number >> 8 * octets != 0) {
            throw new SmppValueException(
                    CommandStatus.INVALID_TLV_VALUE, tag.fieldName() + " has no room for the number " + number);
        }
        byte[] value = new byte[octets];
        for (int i = 0; i < octets; i++) {
            value[i] = (byte) (number >> 8 * (octets - 1 - i));
        }
        return new Tlv(tag.tag(), value);
    }

    /**
     * @param text ISO-8859-1; a NUL is added where the parameter is a string
     * @throws SmppValueException if a character has no octet, or the parameter is a number
     */
    public static Tlv of(TlvTag tag, String text) {
        if (tag.form() > 0 || !text.chars().allMatch(c -> c > 0 && c <= 0xFF)) {
            throw new SmppValueException(
                    CommandStatus.INVALID_TLV_VALUE, tag.fieldName() + " has no room for this text");
        }
        String whole = tag.form() == TlvTag.TEXT ? text + '\0' : text;
        return new Tlv(tag.tag(), whole.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * @param tag number, or name as {@link TlvTag#parse} reads it
     * @param value number, text or octets, null for none
     * @throws SmppValueException if the parameter has no room for it
     */
    public static Tlv of(Object tag, Object value) {
        int number = tag instanceof Number n ? n.intValue() & 0xFFFF : TlvTag.parse(String.valueOf(tag));
        TlvTag known = TlvTag.of(number);
        if (value == null || value instanceof byte[]) {
            return new Tlv(number, value == null ? new byte[0] : (byte[]) value);
        }
        if (value instanceof Number n && known != null && known.form() > 0) {
            return of(known, n.longValue() & -1L >>> 64 - 8 * known.form());
        }
        return known == null
                ? new Tlv(number, (value + "\0").getBytes(StandardCharsets.ISO_8859_1))
                : of(known, String.valueOf(value));
    }

    /** The value as what the specification says it is: Byte, Short, Integer or String; else its octets. */
    public Object object() {
        TlvTag known = TlvTag.of(tag);
        if (known != null && known.form() == TlvTag.TEXT) {
            return text();
        }
        if (known == null || known.form() != value.length) {
            return value;
        }
        return switch (value.length) {
            case 1 -> value[0];
            case 2 -> (short) number();
            case 4 -> (int) number();
            default -> value;
        };
    }

    /** @return the first with that tag, or null */
    public static Tlv find(List<Tlv> tlvs, int tag) {
        for (int i = 0; i < tlvs.size(); i++) {
            if (tlvs.get(i).tag() == tag) {
                return tlvs.get(i);
            }
        }
        return null;
    }

    /** The number of the first with that tag, or -1. */
    public static long number(List<Tlv> tlvs, int tag) {
        Tlv tlv = find(tlvs, tag);
        return tlv == null ? -1 : tlv.number();
    }

    /** The value as an unsigned big-endian number, if it is one of 1 to 4 octets; else -1. */
    public long number() {
        if (value.length == 0 || value.length > 4) {
            return -1;
        }
        long n = 0;
        for (byte b : value) {
            n = n << 8 | b & 0xFF;
        }
        return n;
    }

    /** The value as ISO-8859-1 up to the first NUL, or whole: an octet that is no NUL is never cut. */
    public String text() {
        int end = 0;
        while (end < value.length && value[end] != 0) {
            end++;
        }
        return new String(value, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** {@code 1401=00ff}: tag and value in hex, so that it survives any queue. */
    public String format() {
        return HEX.toHexDigits(tag, 4) + "=" + HEX.formatHex(value);
    }

    /** As {@link #parse} reads it, without those in {@code but}; null if none is left. */
    public static String format(List<Tlv> tlvs, int... but) {
        StringJoiner all = new StringJoiner(",");
        for (Tlv tlv : tlvs) {
            if (Arrays.stream(but).noneMatch(tag -> tag == tlv.tag())) {
                all.add(tlv.format());
            }
        }
        return all.length() == 0 ? null : all.toString();
    }

    /**
     * @param text {@code 1401=00ff,source_port=1f90}: tag or name, and value in hex; null or blank for none
     * @throws SmppValueException if it is none of these lists
     */
    public static List<Tlv> parse(String text) {
        List<Tlv> tlvs = new ArrayList<>();
        if (text == null || text.isBlank()) {
            return tlvs;
        }
        for (String item : text.split(",", -1)) {
            int equals = item.indexOf('=');
            if (equals < 0) {
                throw none();
            }
            int tag = TlvTag.parse(item.substring(0, equals));
            try {
                tlvs.add(new Tlv(tag, HEX.parseHex(item.substring(equals + 1).trim())));
            } catch (IllegalArgumentException e) {
                throw none();
            }
        }
        return tlvs;
    }

    private static SmppValueException none() {
        return new SmppValueException(
                CommandStatus.INVALID_TLV_STREAM, "optional parameters are no list such as 1401=00ff,source_port=1f90");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tlv tlv && tag == tlv.tag && Arrays.equals(value, tlv.value);
    }

    @Override
    public int hashCode() {
        return 31 * tag + Arrays.hashCode(value);
    }

    /** Without the value, which may be a text. */
    @Override
    public String toString() {
        return "Tlv[" + HEX.toHexDigits(tag, 4) + ", " + value.length + " octets]";
    }
}
