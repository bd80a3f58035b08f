package org.smshub.link.passing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.smshub.link.SmsHeaders;

/**
 * What a message says beside what the hub itself understands, by name: it goes with the message, and every link takes of it
 * what it passes on ({@link Passes}). As text it is {@code toTon=3;tlv.1400=3132}, which survives any queue.
 *
 * @param all in the order in which they came; a name may stand there twice
 */
public record Fields(List<Field> all) {

    /** @param value printable, or octets in hex */
    public record Field(String name, String value) {}

    public static final Fields NONE = new Fields(List.of());

    /** Type of number and numbering plan of the recipient (SMPP 5.2.5, 5.2.6), where they are not the usual ones. */
    public static final String TO_TON = "toTon";

    public static final String TO_NPI = "toNpi";

    /** The same of the sender. */
    public static final String FROM_TON = "fromTon";

    public static final String FROM_NPI = "fromNpi";

    /** service_type of SMPP. */
    public static final String SERVICE_TYPE = "serviceType";

    /** priority_flag of SMPP, as its sender wrote it. */
    public static final String PRIORITY = "priority";

    /** PR of UCP. */
    public static final String UCP_PRIORITY = "priority.ucp";

    /** Parameter 067 of CIMD2, 1 to 9. */
    public static final String CIMD2_PRIORITY = "priority.cimd2";

    /** 1: a message of the same sender, recipient and service_type is replaced. */
    public static final String REPLACE = "replace";

    /** 1: the answer goes by the same centre. */
    public static final String REPLY_PATH = "replyPath";

    /** Bits 2 and 3 of registered_delivery: acknowledgements of the other application. */
    public static final String ACKNOWLEDGEMENTS = "acks";

    /** Bits 2 to 5 of esm_class: an acknowledgement of the other application. */
    public static final String KIND = "esmType";

    /** Bits 0 and 1 of esm_class: the messaging mode (SMPP 5.2.12). */
    public static final String MESSAGE_MODE = "messageMode";

    /** Protocol identifier of an incoming message. */
    public static final String PROTOCOL_ID = "pid";

    /** Data coding of an incoming message, where it is more than an alphabet. */
    public static final String DATA_CODING = "dcs";

    /** Of a message from a line: the numbers of its parts that did not come, {@code 2,3}. No link knows it. */
    public static final String MISSING = "missing";

    /** Before an optional parameter's tag in four hex digits. */
    public static final String TLV = "tlv.";

    /** Before the type of an extra service of UCP in two hex digits. */
    public static final String XSER = "xser.";

    /** Before the code of a parameter of CIMD2 in three digits. */
    public static final String CIMD2 = "cimd2.";

    private static final String PLAIN = " +.:_-";

    public Fields {
        all = List.copyOf(all);
    }

    /**
     * @param text as {@link #toString} writes it; null or empty for none
     * @throws IllegalArgumentException if it is something else
     */
    public static Fields parse(String text) {
        if (text == null || text.isEmpty()) {
            return NONE;
        }
        List<Field> all = new ArrayList<>(4);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf(';', from);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', from);
            if (equals <= from || equals > end) {
                throw new IllegalArgumentException(SmsHeaders.FIELDS + " is no list such as toTon=3;tlv.1400=3132");
            }
            all.add(new Field(text.substring(from, equals), plain(text.substring(equals + 1, end))));
            from = end + 1;
        }
        return new Fields(all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The first with this name, or null. */
    public String get(String name) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(name)) {
                return all.get(i).value();
            }
        }
        return null;
    }

    /** The first with this name as a number of 0 to 255; null if there is none. */
    public Integer number(String name) {
        String value = get(name);
        boolean octet = value != null
                && !value.isEmpty()
                && value.length() <= 3
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return octet && Integer.parseInt(value) <= 0xFF ? Integer.valueOf(value) : null;
    }

    public boolean is(String name) {
        return "1".equals(get(name));
    }

    /** Those that are wanted. */
    public Fields only(Predicate<Field> wanted) {
        return all.stream().allMatch(wanted)
                ? this
                : new Fields(all.stream().filter(wanted).toList());
    }

    /** With one more; a value of null adds nothing. */
    public Fields with(String name, Object value) {
        if (value == null) {
            return this;
        }
        List<Field> more = new ArrayList<>(all);
        more.add(new Field(name, value.toString()));
        return new Fields(more);
    }

    /** For the header, whose absence says that there is none. */
    public String orNull() {
        return all.isEmpty() ? null : toString();
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(";");
        for (Field field : all) {
            text.add(field.name() + "=" + quoted(field.value()));
        }
        return text.toString();
    }

    private static boolean isPlain(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || PLAIN.indexOf(c) >= 0;
    }

    private static String quoted(String value) {
        StringBuilder quoted = null;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isPlain(c) && quoted == null) {
                quoted = new StringBuilder(value.substring(0, i));
            }
            if (quoted != null) {
                if (isPlain(c)) {
                    quoted.append(c);
                } else {
                    // what these fields hold are octets, or characters of ISO-8859-1
                    quoted.append(String.format("%%%02X", c & 0xFF));
                }
            }
        }
        return quoted == null ? value : quoted.toString();
    }

    private static String plain(String quoted) {
        if (quoted.indexOf('%') < 0) {
            return quoted;
        }
        byte[] octets = new byte[quoted.length()];
        int count = 0;
        for (int i = 0; i < quoted.length(); i++) {
            if (quoted.charAt(i) == '%' && i + 2 < quoted.length()) {
                octets[count++] = (byte) Integer.parseInt(quoted.substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                octets[count++] = (byte) quoted.charAt(i);
            }
        }
        return new String(octets, 0, count, StandardCharsets.ISO_8859_1);
    }
}
