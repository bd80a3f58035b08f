package org.smshub.modem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

@Timeout(60)
class ModemTest {

    private static final String CARD = "+48600100100";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> network = new CopyOnWriteArrayList<>();
    private final int port = HubSite.freePort();

    @TempDir
    Path data;

    private int run(String pin, String... args) throws Exception {
        Map<String, String> environment = Map.of("HUB_MODEM_PIN", pin, "HUB_DATA", data.toString());
        return Modem.run(args, environment, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private DefaultCamelContext modem(String options) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("gsmmodem-sim:127.0.0.1:" + port + options)
                        .process(exchange -> network.add(exchange.getMessage().getHeader("SmsTo") + " "
                                + exchange.getMessage().getBody(String.class)));
            }
        });
        camel.start();
        return camel;
    }

    @Test
    void itSaysWhatItIsAndSendsWhenAsked() throws Exception {
        try (DefaultCamelContext modem = modem("?number=RAW(" + CARD + ")")) {
            assertThat(modem.isStarted()).isTrue();
            assertThat(run("", "tcp:127.0.0.1:" + port)).isZero();
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains("network  registered", "signal   -73 dBm", "storage  SM 0/20", "ready");
            assertThat(network).isEmpty();
            assertThat(run("", "tcp:127.0.0.1:" + port, "--to", "+48600100200", "--text", "hello"))
                    .isZero();
            assertThat(network).containsExactly("+48600100200 hello");
            assertThat(printed.toString(StandardCharsets.UTF_8)).containsPattern("sent, id \\d+:00100200:1");
        }
    }

    @Test
    void aWrongPinIsSaidAndNotShown() throws Exception {
        try (DefaultCamelContext modem = modem("?pin=1234&pinTries=2")) {
            assertThat(modem.isStarted()).isTrue();
            assertThat(run("4321", "tcp:127.0.0.1:" + port, "--wait", "3")).isEqualTo(1);
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains("PIN").doesNotContain("4321");
        }
    }

    @Test
    void nobodyThere() throws Exception {
        assertThat(run("", "tcp:127.0.0.1:" + port, "--wait", "1")).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("refused", "not ready after 1 s");
    }

    @Test
    void wrongArguments() throws Exception {
        assertThat(run("")).isEqualTo(2);
        assertThat(run("", "a", "b")).isEqualTo(2);
        assertThat(run("", "a", "--to")).isEqualTo(2);
        assertThat(run("", "a", "--what", "1")).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains(
                        "which port?", "one port, not a and b", "--to needs a value", "unknown option --what", "usage");
    }
}
