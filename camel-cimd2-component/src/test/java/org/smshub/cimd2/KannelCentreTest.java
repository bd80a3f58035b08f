package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.line.Kannel;
import org.smshub.link.SmsHeaders;

/**
 * {@code test_cimd2} of Kannel (Debian package {@code kannel-extras}) as the centre of our client, in its well-behaved and in
 * its junk modes. It binds every address; a shim keeps it on the loopback interface.
 */
@Timeout(120)
class KannelCentreTest {

    private static final Path PROGRAM = Path.of("/usr/lib/kannel/test/test_cimd2");
    private static final Path CC = Path.of("/usr/bin/cc");

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Exchange> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int port = Kannel.freePort();
    private Process centre;

    @TempDir
    Path folder;

    @BeforeEach
    void isInstalled() {
        assumeTrue(Files.isExecutable(PROGRAM), "test_cimd2 is not installed (Debian package kannel-extras)");
        assumeTrue(Files.isExecutable(CC), "there is no C compiler (Debian packages gcc and libc6-dev)");
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        if (centre != null) {
            centre.destroy();
            assertThat(centre.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void start(String options, String... mode) throws Exception {
        Path source = folder.resolve("loopback.c");
        Path library = folder.resolve("loopback.so");
        if (!Files.exists(library)) {
            try (InputStream in = KannelCentreTest.class.getResourceAsStream("loopback.c")) {
                Files.copy(in, source);
            }
            Process cc = new ProcessBuilder(
                            CC.toString(), "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                    .inheritIO()
                    .start();
            assertThat(cc.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(cc.exitValue()).isZero();
        }
        List<String> command = new java.util.ArrayList<>(
                List.of(PROGRAM.toString(), "--user", "user", "--password", "pass", "--port", Integer.toString(port)));
        command.addAll(List.of(mode));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("centre.log").toFile());
        builder.environment().put("LD_PRELOAD", library.toString());
        centre = builder.start();
        String address =
                "cimd2:127.0.0.1:" + port + "?username=user&password=pass&timeZone=UTC&reconnectDelay=100" + options;
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to(address);
                from(address).process(e -> {
                    count.incrementAndGet();
                    received.add(e.copy());
                });
            }
        });
        camel.start();
    }

    private Exchange send(Object body, Object... headers) {
        Map<String, Object> all = new HashMap<>(Map.of(SmsHeaders.TO, "+358401234567"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put((String) headers[i], headers[i + 1]);
        }
        return camel.createProducerTemplate().request("direct:out", e -> {
            e.getMessage().setBody(body);
            e.getMessage().setHeaders(all);
        });
    }

    private void sent(Object body, Object... headers) {
        Exchange exchange = send(body, headers);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class))
                .matches("(\\+358401234567:\\d{12},?)+");
    }

    @Test
    void submitsAndAsks() throws Exception {
        start("&window=5&keepAlive=200", "--activity", "1");
        sent("Hello @ £ {€} World");
        sent("Привет, мир");
        sent(new byte[] {1, 2, (byte) 0xFE});
        sent("long ".repeat(60), SmsHeaders.FROM, "MyBrand");
        sent("flash", SmsHeaders.CLASS, 0, SmsHeaders.VALID_UNTIL, System.currentTimeMillis() + 3_600_000);
        Exchange status =
                send(null, Cimd2Constants.OPERATION, "04", SmsHeaders.REMOTE_ID, "+358401234567:260131120001");
        assertThat(status.getException()).isNull();
        assertThat(status.getMessage().getHeader(SmsHeaders.STATE)).isEqualTo("UNKNOWN");
        assertThat(send(null, Cimd2Constants.OPERATION, "05").getException()).hasMessageContaining("refused with 500");
        Exchange time = send(null, Cimd2Constants.OPERATION, "09");
        assertThat(time.getMessage().getHeader(Cimd2Constants.RESPONSE).toString())
                .contains("501=");
        assertThat(send(null, Cimd2Constants.OPERATION, "13", SmsHeaders.REMOTE_ID, "1:260131120001")
                        .getException())
                .hasMessageContaining("refused with 1 ");
        assertThat(centre.isAlive()).isTrue();
    }

    /** Random text, random headers, and the first one before the login is answered. */
    @Test
    void takesAnythingThatIsDelivered() throws Exception {
        start("", "--activity", "3", "--max", "500");
        await().atMost(Duration.ofSeconds(60)).until(() -> count.get() >= 500);
        assertThat(received).allSatisfy(e -> assertThat(e.getMessage().getHeader(SmsHeaders.KIND))
                .isEqualTo("MESSAGE"));
    }

    /** Random octets at full speed instead of answers: the line is down, with a reason, and the client as well as before. */
    @Test
    void junkIsNoCentre() throws Exception {
        start("&loginTimeout=1500&waitTimeout=300", "--spew", "1");
        Exchange exchange = send("x");
        assertThat(exchange.getMessage().getHeader(SmsHeaders.OUTCOME)).isEqualTo("NOT_SENT");
        assertThat(exchange.getException()).hasMessageContaining("cimd2:no-session");
        assertThat(received).isEmpty();
    }
}
