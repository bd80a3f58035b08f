package org.smshub.importer.kannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.smshub.importer.Group;
import org.smshub.importer.Leftover;
import org.smshub.importer.Overlay;
import org.smshub.importer.Source;
import org.smshub.importer.Unreadable;

class KannelImportTest {

    private static final Set<String> TEMPLATES = Set.of("smpp-link", "ucp-link", "cimd2-link", "modem-link");

    private static Overlay imported(String text, String... doors) {
        Overlay overlay = new Overlay(Set.of(doors), TEMPLATES);
        KannelImport.map(KannelConf.read(Source.of(Path.of("kannel.conf"), text)), overlay);
        return overlay;
    }

    private static Source sample() throws URISyntaxException {
        return Source.read(
                Path.of(KannelImportTest.class.getResource("kannel.conf").toURI()));
    }

    @Test
    void aConfigurationOfARealShape() throws Exception {
        Overlay overlay = new Overlay(Set.of("hub.door.kannel"), TEMPLATES);
        KannelImport.map(KannelConf.read(sample()), overlay);
        assertThat(overlay.links().keySet()).containsExactly("north", "gold", "gold-receive", "world", "sim", "cheap");
        assertThat(overlay.links().get("north").options())
                .containsEntry("templateId", "smpp-link")
                .containsEntry("host", "smsc.north.example.net")
                .containsEntry("systemId", "acme")
                .containsEntry("window", "20")
                .containsEntry("rate", "50")
                .containsEntry("idForms", "HEX_TO_DECIMAL")
                .containsEntry("alphabet", "LATIN1")
                .containsEntry("messageMode", "STORE_AND_FORWARD")
                .doesNotContainKey("bind");
        assertThat(overlay.links().get("gold").options())
                .containsEntry("bind", "TRANSMITTER")
                .containsEntry("unknown", "retry")
                .containsEntry("answerTimeout", "30000");
        assertThat(overlay.links().get("gold-receive").options())
                .containsEntry("bind", "RECEIVER")
                .containsEntry("port", "3701");
        assertThat(overlay.links().get("world").options())
                .containsEntry("templateId", "ucp-link")
                .containsEntry("keepAlive", "55000");
        assertThat(overlay.links().get("sim").options())
                .containsEntry("templateId", "modem-link")
                .containsEntry("number", "+48600100100");
        assertThat(overlay.links().get("cheap").options()).containsEntry("rate", "10.5");
        assertThat(overlay.clients().keySet())
                .containsExactly("shop", "codes", "bulk", "kannel-services", "service-vote", "service-default");
        assertThat(overlay.clients().get("shop").lines())
                .contains("defaultSender: \"ACME\"", "doors: {kannel: {callbacks: true}}");
        assertThat(overlay.clients().get("bulk").lines())
                .contains(
                        "defaultSender: \"2345\"",
                        "doors: {kannel: {callbacks: true, receipts: \"http://bulk.example.net/dlr?status=%d&id=%F\"}}");
        assertThat(overlay.clients().get("service-vote").lines())
                .contains(
                        "events: kannel",
                        "doors: {kannel: {incoming: \"http://votes.example.net/vote?from=%p&to=%P&text=%a\", method: GET,"
                                + " replies: false}}");
        assertThat(overlay.tables().get("keywords.csv"))
                .contains("vote,,,north,service-vote,,,,", "*,,,,service-default,,,,")
                .contains("help,,,,,,,\"We are open from 8 to 18, Monday to Friday\",");
        assertThat(overlay.values())
                .containsEntry("hub.region", "PL")
                .containsEntry("hub.door.kannel", "true")
                .containsEntry("hub.text.maxParts", "6");
        assertThat(overlay.tables().get("numbers.csv"))
                .contains("*,world,,", "+48,north,0,1", "+48,world,0,1", "+4860,north world,,", "+882,-,,");
        assertThat(overlay.tables().get("numbers-1.csv")).last().isEqualTo("*,gold,,");
        assertThat(overlay.routing())
                .contains(
                        "- simple: \"${header.SmsClient} == 'codes'\"",
                        "method: \"has(${header.SmsFields}, 'smsc:cheap')\"",
                        "constant: \"CODES\"");
    }

    /** What nobody takes is named, whatever it is. */
    @Test
    void noLineIsForgotten() {
        StringBuilder conf = new StringBuilder();
        List<Integer> lines = new ArrayList<>();
        int line = 0;
        for (String group : List.of(
                "core",
                "smsbox",
                "smsc\nsmsc = smpp\nsmsc-id = a\nhost = h",
                "sendsms-user\nusername = u\npassword = p",
                "sms-service",
                "smsbox-route",
                "wapbox",
                "mysql-connection",
                "modems",
                "of-tomorrow")) {
            String text = "group = " + group + "\nno-such-thing = 1\n\n";
            line += (int) text.lines().count();
            lines.add(line - 1);
            conf.append(text);
        }
        assertThat(imported(conf.toString()).leftovers())
                .extracting(left -> left.place().line())
                .containsExactlyElementsOf(lines);
    }

    @Test
    void noValueOfALineIsSaid() {
        Overlay overlay = imported("""
                group = core
                admin-password = s3cret

                group = smsc
                smsc = ois
                smsc-password = s3cret
                host = s3cret

                group = sendsms-user
                username = "s3\tcret'"
                password = s3cret
                """);
        assertThat(overlay.leftovers())
                .isNotEmpty()
                .extracting(Leftover::toString)
                .noneMatch(words -> words.matches("(?s).*s3cret.*|.*\t.*"));
    }

    @Test
    void whatWouldMeanSomethingToCamelIsRefused() {
        for (String line :
                List.of("host = h?password=x", "smsc-username = #class:java.lang.String", "host = \"h&x\"")) {
            assertThatThrownBy(() -> imported("group = smsc\nsmsc = smpp\nsmsc-id = a\n" + line + "\n"))
                    .as(line)
                    .isInstanceOf(Unreadable.class)
                    .hasMessageStartingWith("the link a: its ");
        }
    }

    @Test
    void withoutSmscAndUserItIsNone() {
        assertThatThrownBy(() -> imported("group = core\nadmin-port = 1\n"))
                .hasMessageContaining("there is no group = smsc");
    }

    @Test
    void unifiedPrefixIsTheRegion() {
        String rest = "\n\ngroup = smsc\nsmsc = smpp\nsmsc-id = a\nhost = h\n";
        assertThat(imported("group = core\nunified-prefix = \"+358,00358,0;+,00\"" + rest)
                        .values())
                .containsEntry("hub.region", "FI");
        Overlay none = imported("group = core\nunified-prefix = \"+,00\"" + rest);
        assertThat(none.values()).doesNotContainKey("hub.region");
        assertThat(none.leftovers()).isEmpty();
        assertThat(imported("group = core\nunified-prefix = \"+4860,060\"" + rest)
                        .leftovers())
                .extracting(Leftover::what)
                .containsExactly("core, unified-prefix");
    }

    @Test
    void fakeIsTheBuiltInCentre() {
        Overlay overlay =
                imported("group = smsc\nsmsc = fake\nsmsc-id = f\nport = 10000\nconnect-allow-ip = 127.0.0.1\n");
        assertThat(overlay.links().get("f").options()).containsEntry("port", "{{hub.simulator.port}}");
        assertThat(overlay.values()).containsEntry("hub.simulator", "true");
        assertThat(overlay.leftovers()).isEmpty();
    }

    @Test
    void anotherKannelIsALinkByHttp() {
        String conf = """
                group = smsc
                smsc = http
                system-type = kannel
                smsc-id = other
                send-url = "http://sms.example.net:13013/cgi-bin/sendsms"
                smsc-username = me
                smsc-password = s3cret
                port = 10001

                group = smsc
                smsc = http
                system-type = clickatell
                smsc-id = click
                """;
        Overlay overlay = new Overlay(Set.of(), Set.of("http-link"));
        KannelImport.map(KannelConf.read(Source.of(Path.of("kannel.conf"), conf)), overlay);
        assertThat(overlay.links().keySet()).containsExactly("other");
        assertThat(overlay.links().get("other").options())
                .containsEntry("provider", "kannel")
                .containsEntry("url", "http://sms.example.net:13013")
                .containsEntry("user", "me");
        assertThat(overlay.leftovers())
                .extracting(Leftover::what)
                .contains("smsc other, port", "smsc click, smsc = http");
        assertThat(imported(conf + "\n\ngroup = sendsms-user\nusername = u\npassword = p\n")
                        .links())
                .isEmpty();
    }

    /** Of random rules the table says for every number what Kannel's function says for it. */
    @Test
    void theTableSaysWhatKannelsRulesSay() {
        Random random = new Random(23);
        for (int round = 0; round < 300; round++) {
            StringBuilder conf = new StringBuilder();
            for (String id : List.of("a", "b", "c")) {
                conf.append("group = smsc\nsmsc = smpp\nhost = h\nsmsc-id = ")
                        .append(id)
                        .append('\n');
                for (String rule : List.of("allowed-prefix", "denied-prefix", "preferred-prefix")) {
                    if (random.nextInt(3) > 0) {
                        conf.append(rule).append(" = ").append(prefixes(random)).append('\n');
                    }
                }
                conf.append('\n');
            }
            List<Group> groups = KannelConf.read(Source.of(Path.of("kannel.conf"), conf.toString()));
            Overlay overlay = new Overlay(Set.of(), TEMPLATES);
            List<Smsc> smscs = groups.stream()
                    .map(group -> Smsc.of(group, group.peek("smsc-id"), "", overlay))
                    .toList();
            List<String> table = imported(conf.toString()).tables().get("numbers.csv");
            for (int i = 0; i < 50; i++) {
                String number = String.valueOf(random.nextInt(9_000) + 1_000);
                String prefix = prefix(table, "+" + number);
                Set<String> first = new TreeSet<>();
                Set<String> all = new TreeSet<>();
                for (Smsc smsc : smscs) {
                    Smsc.Use use = smsc.use(null, number, false);
                    if (use != Smsc.Use.NONE) {
                        all.add(smsc.link());
                    }
                    if (use == Smsc.Use.PREFERRED) {
                        first.add(smsc.link());
                    }
                }
                assertThat(links(table, prefix, false)).as(conf + number).isEqualTo(all);
                assertThat(links(table, prefix, true)).as(conf + number).isEqualTo(first.isEmpty() ? all : first);
            }
        }
    }

    private static String prefixes(Random random) {
        StringBuilder all = new StringBuilder();
        for (int n = random.nextInt(3) + 1; n > 0; n--) {
            String digits = String.valueOf(random.nextInt(random.nextBoolean() ? 9 : 90) + 1);
            all.append(random.nextBoolean() ? "" : random.nextBoolean() ? "+" : "00")
                    .append(digits)
                    .append(';');
        }
        return all.toString();
    }

    /** The longest that is in the table. */
    private static String prefix(List<String> table, String number) {
        for (int length = number.length(); length > 1; length--) {
            String prefix = number.substring(0, length);
            if (table.stream().anyMatch(line -> line.startsWith(prefix + ","))) {
                return prefix;
            }
        }
        return "*";
    }

    /** Its links; or those that come first for some number. */
    private static Set<String> links(List<String> table, String prefix, boolean first) {
        Set<String> links = new TreeSet<>();
        for (String line : table) {
            String[] columns = line.split(",", -1);
            if (columns[0].equals(prefix) && !columns[1].equals("-")) {
                List<String> named = List.of(columns[1].split(" "));
                boolean shared = columns[2].equals("0");
                if (!first || shared) {
                    links.addAll(named);
                } else if (columns[2].isEmpty()) {
                    links.add(named.get(0));
                }
            }
        }
        return links;
    }
}
