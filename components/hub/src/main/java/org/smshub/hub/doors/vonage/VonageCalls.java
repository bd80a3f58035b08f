package org.smshub.hub.doors.vonage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.calls.HttpCaller;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.Octets;

/** A call as Vonage makes it: parameters in the query, as a form or as JSON, and signed where the client has a secret for that. */
final class VonageCalls {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();

    private VonageCalls() {}

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** Ends when the client has answered 2xx. @param octets of the address @param parameters none of them empty */
    static CompletableFuture<HttpCaller.Answer> call(
            DoorCalls calls, Exchange exchange, String client, String octets, Map<String, String> parameters) {
        DoorOptions options = calls.getClients().door(client, VonageDoor.NAME);
        Map<String, String> all = signed(options, parameters, System.currentTimeMillis());
        String method = options == null || options.method() == null ? "GET" : options.method();
        StringJoiner pairs = new StringJoiner("&");
        all.forEach((name, value) -> pairs.add(name + "=" + Octets.encoded(Octets.utf8(value))));
        Map<String, String> headers = new TreeMap<>();
        headers.put("User-Agent", "Nexmo/MessagingHUB/v1.0");
        headers.put("Accept", "*/*");
        boolean get = "GET".equals(method);
        byte[] body = null;
        if ("JSON".equals(method)) {
            headers.put("Content-Type", "application/json");
            body = json(all);
        } else if (!get) {
            headers.put("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
            body = pairs.toString().getBytes(StandardCharsets.US_ASCII);
        }
        String url = octets.replaceFirst("(?s)#.*$", "");
        return calls.call(
                exchange,
                VonageDoor.NAME,
                client,
                get ? url + (url.indexOf('?') < 0 ? "?" : "&") + pairs : url,
                get ? "GET" : "POST",
                body,
                headers,
                HttpCaller.Answer::isGood);
    }

    private static byte[] json(Map<String, String> all) {
        try {
            return JSON.writeValueAsBytes(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // they are strings
        }
    }

    static Map<String, String> signed(DoorOptions options, Map<String, String> parameters, long now) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        // an empty one is signed by some libraries and not by others
        all.values().removeIf(value -> value == null || value.isBlank());
        if (options != null && !options.secrets().isEmpty()) {
            all.put(VonageSignature.TIMESTAMP, String.valueOf(TimeUnit.MILLISECONDS.toSeconds(now)));
            all.put("nonce", UUID.randomUUID().toString());
            all.put(
                    VonageSignature.SIG,
                    VonageSignature.of(
                            all, options.signature(), options.secrets().get(0), false));
        }
        return all;
    }

    /** What the client is called here. */
    static String account(DoorOptions options, String client) {
        return options == null || options.account() == null ? client : options.account();
    }
}
