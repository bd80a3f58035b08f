package org.smshub.gsmmodem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsHeaders;

/** The examples of the README as they stand there, and its options. */
class GsmModemReadmeTest extends ModemFixture {

    private static List<String> examples() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        Matcher blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(readme.substring(0, readme.indexOf("## The virtual modem")));
        return blocks.results().map(block -> block.group(1)).toList();
    }

    @Test
    void theExamplesWork() throws Exception {
        modem.script = (talk, command) -> {
            if (command.startsWith("AT+CUSD=1,\"*100#\"")) {
                talk.say("OK");
                talk.say("+CUSD: 0,\"Your credit is 3.50\",15");
                return true;
            }
            return false;
        };
        Properties properties = new Properties();
        properties.setProperty("modem.device", "tcp:127.0.0.1:" + modem.port());
        properties.setProperty("modem.pin", "1234");
        camel.getPropertiesComponent().setInitialProperties(properties);
        for (String example : examples()) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("example.camel.yaml", example));
        }
        camel.start();
        Exchange sent = camel.createProducerTemplate().request("direct:sms", e -> {
            e.getMessage().setBody("Hello @ €");
            e.getMessage().setHeader(SmsHeaders.TO, TO);
        });
        assertThat(sent.getException()).isNull();
        String id = sent.getMessage().getHeader(SmsHeaders.REMOTE_ID, String.class);
        assertThat(id).isEqualTo("0054:00900123:0");
        modem.last().say("+CDS: 25\r\n" + GsmModemClientTest.report(0, TO, 0));
        Exchange receipt = camel.createConsumerTemplate().receive("seda:receipts", 10_000);
        assertThat(receipt.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo(id);
        modem.store.put("SM3", GsmModemClientTest.deliver("+447700900999", "and back"));
        modem.last().say("+CMTI: \"SM\",3");
        Exchange message = camel.createConsumerTemplate().receive("seda:messages", 10_000);
        assertThat(message.getMessage().getBody()).isEqualTo("and back");
        Exchange credit = camel.createProducerTemplate().request("direct:credit", e -> {});
        assertThat(credit.getMessage().getBody()).isEqualTo("Your credit is 3.50");
        assertThat(credit.getMessage().getHeader(GsmModemConstants.USSD_STATE)).isEqualTo(0);
        assertThat(modem.talks).as("one connection for all").hasSize(1);
    }

    @Test
    void wrongOptionsAreNamedAtTheStart() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "gsmmodem:tcp:127.0.0.1", "The address is gsmmodem:tcp:host:port",
                        "gsmmodem:tcp:h:1?pin=12", "pin is 4 to 8 digits",
                        "gsmmodem:tcp:h:1?minPinTries=1", "minPinTries is 2 to 10",
                        "gsmmodem:auto?imei=12", "imei is 14 to 16 digits",
                        "gsmmodem:/dev/x?profile=acme", "profile is one of ericsson",
                        "gsmmodem:/dev/x?nationalLanguages=LATIN", "nationalLanguages is some of",
                        "gsmmodem:/dev/x?reports=SOMETIMES", "reports is AUTO, DIRECT, STORED, POLL",
                        "gsmmodem:/dev/x?receipt=SOMETIMES", "SmsReceipt is one of",
                        "gsmmodem:/dev/x?tlsTrust=system", "TLS is for a modem at tcp:host:port",
                        "gsmmodem:/dev/x?window=2", "window")
                .entrySet()) {
            assertThatThrownBy(() -> camel.getEndpoint(wrong.getKey())).hasStackTraceContaining(wrong.getValue());
        }
    }

    @Test
    void everyOptionOfTheReadmeIsOneAndEveryOneIsThere() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("| option |"), readme.indexOf("## Health"));
        String catalog =
                Files.readString(Path.of("src/generated/resources/META-INF/org/smshub/gsmmodem/gsmmodem.json"));
        Stream<String> options = table.lines()
                .skip(2)
                .filter(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell ->
                        Pattern.compile("`(\\w+)`").matcher(cell).results().map(m -> m.group(1)));
        assertThat(options.toList()).hasSizeGreaterThan(35).allMatch(option -> catalog.contains('"' + option + '"'));
    }
}
