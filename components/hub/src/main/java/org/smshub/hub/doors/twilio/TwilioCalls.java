package org.smshub.hub.doors.twilio;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.calls.HttpCaller;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.Octets;

/** A call as Twilio makes it: parameters as a form, or in the query of a GET, and signed with the AuthToken. */
final class TwilioCalls {

    private static final String AGENT = "TwilioProxy/1.1";
    private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";

    private TwilioCalls() {}

    /** Ends when the client has answered 2xx. @param octets of the address; a fragment is left out */
    static CompletableFuture<HttpCaller.Answer> call(
            DoorCalls calls, Exchange exchange, String client, String octets, boolean get, Map<String, String> form) {
        String url = octets.replaceFirst("(?s)#.*$", "");
        StringJoiner pairs = new StringJoiner("&");
        form.forEach((name, value) -> pairs.add(name + "=" + Octets.encoded(Octets.utf8(value))));
        String called = get ? url + (url.indexOf('?') < 0 ? "?" : "&") + pairs : url;
        Map<String, String> headers = new TreeMap<>();
        headers.put("User-Agent", AGENT);
        headers.put("Accept", "*/*");
        if (!get) {
            headers.put("Content-Type", FORM);
        }
        String token = token(calls.getClients(), client);
        if (token != null) {
            String signed = new String(Octets.bytes(called), StandardCharsets.UTF_8);
            headers.put(TwilioSignature.HEADER, TwilioSignature.of(token, signed, get ? Map.of() : form));
        }
        return calls.call(
                exchange,
                TwilioDoor.NAME,
                client,
                called,
                get ? "GET" : "POST",
                get ? null : pairs.toString().getBytes(StandardCharsets.US_ASCII),
                headers,
                HttpCaller.Answer::isGood);
    }

    private static String token(Clients clients, String client) {
        DoorOptions options = clients.door(client, TwilioDoor.NAME);
        return options == null || options.secrets().isEmpty()
                ? null
                : options.secrets().get(0);
    }

    /** Of a client; its id where it has none any more. */
    static String account(Clients clients, String client) {
        DoorOptions options = clients.door(client, TwilioDoor.NAME);
        return options == null || options.account() == null ? client : options.account();
    }
}
