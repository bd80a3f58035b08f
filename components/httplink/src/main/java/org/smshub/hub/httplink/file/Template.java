package org.smshub.hub.httplink.file;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with names in it that stand for something: {@code {to}}, {@code {to|digits}}. Behind a name how it is spelt, from left
 * to right. Octets are texts in which each character is one.
 */
public final class Template {

    /** The spellings; {@code atMost} and {@code atLeast} have a number behind them. */
    static final Set<String> SPELLINGS = new TreeSet<>(Set.of(
            "digits",
            "raw",
            "url",
            "json",
            "xml",
            "hex",
            "utf16hex",
            "base64",
            "upper",
            "utf8",
            "octets",
            "atLeast N",
            "minutes",
            "millis",
            "number",
            "boolean",
            "atMost N"));

    /** Those after which a value can stand in a body that the hub does not know the form of. */
    private static final Set<String> SAFE =
            Set.of("raw", "url", "json", "xml", "hex", "utf16hex", "base64", "digits", "number");

    private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z][\\w.-]*)((?:\\|[^{}|]+)*)}");
    private static final Pattern BOUND = Pattern.compile("at(Most|Least) ([0-9]{1,15})");
    private static final int SIXTY = 60;
    private static final int THOUSAND = 1_000;

    /** @param text as it stands; null where a name stands */
    private record Piece(String text, String name, List<UnaryOperator<String>> spelling) {}

    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private String kind = "";
    private boolean safe = true;

    /** @param names that it may have @throws IllegalArgumentException naming the one that is none */
    Template(String text, Set<String> names) {
        this.text = text;
        Matcher name = NAME.matcher(text);
        int at = 0;
        while (name.find()) {
            literal(text.substring(at, name.start()));
            if (!names.contains(name.group(1))) {
                throw new IllegalArgumentException(
                        "nothing is named {" + name.group(1) + "}; there are " + new TreeSet<>(names));
            }
            pieces.add(new Piece(null, name.group(1), spelling(name.group(2))));
            at = name.end();
        }
        literal(text.substring(at));
        if (pieces.size() > 1) {
            kind = ""; // a text, whatever is in it
        }
    }

    private void literal(String literal) {
        if (!literal.isEmpty()) {
            pieces.add(new Piece(literal, null, List.of()));
        }
    }

    private List<UnaryOperator<String>> spelling(String words) {
        List<UnaryOperator<String>> all = new ArrayList<>();
        boolean spelt = false;
        for (String word : words.split("\\|")) {
            if (word.isEmpty()) {
                continue;
            }
            Matcher bound = BOUND.matcher(word);
            if (word.equals("number") || word.equals("boolean")) {
                kind = word;
            } else if (bound.matches()) {
                long limit = Long.parseLong(bound.group(2));
                boolean most = bound.group(1).equals("Most");
                all.add(value -> Long.toString(
                        most ? Math.min(limit, Long.parseLong(value)) : Math.max(limit, Long.parseLong(value))));
            } else if (SPELLINGS.contains(word)) {
                all.add(value -> spelt(word, value));
            } else {
                throw new IllegalArgumentException("no value is spelt '" + word + "'; there are " + SPELLINGS);
            }
            spelt |= SAFE.contains(word);
        }
        safe &= spelt;
        return all;
    }

    private static String spelt(String how, String value) {
        return switch (how) {
            case "digits" -> value.startsWith("+") ? value.substring(1) : value;
            case "url" -> encode(value, StandardCharsets.UTF_8);
            case "json" -> json(value);
            case "xml" -> xml(value);
            case "hex" -> HexFormat.of().formatHex(value.getBytes(StandardCharsets.ISO_8859_1));
            case "utf16hex" -> HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_16BE));
            case "base64" -> Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.ISO_8859_1));
            case "utf8" -> new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            case "octets" -> new String(HexFormat.of().parseHex(value), StandardCharsets.ISO_8859_1);
            case "upper" -> value.toUpperCase(java.util.Locale.ROOT);
            case "minutes" -> Long.toString((Long.parseLong(value) + SIXTY - 1) / SIXTY);
            case "millis" -> Long.toString(Long.parseLong(value) * THOUSAND);
            default -> value;
        };
    }

    /** For a URL: all but letters, digits and {@code -._~} in the octets of this charset. */
    static String encode(String value, Charset charset) {
        return URLEncoder.encode(value, charset)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String json(String value) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String xml(String value) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                // others are no characters of XML 1.0 at all
                default -> out.append(c < ' ' && c != '\n' && c != '\r' && c != '\t' ? '?' : c);
            }
        }
        return out.toString();
    }

    /** The text for these values; null where a name in it stands for nothing. */
    public String write(Values values) {
        return write(values, (name, value) -> value);
    }

    /** The same. @param each gets a name and what it stands for, and says how that is written */
    String write(Values values, BinaryOperator<String> each) {
        StringBuilder out = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.text != null) {
                out.append(piece.text);
                continue;
            }
            String value = values.get(piece.name);
            if (value == null || value.isEmpty() && pieces.size() == 1) {
                return null;
            }
            for (UnaryOperator<String> spelling : piece.spelling) {
                value = spelling.apply(value);
            }
            out.append(each.apply(piece.name, value));
        }
        return out.toString();
    }

    /** Whether it has this name. */
    boolean has(String name) {
        return pieces.stream().anyMatch(piece -> name.equals(piece.name));
    }

    /** The names in it. */
    List<String> names() {
        return pieces.stream()
                .filter(piece -> piece.name != null)
                .map(Piece::name)
                .toList();
    }

    /** {@code number} or {@code boolean}, where it is one in JSON; else empty. */
    String kind() {
        return kind;
    }

    /** Whether each name says how it is to be spelt for a body of whatever form. */
    boolean isSpelt() {
        return safe;
    }

    @Override
    public String toString() {
        return text;
    }
}
