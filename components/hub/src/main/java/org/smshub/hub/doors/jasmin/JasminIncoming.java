package org.smshub.hub.doors.jasmin;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.calls.HttpCaller;
import org.smshub.hub.doors.DoorCalls;
import org.smshub.hub.doors.Ids;
import org.smshub.hub.doors.Octets;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.text.Gsm7;

/** What phones send, told at the client's address as Jasmin's deliverSmThrower does: the octets of the short message. */
public class JasminIncoming {

    private static final int BINARY = 4;
    private static final int UCS2 = 8;

    private DoorCalls calls;
    private Clients clients;

    /** Ends when the client has answered ACK/Jasmin. */
    public CompletableFuture<HttpCaller.Answer> tell(Exchange exchange) {
        Message message = exchange.getMessage();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        DoorOptions options = clients.door(client, JasminDoor.NAME);
        if (options == null || options.incoming() == null) {
            return CompletableFuture.failedFuture(SmsNotSentException.forLineDown(
                    "door:none", "Client " + client + " has no doors: jasmin: incoming: in clients.yaml"));
        }
        return JasminReceipts.call(
                exchange,
                calls,
                client,
                Octets.utf8(options.incoming()),
                !"POST".equals(options.method()),
                values(message),
                "deliverSmHttpThrower");
    }

    /** Numbers as a line brings them, without a plus. */
    static Map<String, String> values(Message message) {
        Object body = message.getBody();
        Integer said = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        boolean ucs2 = "UCS2".equals(message.getHeader(SmsHeaders.ENCODING));
        byte[] octets = body instanceof byte[] units
                ? units
                : ucs2
                        ? String.valueOf(body).getBytes(StandardCharsets.UTF_16BE)
                        : Gsm7.DEFAULT.encode(Octets.gsm(String.valueOf(body)));
        String udh = message.getHeader(SmsHeaders.UDH, "", String.class);
        String content = Octets.of(HexFormat.of().parseHex(udh)) + Octets.of(octets);
        int coding = body instanceof byte[] ? BINARY : ucs2 ? UCS2 : 0;
        Map<String, String> values = new LinkedHashMap<>();
        values.put("id", Ids.uuid(message.getHeader(SmsHeaders.ID, String.class)));
        values.put("from", plain(message.getHeader(SmsHeaders.FROM, "", String.class)));
        values.put("to", plain(message.getHeader(SmsHeaders.TO, "", String.class)));
        values.put("origin-connector", Octets.utf8(message.getHeader(SmsHeaders.LINK, "", String.class)));
        values.put("content", content);
        values.put("binary", HexFormat.of().formatHex(Octets.bytes(content)));
        values.put("coding", String.valueOf(said == null ? coding : said));
        return values;
    }

    private static String plain(String number) {
        return Octets.utf8(number.startsWith("+") ? number.substring(1) : number);
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
