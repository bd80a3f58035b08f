package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    @Test
    void everythingBothEndsSendIsUnderstood(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(TSHARK), "tshark is not installed (Debian package tshark)");
        int port = Kannel.freePort();
        CamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("logins", (Logins) (account, password) -> true);
        try (Tap tap = new Tap(port)) {
            String client = "cimd2:127.0.0.1:" + tap.port() + "?username=shop&password=secret&keepAlive=200";
            String server = "cimd2-server:127.0.0.1:" + port;
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:client").to(client);
                    from(client).to("log:in?level=DEBUG");
                    // no words before the first packet: where TCP carries both at once, the dissector reads neither
                    from(server + "?logins=#logins&banner=").process(e -> {
                        if ("refuse".equals(e.getMessage().getBody())) {
                            e.getMessage().setHeader(Cimd2Constants.REFUSE, "300");
                        }
                        e.getMessage().setHeader(SmsHeaders.STATE, "DELIVERED");
                    });
                    from("direct:server").to(server);
                }
            });
            camel.start();
            for (Object body : List.of("Hello @ £ {€}", "Привет", new byte[] {1, 2, 3}, "long ".repeat(60))) {
                assertThat(outcome(camel, "direct:client", body)).isEqualTo("SENT");
            }
            long later = System.currentTimeMillis() + 3_600_000;
            assertThat(outcome(
                            camel,
                            "direct:client",
                            "later",
                            SmsHeaders.FROM,
                            "MyBrand",
                            SmsHeaders.SEND_AT,
                            later,
                            SmsHeaders.VALID_UNTIL,
                            later,
                            SmsHeaders.CLASS,
                            0,
                            Cimd2Constants.TARIFF_CLASS,
                            "12"))
                    .isEqualTo("SENT");
            assertThat(outcome(camel, "direct:client", "refuse")).startsWith("NOT_SENT");
            for (String operation : List.of("04", "06", "09", "13")) {
                assertThat(outcome(
                                camel,
                                "direct:client",
                                null,
                                Cimd2Constants.OPERATION,
                                operation,
                                SmsHeaders.STATE,
                                "DELIVERED",
                                SmsHeaders.REMOTE_ID,
                                "+358401:260131120001"))
                        .as(operation)
                        .isEqualTo("SENT");
            }
            assertThat(outcome(camel, "direct:client", "new", Cimd2Constants.OPERATION, "08"))
                    .contains("801");
            assertThat(outcome(camel, "direct:client", null, Cimd2Constants.OPERATION, "05"))
                    .contains("500");
            for (Object body : List.of("STOP", "Привет", new byte[] {4, 5}, "long ".repeat(60))) {
                assertThat(outcome(camel, "direct:server", body)).isEqualTo("SENT");
            }
            for (String state : List.of("DELIVERED", "BUFFERED", "UNDELIVERABLE", "EXPIRED", "DELETED")) {
                assertThat(outcome(
                                camel,
                                "direct:server",
                                null,
                                SmsHeaders.KIND,
                                "RECEIPT",
                                SmsHeaders.STATE,
                                state,
                                SmsHeaders.REMOTE_ID,
                                "+358401:260131120001"))
                        .isEqualTo("SENT");
            }
            camel.stop();

            Path file = directory.resolve("cimd2.pcap");
            tap.write(file);
            assertThat(tshark(file, port))
                    .contains("CIMD")
                    .doesNotContainIgnoringCase("invalid")
                    .doesNotContainIgnoringCase("malformed");
            List<Integer> operations = new ArrayList<>();
            for (String line :
                    tshark(file, port, "-Tfields", "-ecimd.opcode").lines().toList()) {
                for (String code : line.split(",")) {
                    if (!code.isBlank()) {
                        operations.add(Integer.decode(code));
                    }
                }
            }
            assertThat(operations).contains(1, 3, 4, 6, 8, 9, 20, 23, 40, 51, 53, 54, 70, 73, 90);

            byte[] broken = Vectors.named("checksum-bad").bytes();
            tap.record(broken, broken.length, 0);
            tap.write(file);
            assertThat(tshark(file, port)).as("it would have said so").containsIgnoringCase("invalid");
        }
    }

    private static String outcome(CamelContext camel, String uri, Object body, Object... headers) {
        Map<String, Object> all = new HashMap<>(
                Map.of(SmsHeaders.TO, "+41791234567", SmsHeaders.FROM, "4790001", SmsHeaders.CLIENT, "shop"));
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
        List<String> command =
                new ArrayList<>(List.of(TSHARK.toString(), "-r", file.toString(), "-d", "tcp.port==" + port + ",cimd"));
        command.addAll(List.of(how));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}
