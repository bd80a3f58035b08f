package org.smshub.hub.doors.twilio;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Octets;

/** The parameters of a request: of its form, which may come as multipart/form-data, and of its query. */
record TwilioForm(Map<String, String> fields) {

    /** What the server read of a form in parts, which is no octets any more. To be asked before {@link DoorRequest#take}. */
    static MultiMap parts(Exchange exchange) {
        return exchange.getMessage() instanceof HttpMessage http
                ? http.getRequest().formAttributes()
                : MultiMap.caseInsensitiveMultiMap();
    }

    static TwilioForm of(DoorRequest request, MultiMap parts) {
        Map<String, String> fields = new LinkedHashMap<>();
        if ("application/x-www-form-urlencoded".equals(request.type())
                || request.type().isEmpty()) {
            put(fields, Octets.parameters(Octets.of(request.body())));
        } else {
            parts.forEach(part -> fields.putIfAbsent(part.getKey(), part.getValue()));
        }
        put(fields, Octets.parameters(request.query()));
        return new TwilioForm(fields);
    }

    private static void put(Map<String, String> fields, Map<String, String> octets) {
        octets.forEach((name, value) -> fields.putIfAbsent(
                Octets.textOrMarks(name, StandardCharsets.UTF_8), Octets.textOrMarks(value, StandardCharsets.UTF_8)));
    }

    /** Null = it is not there. */
    String get(String name) {
        return fields.get(name);
    }

    /** Null = it is not there, or is empty. */
    String filled(String name) {
        String value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    boolean is(String name) {
        return "true".equalsIgnoreCase(fields.get(name));
    }

    /** No text. */
    @Override
    public String toString() {
        return "form";
    }
}
