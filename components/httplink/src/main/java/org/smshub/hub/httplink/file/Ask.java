package org.smshub.hub.httplink.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * How a request is made: method, URL, headers, and a body as a form, as JSON or as a text. What of a form, a query or of JSON
 * has a name in it that stands for nothing is left out; so are objects of JSON in which nothing is left.
 */
public final class Ask {

    private static final Set<String> METHODS = new TreeSet<>(Set.of("GET", "POST", "PUT"));
    /** The name of what a {@link TokenAsk} has fetched. */
    public static final String TOKEN = "accessToken";

    private static final String TYPE = "Content-Type";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String method;
    private final Template url;
    private final Map<String, Template> headers = new LinkedHashMap<>();
    private final Map<String, Template> query = new LinkedHashMap<>();
    private final Map<String, Template> form = new LinkedHashMap<>();
    private final Template basic;
    private final Template bearer;
    private final boolean token;
    private final Charset charset;
    private Yaml json;
    private Template body;
    private final Set<String> names;
    private final Map<Yaml, Template> inJson = new java.util.IdentityHashMap<>();

    /** @param names that templates may have @throws IllegalArgumentException naming file, line and word */
    Ask(Yaml yaml, Set<String> names) {
        this.names = names;
        Map<String, Yaml> members = yaml.members(
                "a request", "method", "url", "auth", "headers", "query", "form", "json", "body", "charset");
        Yaml said = members.get("method");
        method = said == null ? "POST" : said.string("method").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw said.wrong("method is one of " + METHODS + ", not " + method);
        }
        if (!members.containsKey("url")) {
            throw yaml.wrong("a request has no url: say where it goes, such as url: \"{url}/messages\"");
        }
        url = template(members.get("url"), "url");
        charset = charset(members.get("charset"));
        templates(members.get("headers"), "headers", headers);
        templates(members.get("query"), "query", query);
        templates(members.get("form"), "form", form);
        Map<String, Yaml> auth = members.containsKey("auth")
                ? members.get("auth").members("auth", "basic", "bearer", "token")
                : Map.of();
        basic = auth.containsKey("basic") ? template(auth.get("basic"), "basic") : null;
        bearer = auth.containsKey("bearer") ? template(auth.get("bearer"), "bearer") : null;
        token = auth.containsKey("token");
        json = members.get("json");
        if (json != null) {
            prepare(json);
        }
        Yaml text = members.get("body");
        if (text != null) {
            body = template(text, "body");
            if (!body.isSpelt()) {
                throw text.wrong(
                        "a body names its values with their spelling, such as {text|xml}, {text|json}, {to|digits},"
                                + " {id|raw}: a text with a quote or a < in it must not become a part of it");
            }
        }
        if ((form.isEmpty() ? 0 : 1) + (json == null ? 0 : 1) + (body == null ? 0 : 1) > 1) {
            throw yaml.wrong("a request has one of form, json and body");
        }
        if (method.equals("GET") && (!form.isEmpty() || json != null || body != null)) {
            throw yaml.wrong("a GET has no body: its values stand in query");
        }
    }

    private Charset charset(Yaml yaml) {
        if (yaml == null) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(yaml.string("charset"));
        } catch (IllegalArgumentException e) {
            throw yaml.wrong("there is no charset '" + yaml.string("charset") + "'");
        }
    }

    private void templates(Yaml yaml, String what, Map<String, Template> into) {
        if (yaml != null) {
            yaml.members(what).forEach((name, value) -> into.put(name, template(value, name)));
        }
    }

    private Template template(Yaml yaml, String what) {
        try {
            return new Template(yaml.string(what), names);
        } catch (IllegalArgumentException e) {
            throw e.getMessage().startsWith(yaml.file() + ":") ? e : yaml.wrong(e.getMessage());
        }
    }

    private void prepare(Yaml node) {
        if (node.value() instanceof Map<?, ?>) {
            node.members("json").values().forEach(this::prepare);
        } else if (node.value() instanceof List<?>) {
            node.elements().forEach(this::prepare);
        } else if (node.token() == JsonToken.VALUE_STRING) {
            inJson.put(node, template(node, "json"));
        }
    }

    /** Whether the request has this value anywhere. */
    boolean has(String name) {
        return url.has(name)
                || query.values().stream().anyMatch(t -> t.has(name))
                || form.values().stream().anyMatch(t -> t.has(name))
                || headers.values().stream().anyMatch(t -> t.has(name))
                || inJson.values().stream().anyMatch(t -> t.has(name))
                || body != null && body.has(name);
    }

    /** @throws IllegalArgumentException naming what cannot be said */
    public Call write(Values values) {
        Map<String, String> out = new LinkedHashMap<>();
        if (basic != null) {
            String login = required(basic.write(values), "user and password");
            out.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        } else if (bearer != null) {
            out.put("Authorization", "Bearer " + header("password", required(bearer.write(values), "password")));
        }
        if (token) {
            out.put("Authorization", "Bearer " + header("token", required(values.get(TOKEN), "token")));
        }
        headers.forEach((name, template) -> {
            String value = template.write(values);
            if (value != null) {
                out.put(name, header(name, value));
            }
        });
        byte[] content = content(values, out);
        return new Call(method, url(values), out, content);
    }

    private static String required(String value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("the block of the link sets no " + what);
        }
        return value;
    }

    /** A line break in a value would be a header of its own. */
    private static String header(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                throw new IllegalArgumentException("a character that no header can have stands in " + name);
            }
        }
        return value;
    }

    private String url(Values values) {
        // the beginning is the operator's own; what stands in the path comes with messages, too
        String path = required(
                url.write(values, (name, value) -> name.equals("url") ? value : Template.encode(value, charset)),
                "of the values of its url");
        String parameters = pairs(query, values);
        return parameters.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + parameters;
    }

    private String pairs(Map<String, Template> templates, Values values) {
        StringJoiner joined = new StringJoiner("&");
        templates.forEach((name, template) -> {
            String value = template.write(values);
            if (value != null) {
                joined.add(Template.encode(name, charset) + "=" + Template.encode(value, charset));
            }
        });
        return joined.toString();
    }

    private byte[] content(Values values, Map<String, String> out) {
        if (!form.isEmpty()) {
            out.putIfAbsent(TYPE, "application/x-www-form-urlencoded");
            return pairs(form, values).getBytes(StandardCharsets.US_ASCII);
        }
        if (json != null) {
            out.putIfAbsent(TYPE, "application/json");
            JsonNode tree = node(json, values);
            try {
                return JSON.writeValueAsBytes(tree == null ? JsonNodeFactory.instance.objectNode() : tree);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e); // a tree has a text
            }
        }
        if (body != null) {
            return required(body.write(values), "of the values of its body").getBytes(charset);
        }
        return null;
    }

    private JsonNode node(Yaml yaml, Values values) {
        if (yaml.value() instanceof Map<?, ?>) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            yaml.members("json").forEach((name, member) -> {
                JsonNode node = node(member, values);
                if (node != null) {
                    object.set(name, node);
                }
            });
            return object.isEmpty() ? null : object;
        }
        if (yaml.value() instanceof List<?>) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            yaml.elements().forEach(element -> {
                JsonNode node = node(element, values);
                if (node != null) {
                    array.add(node);
                }
            });
            return array.isEmpty() ? null : array;
        }
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (yaml.token() == JsonToken.VALUE_STRING) {
            Template template = inJson.get(yaml);
            String value = template.write(values);
            if (value == null) {
                return null;
            }
            return switch (template.kind()) {
                case "number" -> make.numberNode(new BigDecimal(value));
                case "boolean" -> make.booleanNode(Boolean.parseBoolean(value));
                default -> make.textNode(value);
            };
        }
        return switch (yaml.token()) {
            case VALUE_TRUE -> make.booleanNode(true);
            case VALUE_FALSE -> make.booleanNode(false);
            case VALUE_NULL -> make.nullNode();
            default -> make.numberNode(new BigDecimal((String) yaml.value()));
        };
    }
}
