package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.line.Kannel;
import org.smshub.line.Tap;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;

/** Wireshark's dissector reads everything both ends send, and finds every checksum right. */
@Timeout(120)
class TsharkTest {

    private static final Path TSHARK = Path.of("/usr/bin/tshark");

    private final List<Exchange> received = new CopyOnWriteArrayList<>();

    @Test
    void everythingBothEndsSendIsUnderstood(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(TSHARK), "tshark is not installed (Debian package tshark)");
        int port = Kannel.freePort();
        CamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("logins", (Logins) (account, password) -> true);
        try (Tap tap = new Tap(port)) {
            String client = "ucp:127.0.0.1:" + tap.port() + "?username=8812&password=secret&window=5&keepAlive=200";
            String server = "ucp-server:127.0.0.1:" + port + "?window=5";
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:client").to(client);
                    from(client).process(e -> received.add(e.copy()));
                    from(server + "&logins=#logins").process(e -> {
                        if ("refuse".equals(e.getMessage().getBody())) {
                            e.getMessage().setHeader(UcpConstants.REFUSE, "06");
                        }
                    });
                    from("direct:server").to(server);
                }
            });
            camel.start();
            for (Object body : List.of("Hello @ £ {€}", "Привет", new byte[] {1, 2, 3}, "long ".repeat(60))) {
                assertThat(outcome(camel, "direct:client", body)).isEqualTo("SENT");
            }
            assertThat(outcome(camel, "direct:client", "x", SmsHeaders.FROM, "MyBrand", SmsHeaders.CLASS, 0))
                    .isEqualTo("SENT");
            assertThat(outcome(camel, "direct:client", "refuse"))
                    .startsWith("NOT_SENT")
                    .contains("06");
            long later = System.currentTimeMillis() + 3_600_000;
            assertThat(outcome(
                            camel,
                            "direct:client",
                            "later",
                            SmsHeaders.SEND_AT,
                            later,
                            SmsHeaders.VALID_UNTIL,
                            later,
                            UcpConstants.BILLING,
                            "T-1",
                            UcpConstants.AC,
                            "1234",
                            SmsHeaders.PROTOCOL_ID,
                            65))
                    .isEqualTo("SENT");
            for (String operation : List.of("01", "30", "55", "56", "54")) {
                assertThat(outcome(
                                camel,
                                "direct:client",
                                "260901113944",
                                UcpConstants.OPERATION,
                                operation,
                                SmsHeaders.REMOTE_ID,
                                "0041791234567:010926113944"))
                        .as(operation)
                        .isEqualTo("SENT");
            }
            for (Object body : List.of("STOP", "Привет", new byte[] {4, 5}, "long ".repeat(60))) {
                assertThat(outcome(camel, "direct:server", body)).isEqualTo("SENT");
            }
            for (String state : List.of("DELIVERED", "BUFFERED", "UNDELIVERABLE")) {
                assertThat(outcome(
                                camel,
                                "direct:server",
                                null,
                                SmsHeaders.KIND,
                                "RECEIPT",
                                SmsHeaders.STATE,
                                state,
                                SmsHeaders.REMOTE_ID,
                                "0041791234567:010926113944"))
                        .isEqualTo("SENT");
            }
            assertThat(outcome(camel, "direct:server", "nothing waits", UcpConstants.OPERATION, "57"))
                    .isEqualTo("SENT");
            int before = tap.frames();
            await().until(() -> tap.frames() >= before + 2);
            camel.stop();

            Path file = directory.resolve("ucp.pcap");
            tap.write(file);
            assertThat(tshark(file, port))
                    .contains("UCP")
                    .doesNotContain("checksum invalid")
                    .doesNotContainIgnoringCase("malformed");
            List<String> operations = tshark(file, port, "-Tfields", "-eucp.hdr.OT")
                    .lines()
                    .flatMap(line -> List.of(line.split(",")).stream())
                    .filter(ot -> !ot.isBlank())
                    .toList();
            assertThat(operations).hasSize(tap.frames());
            assertThat(operations.stream().map(Integer::parseInt)).contains(1, 30, 31, 51, 52, 53, 54, 55, 56, 57, 60);

            byte[] broken = Vectors.named("bad-checksum").bytes();
            tap.record(broken, broken.length, 0);
            tap.write(file);
            assertThat(tshark(file, port)).as("it would have said so").contains("checksum invalid");
        }
    }

    private static String outcome(CamelContext camel, String uri, Object body, Object... headers) {
        Map<String, Object> all = new HashMap<>(
                Map.of(SmsHeaders.TO, "+41791234567", SmsHeaders.FROM, "4790001", SmsHeaders.CLIENT, "8812"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put((String) headers[i], headers[i + 1]);
        }
        Exchange exchange = camel.createProducerTemplate().request(uri, e -> {
            e.getMessage().setBody(body);
            e.getMessage().setHeaders(all);
        });
        String outcome = exchange.getMessage().getHeader(SmsHeaders.OUTCOME, String.class);
        return exchange.getException() == null
                ? outcome
                : outcome + " " + exchange.getException().getMessage();
    }

    private static String tshark(Path file, int port, String... how) throws Exception {
        List<String> command = new java.util.ArrayList<>(
                List.of(TSHARK.toString(), "-r", file.toString(), "-d", "tcp.port==" + port + ",ucp"));
        command.addAll(List.of(how));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}
