package org.smshub.hub.httplink.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is read of what a provider tells, be it by a call of its own or when it is asked: receipts and messages, one or many. */
final class Hearing {

    /** What a file may have of it. */
    static final List<String> NAMES = List.of("each", "numbers", "receipts", "messages");

    /** States that a receipt can tell; - is of no interest. */
    private static final Set<String> STATES = new TreeSet<>(
            Set.of("BUFFERED", "DELIVERED", "UNDELIVERABLE", "EXPIRED", "REJECTED", "DELETED", "UNKNOWN", "-"));

    private static final int MOST = 1_000;

    /** Characters of an id, and of a number or name; what is longer is kept as it came, for a person. */
    private static final int MOST_ID = 200;

    private static final int MOST_NUMBER = 40;
    private static final Pattern CHANNEL = Pattern.compile("[a-z]{2,20}:(\\+?[0-9]{3,15})");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{6,14}");

    /** @param format of the time: iso, seconds, millis, or a pattern in UTC */
    private record Receipt(
            Map<JsonPath, Pattern> when,
            JsonPath id,
            JsonPath to,
            List<JsonPath> state,
            Map<String, String> states,
            JsonPath code,
            JsonPath time,
            String format) {}

    private record Message(
            Map<JsonPath, Pattern> when,
            JsonPath id,
            JsonPath from,
            JsonPath to,
            JsonPath text,
            JsonPath charset,
            JsonPath hex,
            JsonPath base64,
            JsonPath udh,
            JsonPath time,
            String format,
            JsonPath part,
            JsonPath parts,
            JsonPath partRef) {}

    private final JsonPath each;
    private final boolean international;
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();

    Hearing(Yaml yaml, Map<String, Yaml> members) {
        each = members.containsKey("each") ? Rule.path(members.get("each")) : null;
        international = members.containsKey("numbers");
        if (international && !"international".equals(members.get("numbers").string("numbers"))) {
            throw members.get("numbers").wrong("numbers is international (they come without +), or absent");
        }
        if (members.containsKey("receipts")) {
            members.get("receipts").elements().forEach(one -> receipts.add(receipt(one)));
        }
        if (members.containsKey("messages")) {
            members.get("messages").elements().forEach(one -> messages.add(message(one)));
        }
        if (receipts.isEmpty() && messages.isEmpty()) {
            throw yaml.wrong("there are neither receipts nor messages here");
        }
    }

    private static Receipt receipt(Yaml yaml) {
        Map<String, Yaml> all =
                yaml.members("a receipt", "when", "id", "to", "state", "states", "code", "time", "format");
        Map<String, String> states = new LinkedHashMap<>();
        required(yaml, all, "states").members("states").forEach((word, state) -> {
            if (!STATES.contains(state.string("a state"))) {
                throw state.wrong("a state is one of " + STATES + ", not '" + state.value() + "'");
            }
            states.put(word, state.string("a state"));
        });
        required(yaml, all, "id");
        List<JsonPath> state =
                required(yaml, all, "state").elements().stream().map(Rule::path).toList();
        return new Receipt(
                when(all),
                path(all, "id"),
                path(all, "to"),
                state,
                states,
                path(all, "code"),
                path(all, "time"),
                format(all));
    }

    private static Message message(Yaml yaml) {
        Map<String, Yaml> all = yaml.members(
                "a message",
                "when",
                "id",
                "from",
                "to",
                "text",
                "charset",
                "hex",
                "base64",
                "udh",
                "time",
                "format",
                "part",
                "parts",
                "partRef");
        required(yaml, all, "from");
        if (!all.containsKey("text") && !all.containsKey("hex") && !all.containsKey("base64")) {
            throw yaml.wrong("a message has no 'text' (nor hex, nor base64): say where it stands");
        }
        return new Message(
                when(all),
                path(all, "id"),
                path(all, "from"),
                path(all, "to"),
                path(all, "text"),
                path(all, "charset"),
                path(all, "hex"),
                path(all, "base64"),
                path(all, "udh"),
                path(all, "time"),
                format(all),
                path(all, "part"),
                path(all, "parts"),
                path(all, "partRef"));
    }

    private static Yaml required(Yaml yaml, Map<String, Yaml> all, String name) {
        if (!all.containsKey(name)) {
            throw yaml.wrong("there is no '" + name + "': say where it stands");
        }
        return all.get(name);
    }

    private static JsonPath path(Map<String, Yaml> all, String name) {
        return all.containsKey(name) ? Rule.path(all.get(name)) : null;
    }

    private static Map<JsonPath, Pattern> when(Map<String, Yaml> all) {
        Map<JsonPath, Pattern> when = new LinkedHashMap<>();
        Rule.places(all.get("when"), "when", when);
        return when;
    }

    private static String format(Map<String, Yaml> all) {
        Yaml yaml = all.get("format");
        String format = yaml == null ? "iso" : yaml.string("format");
        if (!List.of("iso", "seconds", "millis").contains(format)) {
            try {
                DateTimeFormatter.ofPattern(format);
            } catch (IllegalArgumentException e) {
                throw yaml.wrong("format is iso, seconds, millis, or such as yyMMddHHmm; " + e.getMessage());
            }
        }
        return format;
    }

    /** All that is told; what nobody knows is in it, what is of no interest is not. @throws IllegalArgumentException where it cannot be read */
    List<Heard> read(Called called) {
        List<JsonNode> items = items(called);
        if (items.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " at once");
        }
        List<Heard> heard = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            Heard one = one(item, called);
            if (one != null) {
                heard.add(one);
            }
        }
        return heard;
    }

    /** One, or each of many. */
    List<JsonNode> items(Called called) {
        JsonNode tree = called.tree();
        return each == null ? List.of(tree) : each.nodes(tree);
    }

    private Heard one(JsonNode item, Called called) {
        for (Receipt receipt : receipts) {
            String id = receipt.id.value(item);
            String word = receipt.state.stream()
                    .map(place -> place.value(item))
                    .filter(value -> value != null && receipt.states.containsKey(value))
                    .findFirst()
                    .orElse(receipt.state.get(0).value(item));
            if (fits(receipt.when, item) && id != null && !id.isBlank() && id.length() <= MOST_ID && word != null) {
                return of(receipt, item, id, receipt.states.get(word));
            }
        }
        for (Message message : messages) {
            if (fits(message.when, item) && isShort(message, item)) {
                Object body = body(message, item, called);
                if (body != null) {
                    return of(message, item, body);
                }
            }
        }
        return Heard.other(item.toString());
    }

    private static boolean isShort(Message message, JsonNode item) {
        String from = message.from.value(item);
        String to = value(message.to, item);
        String id = value(message.id, item);
        return from != null
                && from.length() <= MOST_NUMBER
                && (to == null || to.length() <= MOST_NUMBER)
                && (id == null || id.length() <= MOST_ID);
    }

    private Heard of(Receipt receipt, JsonNode item, String id, String state) {
        if ("-".equals(state)) {
            return null;
        }
        if (state == null) {
            // a word that the file does not know: kept for a person
            return Heard.other(item.toString());
        }
        String code = value(receipt.code, item);
        String to = value(receipt.to, item);
        return new Heard(
                Heard.RECEIPT,
                id,
                null,
                to == null || to.length() > MOST_NUMBER ? null : number(to),
                state,
                code == null || code.isBlank() || code.length() > MOST_NUMBER ? null : code,
                null,
                null,
                time(value(receipt.time, item), receipt.format),
                null,
                null,
                null);
    }

    private Heard of(Message message, JsonNode item, Object body) {
        String udh = value(message.udh, item);
        return new Heard(
                Heard.MESSAGE,
                value(message.id, item),
                number(message.from.value(item)),
                number(value(message.to, item)),
                null,
                null,
                body,
                udh == null || udh.isBlank() ? null : udh,
                time(value(message.time, item), message.format),
                whole(value(message.part, item)),
                whole(value(message.parts, item)),
                whole(value(message.partRef, item)));
    }

    private static Object body(Message message, JsonNode item, Called called) {
        try {
            String hex = value(message.hex, item);
            if (hex != null && !hex.isEmpty()) {
                return HexFormat.of().parseHex(hex);
            }
            String base64 = value(message.base64, item);
            if (base64 != null && !base64.isEmpty()) {
                return Base64.getDecoder().decode(base64);
            }
        } catch (IllegalArgumentException e) {
            return null; // kept as it came
        }
        String text = value(message.text, item);
        String charset = value(message.charset, item);
        if (text == null || charset == null || charset.isBlank() || charset.equalsIgnoreCase("UTF-8")) {
            return text;
        }
        String raw = called.octets(message.text.toString());
        String octets = raw != null ? raw : Called.decode(text.replace("+", "%2B"));
        try {
            return new String(octets.getBytes(StandardCharsets.ISO_8859_1), Charset.forName(charset));
        } catch (IllegalArgumentException e) {
            return text; // a charset that nobody knows
        }
    }

    private static boolean fits(Map<JsonPath, Pattern> when, JsonNode item) {
        return when.entrySet().stream().allMatch(e -> {
            String value = e.getKey().value(item);
            return value != null && e.getValue().matcher(value).matches();
        });
    }

    private static String value(JsonPath place, JsonNode item) {
        return place == null ? null : place.value(item);
    }

    /** {@code whatsapp:+48600100200} is the number behind its channel, which the link tells. */
    private String number(String said) {
        Matcher channel = said == null ? null : CHANNEL.matcher(said);
        String number = channel != null && channel.matches() ? channel.group(1) : said;
        return international && number != null && NUMBER.matcher(number).matches() ? "+" + number : number;
    }

    private static Integer whole(String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }

    /** Epoch milliseconds; null = none, or none that can be read. */
    static Long time(String text, String format) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return switch (format) {
                case "seconds" -> Math.multiplyExact(Long.parseLong(text), 1_000L);
                case "millis" -> Long.valueOf(text);
                case "iso" -> iso(text);
                default -> pattern(text, format);
            };
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static long iso(String text) {
        // 2026-11-27T20:15:00.000+0000 has no colon
        String colon = text.replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2").replaceFirst(" ", "T");
        return colon.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
                ? OffsetDateTime.parse(colon).toInstant().toEpochMilli()
                : LocalDateTime.parse(colon).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static long pattern(String text, String format) {
        var parsed =
                DateTimeFormatter.ofPattern(format, java.util.Locale.ENGLISH).parse(text);
        return parsed.isSupported(java.time.temporal.ChronoField.INSTANT_SECONDS)
                ? Instant.from(parsed).toEpochMilli()
                : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
