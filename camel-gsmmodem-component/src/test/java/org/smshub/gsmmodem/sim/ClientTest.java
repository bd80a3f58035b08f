package org.smshub.gsmmodem.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** The component `gsmmodem` and the virtual modem: what each says, the other understands. */
class ClientTest extends SimFixture {

    @TempDir
    Path data;

    private final List<Exchange> received = new CopyOnWriteArrayList<>();

    private void client(String options) throws Exception {
        String modem = "gsmmodem:tcp:127.0.0.1:" + port + "?reconnectDelay=50&reconnectMaxDelay=200&dataDirectory="
                + data + (options.isEmpty() ? "" : "&" + options);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:sms").errorHandler(noErrorHandler()).to(modem);
                from(modem).errorHandler(noErrorHandler()).process(exchange -> received.add(exchange.copy()));
            }
        });
    }

    private Exchange send(String text, Object... headers) {
        return camel.createProducerTemplate().request("direct:sms", exchange -> {
            exchange.getMessage().setBody(text);
            exchange.getMessage().setHeader(SmsHeaders.TO, "+41791234567");
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getMessage().setHeader((String) headers[i], headers[i + 1]);
            }
        });
    }

    private List<Exchange> received(String kind) {
        return received.stream()
                .filter(exchange -> kind.equals(exchange.getMessage().getHeader(SmsHeaders.KIND)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"STORE, AUTO", "STORE, STORED", "DIRECT, DIRECT"})
    void textsGoThereAndBackAndReportsFindTheirMessages(String receive, String reports) throws Exception {
        start("");
        client("sweepInterval=300&receive=" + receive + "&reports=" + reports);
        Set<String> ids = new java.util.TreeSet<>();
        for (String text : List.of("Hello @ € {Ä}", "Привет 😀", "long [€] ".repeat(40))) {
            Exchange sent = send(text);
            assertThat(sent.getException()).isNull();
            ids.addAll(List.of(sent.getMessage()
                    .getHeader(SmsHeaders.REMOTE_ID, String.class)
                    .split(",")));
        }
        assertThat(submitted).hasSize(ids.size());
        assertThat(submitted.stream()
                        .map(e -> e.getMessage().getBody(String.class))
                        .collect(Collectors.joining()))
                .isEqualTo("Hello @ € {Ä}Привет 😀" + "long [€] ".repeat(40));
        await().atMost(Duration.ofSeconds(20)).until(() -> received("RECEIPT").size() == ids.size());
        assertThat(received("RECEIPT"))
                .allMatch(e -> "DELIVERED".equals(e.getMessage().getHeader(SmsHeaders.STATE)))
                .allMatch(e -> ids.contains(e.getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class)));
        deliver("back @ €");
        deliver("и назад");
        await().atMost(Duration.ofSeconds(20)).until(() -> received("MESSAGE").size() == 2);
        assertThat(received("MESSAGE"))
                .extracting(e -> e.getMessage().getBody())
                .containsExactlyInAnyOrder("back @ €", "и назад");
    }

    @Test
    void aRefusalOfTheNetworkHasItsCode() throws Exception {
        start("");
        client("");
        SmsNotSentException why = (SmsNotSentException) send("refuse cms:38").getException();
        assertThat(why.getErrorCode()).isEqualTo("cms:38");
        assertThat(why.isRetryable()).isTrue();
    }

    @Test
    void theCardIsOpenedByItsPin() throws Exception {
        start("pin=4711");
        client("pin=4711");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> send("x", SmsHeaders.RECEIPT, "NONE").getException() == null);
    }

    @Test
    void aFullMemoryIsEmptied() throws Exception {
        start("storeSize=3");
        for (int i = 0; i < 10; i++) {
            deliver("waiting " + i);
        }
        client("sweepInterval=200");
        await().atMost(Duration.ofSeconds(20)).until(() -> received("MESSAGE").size() == 10);
    }
}
