package org.smshub.hub.doors.vonage;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.Octets;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** What phones send, told at the client's webhook: whole messages, never parts. */
public class VonageIncoming {

    private DoorCalls calls;
    private Clients clients;

    /** Ends when the client has answered 2xx. */
    public CompletableFuture<?> tell(Exchange exchange) {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        DoorOptions options = clients.door(client, VonageDoor.NAME);
        if (options == null || options.incoming() == null) {
            return CompletableFuture.failedFuture(SmsNotSentException.forLineDown(
                    "door:none", "Client " + client + " has no doors: vonage: incoming: in clients.yaml"));
        }
        String account = VonageCalls.account(options, client);
        return VonageCalls.call(calls, exchange, client, Octets.utf8(options.incoming()), form(message, account));
    }

    static Map<String, String> form(Message message, String account) {
        Long at = message.getHeader(SmsHeaders.RECEIVED_AT, Long.class);
        Object body = message.getBody();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("api-key", account);
        form.put("msisdn", VonageDoor.bare(message.getHeader(SmsHeaders.FROM, "", String.class)));
        form.put("to", VonageDoor.bare(message.getHeader(SmsHeaders.TO, "", String.class)));
        form.put("messageId", VonageIds.of(message.getHeader(SmsHeaders.ID, String.class), 1));
        if (body instanceof byte[] octets) {
            form.put("type", "binary");
            form.put("data", HexFormat.of().formatHex(octets).toUpperCase(Locale.ROOT));
            form.put("udh", message.getHeader(SmsHeaders.UDH, String.class));
        } else {
            String text = String.valueOf(body);
            form.put("text", text);
            form.put("type", "UCS2".equals(message.getHeader(SmsHeaders.ENCODING)) ? "unicode" : "text");
            form.put("keyword", text.strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT));
        }
        form.put("message-timestamp", VonageCalls.time(at == null ? System.currentTimeMillis() : at));
        return form;
    }

    public DoorCalls getCalls() {
        return calls;
    }

    /** Who calls. */
    public void setCalls(DoorCalls calls) {
        this.calls = calls;
    }

    public Clients getClients() {
        return clients;
    }

    /** Who is told where. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
