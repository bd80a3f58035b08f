package org.smshub.hub.httplink.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request that a provider made, or the answer to one of ours: parameters as octets, whatever they are of. */
public final class Called {

    /** One of a query or a form, in the order in which it came; each character of the value is an octet. */
    record Parameter(String name, String octets) {

        String value() {
            return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    private final String method;
    private final String url;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;
    private final List<Parameter> query;
    private final List<Parameter> form;
    private JsonNode json;

    /** @param url as the provider knows it @param rawQuery behind it, as it came; null = none */
    public Called(String method, String url, String rawQuery, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.url = rawQuery == null || rawQuery.isEmpty() ? url : url + "?" + rawQuery;
        this.headers.putAll(headers);
        this.body = body == null ? new byte[0] : body;
        query = parameters(rawQuery == null ? "" : rawQuery);
        String type = this.headers.getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
        form = type.startsWith("application/x-www-form-urlencoded")
                ? parameters(new String(this.body, StandardCharsets.ISO_8859_1))
                : List.of();
    }

    private static List<Parameter> parameters(String text) {
        List<Parameter> all = new ArrayList<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                all.add(new Parameter(
                        new Parameter("", decode(name)).value(), equals < 0 ? "" : decode(pair.substring(equals + 1))));
            }
        }
        return all;
    }

    /** Octets as characters; what is no {@code %XX} stays as it stands. */
    static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(c == '+' ? ' ' : c);
            }
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    String method() {
        return method;
    }

    String url() {
        return url;
    }

    byte[] body() {
        return body;
    }

    /** Null = there is none. */
    String header(String name) {
        return headers.get(name);
    }

    List<Parameter> query() {
        return query;
    }

    List<Parameter> form() {
        return form;
    }

    /** Of the query; null = there is none. */
    public String parameter(String name) {
        return query.stream()
                .filter(p -> p.name.equals(name))
                .findFirst()
                .map(Parameter::value)
                .orElse(null);
    }

    /** Its body where that is JSON, else its parameters, of one name the first. @throws IllegalArgumentException where it is neither */
    JsonNode tree() {
        if (json == null) {
            String text = new String(body, StandardCharsets.UTF_8).strip();
            if (form.isEmpty() && (text.startsWith("{") || text.startsWith("["))) {
                json = new Answer(0, text, 0).json();
                if (json == null) {
                    throw new IllegalArgumentException("its body begins as JSON and is none");
                }
            } else {
                ObjectNode all = JsonNodeFactory.instance.objectNode();
                List<Parameter> both = new ArrayList<>(form);
                both.addAll(query);
                both.forEach(p -> {
                    if (!all.has(p.name)) {
                        all.put(p.name, p.value());
                    }
                });
                json = all;
            }
        }
        return json;
    }

    /** The octets of a parameter as they came, each as a character; null = it is none. */
    String octets(String name) {
        List<Parameter> both = new ArrayList<>(form);
        both.addAll(query);
        return both.stream()
                .filter(p -> p.name.equals(name))
                .findFirst()
                .map(Parameter::octets)
                .orElse(null);
    }
}
