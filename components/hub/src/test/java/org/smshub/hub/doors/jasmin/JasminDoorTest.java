package org.smshub.hub.doors.jasmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.hub.doors.Octets;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.link.SmsHeaders;

/** What Jasmin's door makes of arguments and of failures, without a hub. */
class JasminDoorTest {

    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private static final DoorOptions OPTIONS = new DoorOptions(null, null, null, null, null, false, null, null, null);
    private static final String GOOD = "username=app&password=b&to=48600100200&";
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final String UUID = "01563e3a-b5d3-d676-4c61-efb99302bd5b";

    private final JasminDoor door = new JasminDoor();

    JasminDoorTest() {
        door.setNumbers(new Numbers());
    }

    private static Exchange exchange() {
        Exchange exchange = new DefaultExchange(CONTEXT);
        exchange.getMessage().setHeader(SmsHeaders.CLIENT, "app");
        exchange.setProperty("jasminUser", "app");
        return exchange;
    }

    private static JasminArguments of(String query) throws JasminRefusal {
        return new JasminArguments(new LinkedHashMap<>(Octets.parameters(query))).forSend();
    }

    private Message read(String query) throws Exception {
        Exchange exchange = exchange();
        door.fill(exchange.getMessage(), of(GOOD + query), OPTIONS);
        return exchange.getMessage();
    }

    private static String body(Exchange exchange) {
        return new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8);
    }

    private static int status(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    @Test
    void argumentsAreTheNamesOnAMessage() throws Exception {
        Message message = read("from=12345678&content=Gr%C3%BC%C3%9Fe+%C5%BC&priority=2&tags=Red,,blue");
        assertThat(message.getBody()).isEqualTo("Grüße ?");
        assertThat(message.getHeaders())
                .containsEntry(SmsHeaders.TO, "+48600100200")
                .containsEntry(SmsHeaders.FROM, "+12345678")
                .containsEntry(SmsHeaders.PRIORITY, 2)
                .containsEntry(SmsHeaders.RECEIPT, "NONE")
                .containsEntry(SmsHeaders.FIELDS, "tags=red blue")
                .doesNotContainKeys(SmsHeaders.ENCODING, SmsHeaders.DATA_CODING, SmsHeaders.EVENTS);
        long now = System.currentTimeMillis();
        Message timed = read("content=x&sdt=000000000100000R&validity-period=60");
        assertThat(timed.getHeader(SmsHeaders.SEND_AT, Long.class)).isBetween(now + 50_000, now + 90_000);
        assertThat(timed.getHeader(SmsHeaders.VALID_UNTIL, Long.class)).isBetween(now + 3_590_000, now + 3_700_000);
    }

    @Test
    void octetsGoByTheirCoding() throws Exception {
        Message russian = read("coding=8&hex-content=041F0440");
        assertThat(russian.getBody()).isEqualTo("Пр");
        assertThat(russian.getHeader(SmsHeaders.ENCODING)).isEqualTo("UCS2");
        Message wrong = read("coding=8&content=%D0%9F%21");
        assertThat((byte[]) wrong.getBody()).containsExactly(0xD0, 0x9F, 0x21);
        assertThat(wrong.getHeader(SmsHeaders.DATA_CODING)).isEqualTo(8);
        Message latin = read("coding=3&content=%FC");
        assertThat((byte[]) latin.getBody()).containsExactly(0xFC);
        assertThat(latin.getHeader(SmsHeaders.DATA_CODING)).isEqualTo(3);
        assertThat(read("hex-content=00017F").getBody()).isEqualTo("@£à");
        assertThat(read("content=").getHeader(SmsHeaders.DATA_CODING)).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNAUTHORIZED||403|Authentication failure for username:app",
                "INVALID|to|400|Value filter failed for user [app] (destination_address filter mismatch).",
                "FORBIDDEN|from|400|Value filter failed for user [app] (source_address filter mismatch).",
                "INVALID|text|400|Value filter failed for user [app] (content filter mismatch).",
                "FORBIDDEN|links|412|No route found"
            })
    void refusalsAreInItsWords(RefusedException.Reason reason, String field, int status, String words) {
        Exchange exchange = exchange();
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new RefusedException(reason, field, "x"));
        door.refuse(exchange);
        assertThat(status(exchange)).isEqualTo(status);
        assertThat(body(exchange)).isEqualTo("Error \"" + words + "\"");
        assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(exchange.getMessage().getHeader(SmsHeaders.CLIENT)).isNull();
    }

    @Test
    void aFullDiskAndTooMuchHaveTheirStatus() {
        Exchange full = exchange();
        full.setProperty(Exchange.EXCEPTION_CAUGHT, new LedgerException(LedgerException.Reason.STORAGE, "full", null));
        door.refuse(full);
        assertThat(status(full)).isEqualTo(500);
        assertThat(body(full))
                .isEqualTo("Error \"Cannot send submit_sm, check SMPPClientManagerPB log file for details\"");
        Exchange fast = exchange();
        fast.setProperty(Exchange.EXCEPTION_CAUGHT, new ThrottledException("x", 1));
        door.refuse(fast);
        assertThat(status(fast)).isEqualTo(403);
        assertThat(body(fast)).isEqualTo("Error \"User throughput exceeded\"");
    }

    @Test
    void answersOfBothApis() {
        Exchange plain = exchange();
        plain.getMessage().setHeader(SmsHeaders.ID, ID);
        door.accepted(plain);
        assertThat(body(plain)).isEqualTo("Success \"" + UUID + "\"");
        Exchange rest = exchange();
        rest.setProperty("jasminRest", true);
        rest.getMessage().setHeader(SmsHeaders.ID, ID);
        door.accepted(rest);
        assertThat(body(rest)).isEqualTo("{\"data\": \"Success \\\"" + UUID + "\"}");
        Exchange error = exchange();
        error.setProperty("jasminRest", true);
        error.setProperty(Exchange.EXCEPTION_CAUGHT, JasminRefusal.argument("content or hex-content not present."));
        door.refuse(error);
        assertThat(body(error)).isEqualTo("{\"message\": \"Error \\\"content or hex-content not present.\"}");
        Exchange rate = exchange();
        rate.getMessage().setHeader(SmsHeaders.PARTS, 2);
        door.rated(rate);
        assertThat(body(rate)).isEqualTo("{\"unit_rate\": 0.0, \"submit_sm_count\": 2}");
    }

    @Test
    void aBatchIsItsMessages() throws Exception {
        JasminBatches batches = new JasminBatches();
        batches.setDoor(door);
        Exchange exchange = exchange();
        exchange.setProperty(JasminDoor.OPTIONS, OPTIONS);
        exchange.setProperty(
                JasminDoor.ARGUMENTS,
                new JasminArguments(JasminArguments.json("""
                        {"globals": {"from": "7345"}, "batch_config": {"schedule_at": "300s"},
                         "messages": [{"to": ["48600100200", 48600100201], "content": "ż"}, {"to": "48600100202"}, {"content": "x"},
                                      {"to": "48600100203", "hex_content": "0041", "coding": 8}]}
                        """.getBytes(StandardCharsets.UTF_8)))
                        .with("username", "app")
                        .with("password", "b"));
        batches.read(exchange);
        List<?> messages = exchange.getMessage().getBody(List.class);
        assertThat(messages).hasSize(3);
        Exchange one = exchange();
        one.getProperties().putAll(exchange.getProperties());
        one.getMessage().setBody(messages.get(1));
        batches.one(one);
        assertThat(one.getMessage().getBody()).isEqualTo("?");
        assertThat(one.getMessage().getHeaders())
                .containsEntry(SmsHeaders.TO, "+48600100201")
                .containsEntry(SmsHeaders.FROM, "7345")
                .containsKey(SmsHeaders.SEND_AT);
        exchange.getMessage().setBody(List.of());
        batches.taken(exchange);
        assertThat(body(exchange))
                .matches(
                        "\\{\"data\": \\{\"batchId\": \"[0-9a-f-]{36}\", \"messageCount\": 3, \"scheduled\": \"300s\"}}");
    }

    @Test
    void aPhonesMessageIsItsOctets() {
        Message message = exchange().getMessage();
        message.setHeader(SmsHeaders.ID, ID);
        message.setHeader(SmsHeaders.FROM, "+48600555001");
        message.setHeader(SmsHeaders.TO, "7345");
        message.setHeader(SmsHeaders.LINK, "north");
        message.setBody("hi @");
        assertThat(JasminIncoming.values(message))
                .isEqualTo(Map.of(
                        "id", UUID,
                        "from", "48600555001",
                        "to", "7345",
                        "origin-connector", "north",
                        "content", "hi \0",
                        "binary", "68692000",
                        "coding", "0"));
        message.setHeader(SmsHeaders.ENCODING, "UCS2");
        message.setBody("П");
        assertThat(JasminIncoming.values(message))
                .containsEntry("binary", "041f")
                .containsEntry("coding", "8");
    }
}
