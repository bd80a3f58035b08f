package org.smshub.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.text.NationalLanguage;
import org.smshub.text.TextException;
import org.smshub.text.udh.NationalShift;
import org.smshub.text.udh.Udh;

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

    /** Of {@link Fields}: where the sender wants to be told of the message. */
    public static final String CALLBACK = Event.CALLBACK;

    /** Exchange property: the links that the sender chose, comma-separated; {@link Checks#links} holds them against its client. */
    public static final String LINKS = "links";

    /** Of version 00, and what later ones begin with. */
    private static final String TRACE = "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}";

    private static final int CORRELATION_MAX = 200;
    private static final int CALLBACK_MAX = 500;
    private static final int TAGS_MAX = 10;
    private static final String TAG = "[a-z0-9._:-]{1,40}";
    private static final String BASE64 = "base64:";

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
        CORRELATION(Records.CORRELATION, null),
        /** The sender's own words for a message, up to ten. */
        TAGS(MessageView.TAGS, null),
        /** Where the sender wants to be told of this message. */
        CALLBACK(Records.CALLBACK, null),
        /** The links to try, where the client may choose them. */
        LINKS(Records.LINKS, null),
        /** The national tables in which the text is written. */
        LANGUAGE("language", null);

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
            if (name.equals(SmsHeaders.TRACE)) {
                trace(entry.getValue(), message);
                continue;
            }
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
            if (field.header == null && field != Field.TEXT && field != Field.DATA) {
                beside(field, value, message);
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

    /** One that is none is left out (W3C Trace Context 3.2): the message is not refused for it. */
    private static void trace(Object value, Message message) {
        if (value instanceof String trace && trace.matches(TRACE)) {
            message.setHeader(SmsHeaders.TRACE, trace);
        }
    }

    /** What is no header of its own. */
    private static void beside(Field field, Object value, Message message) throws RefusedException {
        switch (field) {
            case CORRELATION -> correlation(string(field, value), message);
            case TAGS -> tags(words(field, value), message);
            case CALLBACK -> callback(string(field, value), message);
            case LINKS -> links(words(field, value), message);
            default -> language(string(field, value), message);
        }
    }

    private static void add(Message message, String name, String value) {
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        message.setHeader(SmsHeaders.FIELDS, fields.with(name, value).toString());
    }

    /** A list, or words with commas or blanks between them. */
    private static List<String> words(Field field, Object value) throws RefusedException {
        if (!(value instanceof Collection<?> all)) {
            return List.of(string(field, value).trim().split("[,\\s]+"));
        }
        List<String> words = new ArrayList<>();
        for (Object one : all) {
            words.add(string(field, one));
        }
        return words;
    }

    /** @param value null = none */
    static void correlation(String value, Message message) throws RefusedException {
        if (value != null) {
            require(
                    isAscii(value, CORRELATION_MAX),
                    CORRELATION,
                    "up to " + CORRELATION_MAX + " printable characters of ASCII");
            add(message, CORRELATION, value);
        }
    }

    private static boolean isAscii(String value, int most) {
        return value.length() <= most && value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** @param tags null = none */
    public static void tags(List<String> tags, Message message) throws RefusedException {
        if (tags == null || tags.isEmpty()) {
            return;
        }
        require(tags.size() <= TAGS_MAX, MessageView.TAGS, "up to " + TAGS_MAX + " words");
        Set<String> words = new LinkedHashSet<>();
        for (String tag : tags) {
            words.add(tag(tag));
        }
        add(message, MessageView.TAGS, String.join(" ", words));
    }

    /** In the form in which a tag is kept and looked for. */
    public static String tag(String tag) throws RefusedException {
        String small = tag == null ? "" : tag.toLowerCase(Locale.ROOT);
        require(small.matches(TAG), MessageView.TAGS, "words of 1 to 40 of a to z, 0 to 9 and ._:-");
        return small;
    }

    /** @param url null = none */
    public static void callback(String url, Message message) throws RefusedException {
        if (url != null) {
            require(
                    isAscii(url, CALLBACK_MAX) && isAddress(url),
                    CALLBACK,
                    "an address that begins with https:// or http://, without a user and without #, up to "
                            + CALLBACK_MAX + " characters");
            add(message, CALLBACK, url);
        }
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = new URI(url);
            return uri.getScheme() != null
                    && uri.getScheme().matches("(?i)https?")
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** @param links null = as routing says */
    public static void links(List<String> links, Message message) throws RefusedException {
        if (links != null && !links.isEmpty()) {
            require(
                    links.size() <= TAGS_MAX
                            && links.stream().allMatch(link -> link != null && link.matches("[^,\\s]{1,100}")),
                    LINKS,
                    "the names of up to " + TAGS_MAX + " links");
            message.getExchange().setProperty(LINKS, String.join(",", links));
        }
    }

    /**
     * The national tables that the sender wants, as the header says them; where it is not given, the link's own choice.
     *
     * @param name null = none
     */
    public static void language(String name, Message message) throws RefusedException {
        if (name == null) {
            return;
        }
        NationalLanguage language = null;
        for (NationalLanguage one : NationalLanguage.values()) {
            language = one.name().equals(name) && one != NationalLanguage.DEFAULT ? one : language;
        }
        require(
                language != null,
                Field.LANGUAGE.label,
                "TURKISH, SPANISH, PORTUGUESE, BENGALI, GUJARATI, HINDI, KANNADA, MALAYALAM, ORIYA, PUNJABI, TAMIL, TELUGU or URDU");
        NationalShift single = new NationalShift(false, language.id());
        Udh udh = language.hasLockingTable() ? Udh.of(new NationalShift(true, language.id()), single) : Udh.of(single);
        message.setHeader(SmsHeaders.UDH, HexFormat.of().formatHex(udh.bytes()));
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
            case UDH -> udh(string(field, value));
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

    /** In hexadecimal digits, or behind {@code base64:} in that. */
    static byte[] octets(Field field, String text) throws RefusedException {
        try {
            return text.startsWith(BASE64)
                    ? Base64.getDecoder().decode(text.substring(BASE64.length()))
                    : HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw wrongType(field, "octets in hexadecimal digits, or base64: and those of base64");
        }
    }

    /** A header of user data, with its length octet, in hexadecimal digits; null for null. */
    static String udh(String text) throws RefusedException {
        if (text == null) {
            return null;
        }
        byte[] octets = octets(Field.UDH, text);
        try {
            Udh.parse(octets);
        } catch (TextException | IllegalArgumentException e) {
            throw RefusedException.invalid(Field.UDH.label, "udh: " + e.getMessage());
        }
        return HexFormat.of().formatHex(octets);
    }

    private static int octet(Field field, int value) throws RefusedException {
        require(value <= OCTET_MAX, field.label, "0 to " + OCTET_MAX);
        return value;
    }

    /** @param value null = none */
    public static String ref(String value) throws RefusedException {
        require(
                value == null
                        || !value.isBlank() && value.length() <= REF_MAX && value.equals(MessageView.ownRef(value)),
                Field.REF.label,
                "1 to " + REF_MAX + " characters, and not begin with key: or again:");
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
