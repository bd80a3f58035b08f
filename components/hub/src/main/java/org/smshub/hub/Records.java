package org.smshub.hub;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.ReceiptsWanted;

/**
 * A message as a map of fields, whatever wrote it (a line of a file, a map of JMS, JSON of Kafka), to the names on a message.
 * The fields are those of {@code sms.openapi.yaml}, or the names themselves ({@code SmsTo}), and a few that a JSON of the API
 * has not. A value that is absent or empty is not set.
 */
public class Records {

    private static final int REF_MAX = 100;
    private static final int OCTET_MAX = 255;
    private static final Set<String> RECEIPTS =
            Stream.of(ReceiptsWanted.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    /** Milliseconds of this century have so many digits; a year has four. */
    private static final String EPOCH_MILLIS = "[0-9]{12,13}";

    /** Of {@link Fields}: what the sender wants to see again with each event of the message. */
    public static final String CORRELATION = "correlation";

    private static final int CORRELATION_MAX = 200;

    /** A field that a record may have. */
    public enum Field {
        TO("to", SmsHeaders.TO),
        FROM("from", SmsHeaders.FROM),
        /** The body. */
        TEXT("text", null),
        /** The body as octets: themselves, or in hexadecimal digits. */
        DATA("data", null),
        REF("ref", SmsHeaders.CLIENT_REF),
        ENCODING("encoding", SmsHeaders.ENCODING),
        CLASS("class", SmsHeaders.CLASS),
        PRIORITY("priority", SmsHeaders.PRIORITY),
        SEND_AT("sendAt", SmsHeaders.SEND_AT),
        VALID_UNTIL("validUntil", SmsHeaders.VALID_UNTIL),
        RECEIPT("receipt", SmsHeaders.RECEIPT),
        UDH("udh", SmsHeaders.UDH),
        DATA_CODING("dataCoding", SmsHeaders.DATA_CODING),
        PROTOCOL_ID("protocolId", SmsHeaders.PROTOCOL_ID),
        /** Comes again with each event of the message. */
        CORRELATION(Records.CORRELATION, null);

        private static final Map<String, Field> NAMED = new HashMap<>();

        static {
            for (Field field : values()) {
                NAMED.put(field.label.toLowerCase(Locale.ROOT), field);
                if (field.header != null) {
                    NAMED.put(field.header.toLowerCase(Locale.ROOT), field);
                }
            }
        }

        private final String label;
        private final String header;

        Field(String label, String header) {
            this.label = label;
            this.header = header;
        }

        /** As the API has it. */
        public String label() {
            return label;
        }

        /** The field of this name, or of this header's name, in any case of letters; null = there is none. */
        public static Field named(String name) {
            return NAMED.get(name.toLowerCase(Locale.ROOT));
        }

        /** All of them, for the words about one that is not there. */
        public static String labels() {
            return Arrays.stream(values()).map(Field::label).collect(Collectors.joining(", "));
        }
    }

    /**
     * The body, a map, becomes the text or the octets; its entries become headers, beside those that are there.
     *
     * @throws RefusedException naming the field
     */
    public void read(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof Map<?, ?> fields)) {
            throw RefusedException.invalid(null, "This is no record with the fields to and text");
        }
        set(fields, message);
    }

    /** @throws RefusedException naming the field */
    public static void set(Map<?, ?> fields, Message message) throws RefusedException {
        // never null: some messages of Camel make a body of what they came of then
        Object body = "";
        boolean found = false;
        for (Map.Entry<?, ?> entry : fields.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Field field = Field.named(name);
            if (field == null) {
                throw RefusedException.invalid(
                        RefusedException.shown(name),
                        "There is no field '" + RefusedException.shown(name) + "'; there are " + Field.labels());
            }
            Object value = entry.getValue();
            if (value == null || "".equals(value)) {
                continue;
            }
            if (field == Field.CORRELATION) {
                correlation(message, string(field, value));
                continue;
            }
            if (field != Field.TEXT && field != Field.DATA) {
                message.setHeader(field.header, read(field, value));
                continue;
            }
            if (found) {
                throw RefusedException.invalid(field.label, "A message has text or data, not both");
            }
            found = true;
            body = body(field, value);
        }
        message.setBody(body);
    }

    private static void correlation(Message message, String value) throws RefusedException {
        require(
                value.length() <= CORRELATION_MAX && value.chars().allMatch(c -> c >= ' ' && c <= '~'),
                Field.CORRELATION.label,
                "up to " + CORRELATION_MAX + " printable characters of ASCII");
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        message.setHeader(SmsHeaders.FIELDS, fields.with(CORRELATION, value).toString());
    }

    private static Object body(Field field, Object value) throws RefusedException {
        if (field == Field.DATA) {
            return value instanceof byte[] octets ? octets : octets(field, string(field, value));
        }
        String text = string(field, value);
        Checks.text(text);
        return text;
    }

    /** The header's value. */
    private static Object read(Field field, Object value) throws RefusedException {
        return switch (field) {
            case REF -> ref(string(field, value));
            case ENCODING -> encoding(string(field, value), true);
            case CLASS -> messageClass(number(field, value));
            case PRIORITY -> priority(number(field, value));
            case DATA_CODING, PROTOCOL_ID -> octet(field, number(field, value));
            case RECEIPT -> receipt(string(field, value));
            case SEND_AT, VALID_UNTIL -> moment(field, value);
            case UDH -> {
                octets(field, string(field, value));
                yield value;
            }
            default -> string(field, value);
        };
    }

    private static String string(Field field, Object value) throws RefusedException {
        if (value instanceof String text) {
            return text;
        }
        throw wrongType(field, "a text");
    }

    /** Epoch milliseconds, as the header has them, or a time. */
    private static long moment(Field field, Object value) throws RefusedException {
        if (value instanceof Number millis && !isFraction(value)) {
            return millis.longValue();
        }
        String text = string(field, value);
        return text.matches(EPOCH_MILLIS) ? Long.parseLong(text) : time(field.label, text);
    }

    private static int number(Field field, Object value) throws RefusedException {
        if (value instanceof Number number && !isFraction(value) && number.longValue() == number.intValue()) {
            return number.intValue();
        }
        if (value instanceof String text && text.strip().matches("[0-9]{1,9}")) {
            return Integer.parseInt(text.strip());
        }
        throw wrongType(field, "a whole number");
    }

    private static boolean isFraction(Object value) {
        return !(value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte);
    }

    private static RefusedException wrongType(Field field, String wanted) {
        return RefusedException.invalid(field.label, field.label + " must be " + wanted);
    }

    private static byte[] octets(Field field, String hex) throws RefusedException {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw wrongType(field, "octets in hexadecimal digits");
        }
    }

    private static int octet(Field field, int value) throws RefusedException {
        require(value <= OCTET_MAX, field.label, "0 to " + OCTET_MAX);
        return value;
    }

    /** @param value null = none */
    public static String ref(String value) throws RefusedException {
        require(
                value == null || (!value.isBlank() && value.length() <= REF_MAX),
                Field.REF.label,
                "1 to " + REF_MAX + " characters");
        return value;
    }

    /**
     * @param value null = none
     * @param octets whether BINARY is one
     */
    public static String encoding(String value, boolean octets) throws RefusedException {
        require(
                value == null || value.equals("GSM7") || value.equals("UCS2") || octets && value.equals("BINARY"),
                Field.ENCODING.label,
                octets ? "GSM7, UCS2 or BINARY" : "GSM7 or UCS2");
        return value;
    }

    /** @param value null = none */
    public static Integer messageClass(Integer value) throws RefusedException {
        require(value == null || (value >= 0 && value <= 3), Field.CLASS.label, "0 (flash) to 3");
        return value;
    }

    /** @param value null = none */
    public static Integer priority(Integer value) throws RefusedException {
        require(value == null || (value >= 0 && value <= 3), Field.PRIORITY.label, "0 (bulk) to 3 (urgent)");
        return value;
    }

    /** @param value null = none */
    public static String receipt(String value) throws RefusedException {
        require(
                value == null || RECEIPTS.contains(value),
                Field.RECEIPT.label,
                "NONE, FINAL, ALL, SUCCESS, FAILURE, INTERMEDIATE, SUCCESS_INTERMEDIATE or FAILURE_INTERMEDIATE");
        return value;
    }

    private static void require(boolean good, String field, String wanted) throws RefusedException {
        if (!good) {
            throw RefusedException.invalid(field, field + " must be " + wanted);
        }
    }

    /**
     * A time with its zone (ISO 8601), in epoch milliseconds.
     *
     * @param value null = none
     */
    public static Long time(String field, String value) throws RefusedException {
        if (value == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(value).toInstant();
            if (time.getEpochSecond() < Checks.FIRST_TIME / 1000 || time.getEpochSecond() > Checks.LAST_TIME / 1000) {
                throw RefusedException.invalid(field, field + " must be of the years 2000 to 2099");
            }
            return time.toEpochMilli();
        } catch (DateTimeException e) {
            throw RefusedException.invalid(
                    field,
                    field + " is a time such as 2026-12-24T18:00:00+01:00, not '" + RefusedException.shown(value)
                            + "'");
        }
    }
}
