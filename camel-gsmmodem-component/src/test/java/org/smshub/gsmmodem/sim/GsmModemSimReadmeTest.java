package org.smshub.gsmmodem.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.line.Kannel;

/** What the README says of the virtual modem: its examples as they stand there, and its options. */
@Timeout(60)
class GsmModemSimReadmeTest {

    private static final String PDU = "0021000B911497214365F7000005C8329BFD06";

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static String section() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        return readme.substring(readme.indexOf("## The virtual modem: `gsmmodem-sim`"));
    }

    private static String example(String language) throws Exception {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(section())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @Test
    void theExamplesDoWhatTheySay(@TempDir Path directory) throws Exception {
        int port = Kannel.freePort();
        Path script = Files.writeString(directory.resolve("modem.script"), example("text"));
        Properties properties = new Properties();
        properties.setProperty("modem.port", Integer.toString(port));
        properties.setProperty("modem.script", script.toString());
        camel.getPropertiesComponent().setInitialProperties(properties);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromString("example.camel.yaml", example("yaml")));
        camel.start();
        try (AtClient client = new AtClient(port)) {
            client.hears("\r\nRDY\r\n\r\nSMS Ready\r\n");
            client.ask("ATE0");
            assertThat(client.ask("AT+CNUM")).isEqualTo("+CNUM: \"\",\"+48600100100\",145 / OK");
            assertThat(client.ask("AT+CSQ")).isEqualTo("+CSQ: 99,99 / OK");
            assertThat(client.ask("AT+CREG?")).isEqualTo("+CREG: 0,3 / OK");
            assertThat(client.ask("AT+CGMR")).isEqualTo("1.0 / OK");
            assertThat(client.ask("AT+CBC")).isEqualTo("ÿ\0\u0080 / +CBC: 0,95 / OK");
            client.ask("AT+CNMI=2,1,0,1");
            assertThat(client.ask("AT+CMGS=18", PDU)).isEqualTo("+CMS ERROR: 38");
            int from = client.mark();
            client.type("AT+CMGS=18\rAT\r");
            assertThat(client.result(from)).isEqualTo("OK");
            assertThat(client.ask("AT+CMGS=18", PDU)).isEqualTo("^RSSI:14 / +CMGS: 1 / OK");
            client.hears("\r\n+CDS: 2");
            camel.createProducerTemplate().sendBody("direct:incoming", "Hello");
            client.hears("\r\n+CMTI: \"SM\",1\r\n");
            from = client.mark();
            client.type("AT+CMGS=18\r");
            client.hears(from, "> ");
            client.type(PDU + AtClient.CTRL_Z);
            client.hears(from, "RDY");
            assertThat(client.ask("AT+CPIN?")).endsWith("+CPIN: READY / OK");
        }
    }

    @Test
    void everyOptionOfTheTableIsOne() throws Exception {
        String catalog =
                Files.readString(Path.of("src/generated/resources/META-INF/org/smshub/gsmmodem/sim/gsmmodem-sim.json"));
        String table = section();
        table = table.substring(table.indexOf("| option |"));
        Stream<String> options = table.lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell ->
                        Pattern.compile("`(\\w+)`").matcher(cell).results().map(m -> m.group(1)));
        assertThat(options.toList()).hasSizeGreaterThan(15).allMatch(option -> catalog.contains('"' + option + '"'));
    }

    @Test
    void wrongOptionsAreNamedAtTheStart() {
        for (List<String> wrong : List.of(
                List.of("storeSize=0", "storeSize must be at least 1"),
                List.of("registration=11", "registration is 0 to 10, not 11"),
                List.of("pinTries=4", "pinTries is 0 to 3"),
                List.of("number=123456789012345678901", "an address has at most 20 digits"),
                List.of("window=2", "window is 1 to 1"))) {
            assertThat(message(() -> camel.getEndpoint("gsmmodem-sim:127.0.0.1:9?" + wrong.get(0))))
                    .contains(wrong.get(1));
        }
    }

    private static String message(Runnable wrong) {
        try {
            wrong.run();
            return "nothing wrong";
        } catch (RuntimeException e) {
            StringBuilder words = new StringBuilder();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                words.append(cause.getMessage()).append('\n');
            }
            return words.toString();
        }
    }
}
