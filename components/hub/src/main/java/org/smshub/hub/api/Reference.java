package org.smshub.hub.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.ResourceHelper;

/** The contract as a page to read: made of it once, one file without anything of another host. */
public class Reference implements CamelContextAware {

    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
                    + "code,pre{font-family:ui-monospace,monospace}h2 code{background:#eee;padding:.1em .3em}"
                    + "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .5em;text-align:left;vertical-align:top}";

    private CamelContext camelContext;
    private String contract;
    private volatile String page;

    /** Answers with the page. */
    public void page(Exchange exchange) throws IOException {
        String made = page;
        if (made == null) {
            try (var in = ResourceHelper.resolveMandatoryResourceAsInputStream(camelContext, contract)) {
                made = html(new ObjectMapper(new YAMLFactory()).readTree(in));
            }
            page = made;
        }
        Message message = exchange.getMessage();
        message.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=utf-8");
        // nothing on it runs, and nothing of it is fetched
        message.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        message.setBody(made);
    }

    static String html(JsonNode contract) {
        StringBuilder html = new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8><title>")
                .append(text(contract.at("/info/title").asText()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style><h1>")
                .append(text(contract.at("/info/title").asText()))
                .append("</h1><p>")
                .append(text(contract.at("/info/description").asText()))
                .append("<p>The contract for machines: <a href=/v1/openapi.yaml>openapi.yaml</a>");
        for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (operation.getValue().has("operationId")) {
                    operation(html, path.getKey(), operation.getKey(), operation.getValue(), contract);
                }
            }
        }
        html.append("<h1>What the answers and questions are made of</h1>");
        for (Map.Entry<String, JsonNode> schema :
                contract.at("/components/schemas").properties()) {
            schema(html, schema.getKey(), schema.getValue());
        }
        return html.append("</html>").toString();
    }

    private static void operation(
            StringBuilder html, String path, String method, JsonNode operation, JsonNode contract) {
        html.append("<h2 id=")
                .append(text(operation.path("operationId").asText()))
                .append("><code>")
                .append(text(method.toUpperCase(Locale.ROOT) + " " + path))
                .append("</code></h2><p>")
                .append(text(operation.path("summary").asText()));
        if (operation.has("description")) {
            html.append("<p>").append(text(operation.path("description").asText()));
        }
        if (operation.has("parameters")) {
            html.append("<table><tr><th>parameter<th>in<th>type<th>meaning");
            for (JsonNode given : operation.path("parameters")) {
                JsonNode parameter = resolved(given, contract);
                html.append("<tr><td><code>")
                        .append(text(parameter.path("name").asText()))
                        .append("</code><td>")
                        .append(text(parameter.path("in").asText()))
                        .append("<td>")
                        .append(type(parameter.path("schema")))
                        .append("<td>")
                        .append(text(parameter.path("description").asText()));
            }
            html.append("</table>");
        }
        operation.path("requestBody").path("content").properties().forEach(content -> html.append("<p>Body: <code>")
                .append(text(content.getKey()))
                .append("</code>, ")
                .append(type(content.getValue().path("schema"))));
        html.append("<table><tr><th>answer<th>meaning<th>content");
        for (Map.Entry<String, JsonNode> answer : operation.path("responses").properties()) {
            JsonNode response = resolved(answer.getValue(), contract);
            StringJoiner contents = new StringJoiner(", ");
            response.path("content")
                    .properties()
                    .forEach(content -> contents.add("<code>" + text(content.getKey()) + "</code> "
                            + type(content.getValue().path("schema"))));
            html.append("<tr><td>")
                    .append(text(answer.getKey()))
                    .append("<td>")
                    .append(text(response.path("description").asText()))
                    .append("<td>")
                    .append(contents);
        }
        html.append("</table>");
    }

    private static void schema(StringBuilder html, String name, JsonNode schema) {
        html.append("<h2 id=schema-")
                .append(text(name))
                .append('>')
                .append(text(name))
                .append("</h2><p>")
                .append(text(schema.path("description").asText()));
        if (!schema.has("properties")) {
            html.append("<p>").append(type(schema));
            return;
        }
        StringJoiner required = new StringJoiner(" ", " ", " ");
        schema.path("required").forEach(one -> required.add(one.asText()));
        html.append("<table><tr><th>field<th>type<th>meaning");
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            boolean must = required.toString().contains(" " + field.getKey() + " ");
            html.append("<tr><td><code>")
                    .append(text(field.getKey()))
                    .append("</code>")
                    .append(must ? " *" : "")
                    .append("<td>")
                    .append(type(field.getValue()))
                    .append("<td>")
                    .append(text(field.getValue().path("description").asText()));
        }
        html.append("</table>");
    }

    /** In words; a schema that has a name as a link. */
    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().replaceFirst(".*/", "");
            return "<a href=#schema-" + text(name) + ">" + text(name) + "</a>";
        }
        if (schema.has("enum")) {
            StringJoiner values = new StringJoiner(" ");
            schema.path("enum").forEach(value -> values.add("<code>" + text(value.asText()) + "</code>"));
            return values.toString();
        }
        String type = schema.path("type").asText("any");
        if (type.equals("array")) {
            return "list of " + type(schema.path("items"));
        }
        return text(type + (schema.has("format") ? " (" + schema.path("format").asText() + ")" : ""));
    }

    private static JsonNode resolved(JsonNode node, JsonNode contract) {
        return node.has("$ref") ? contract.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    public String getContract() {
        return contract;
    }

    /** The contract's file, such as {@code classpath:sms.openapi.yaml}. */
    public void setContract(String contract) {
        this.contract = contract;
    }
}
