package org.smshub.importer.jasmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.importer.Leftover;
import org.smshub.importer.Overlay;
import org.smshub.importer.Source;

class JasminImportTest {

    private static Source sample(String name) throws URISyntaxException {
        return Source.read(Path.of(JasminImportTest.class.getResource(name).toURI()));
    }

    private static Overlay imported(Source source, String... doors) {
        Overlay overlay = new Overlay(Set.of(doors), Set.of("smpp-link"));
        JasminImport.map(List.of(source), overlay);
        return overlay;
    }

    private static Overlay imported(String text, String... doors) {
        return imported(Source.of(Path.of("dump"), text), doors);
    }

    @Test
    void aDumpOfARealShape() throws Exception {
        Overlay overlay = imported(sample("jcli.txt"), "hub.door.jasmin");
        assertThat(overlay.links().keySet()).containsExactly("orange", "plus", "world", "backup");
        assertThat(overlay.links().get("orange").options())
                .containsEntry("host", "smsc.orange.example.net")
                .containsEntry("systemId", "acme")
                .containsEntry("rate", "50")
                .containsEntry("idForms", "HEX_TO_DECIMAL")
                .containsEntry("answerTimeout", "60000")
                .containsEntry("reconnectMaxDelay", "10000")
                .doesNotContainKey("systemType");
        assertThat(overlay.links().get("world").options())
                .containsEntry("tlsTrust", "system")
                .containsEntry("bind", "TRANSMITTER");
        assertThat(overlay.links().get("backup").options()).containsEntry("host", "unknown.invalid");
        assertThat(overlay.clients().keySet()).containsExactly("shop", "codes", "reseller", "httpcc-crm");
        assertThat(overlay.clients().get("shop").lines())
                .containsExactly(
                        "defaultSender: \"ACME\"",
                        "senders: [\"ACME\", \"Shop\"]",
                        "rate: 20",
                        "doors: {jasmin: {callbacks: true}}");
        assertThat(overlay.clients().get("reseller").lines()).contains("rate: 2");
        assertThat(overlay.clients().get("httpcc-crm").lines())
                .containsExactly(
                        "events: jasmin",
                        "doors: {jasmin: {incoming: \"http://crm.example.net/sms/in\", method: POST}}");
        assertThat(overlay.tables().get("keywords.csv"))
                .containsExactly(
                        "keyword,number,from,link,client,events,does,answer,answerFrom",
                        "*,2345,,,shop,smpp,,,",
                        "VOTE,,,plus,reseller,smpp,,,",
                        "*,,,,httpcc-crm,,,,");
        assertThat(overlay.tables().get("order-80.csv")).contains("*,orange,0,1", "*,plus,0,1");
        assertThat(overlay.leftovers())
                .extracting(Leftover::what)
                .contains(
                        "smppccm plus, src_ton",
                        "smppccm backup, service",
                        "user u1, password",
                        "user u3, mt_messaging_cred quota balance",
                        "user u4",
                        "user u5",
                        "mtrouter, order 75",
                        "mtinterceptor")
                .doesNotContain("smppccm orange, logfile");
        assertThat(overlay.leftovers())
                .extracting(Leftover::toString)
                .noneMatch(words -> words.contains("0range") || words.contains("w0rld"));
    }

    @Test
    void commandsAreReadAsWhatTheyMake() throws Exception {
        Overlay overlay = imported(sample("script.txt"));
        assertThat(overlay.leftovers()).isEmpty();
        assertThat(overlay.links().get("north").options())
                .containsEntry("rate", "30")
                .containsEntry("systemId", "acme");
        assertThat(overlay.clients().get("shop").lines()).contains("rate: 7");
        assertThat(overlay.routing())
                .contains(
                        "${header.SmsTo} regex '[+]?48.*' && ${date:now:HHmmss} >= '220000' && ${date:now:HHmmss} <= '235959'");
    }

    @Test
    void aSessionIsReadWithItsPrompts() {
        Overlay overlay = imported("""
                jcli : smppccm -a
                Adding a new connector: (ok: save, ko: exit)
                > cid Demo
                > host 192.0.2.1
                > bind transmitter
                > ok
                Successfully added connector [Demo]
                jcli : smppccm -a
                > cid wrong
                > ko
                jcli : smppccm -u Demo
                Updating connector id [Demo]: (ok: save, ko: exit)
                > host 192.0.2.2
                > ok
                jcli : mtrouter -a
                Adding a new MT Route: (ok: save, ko: exit)
                > type DefaultRoute
                jasmin.routing.Routes.DefaultRoute arguments:
                connector
                > connector smppc(Demo)
                > rate 0.0
                > ok
                Successfully added MTRoute [DefaultRoute] with order:0
                """);
        assertThat(overlay.links().keySet()).containsExactly("Demo");
        assertThat(overlay.links().get("Demo").options())
                .containsEntry("host", "192.0.2.2")
                .containsEntry("bind", "TRANSMITTER");
        assertThat(overlay.leftovers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "^\\+33\\d+; ${header.SmsTo} regex '[+]33.*'",
                "^33; ${header.SmsTo} regex '[+]?33.*'",
                "33\\d*; ${header.SmsTo} regex '[+]?33.*'",
                "^(0033|33)6; ${header.SmsTo} regex '[+]?336.*'",
                ".*; ~~",
                "^85111$; ${header.SmsTo} regex '[+]?(85111$).*'",
                "^(?!48); ${header.SmsTo} regex '[+]?((?!48)).*'",
                "^48\\d{9}$; ${header.SmsTo} regex '[+]?(48[0-9]{9}$).*'",
            })
    void numbersWithAndWithoutPlus(String python, String simple) {
        assertThat(JasminFilters.number("${header.SmsTo}", python)).isEqualTo(simple);
    }

    @Test
    void whatSimpleCannotSayIsNoCondition() {
        assertThat(JasminFilters.java("it's")).isNull();
        assertThat(JasminFilters.java("(")).isNull();
        assertThat(JasminFilters.java("${x}")).isNull();
        assertThat(JasminFilters.java("^a\\d[\\d+]\\.\\w")).isEqualTo("a[0-9][0-9+][.]\\w");
    }

    @Test
    void withoutADefaultRouteOthersAreRefused() {
        Overlay overlay = imported("""
                #Connector id                        Service Session          Starts Stops
                #a                                   started None             0      0
                #Order Type                    Rate    Connector ID(s)                     Filter(s)
                #10    StaticMTRoute           0.00    smpp_1                              <DestinationAddrFilter (dst_addr=^\\+33\\d+)>
                #5     StaticMTRoute           0.00    a                                   <DestinationAddrFilter (dst_addr=^\\+34)>, <TransparentFilter>
                """);
        assertThat(overlay.routing()).contains("because('No route found')", "[+]34.*");
        assertThat(overlay.leftovers()).extracting(Leftover::what).contains("mtrouter, order 10, connector smpp_1");
    }

    @Test
    void whatIsNoDumpIsRefused() {
        assertThatThrownBy(() -> imported("jcli : help\n")).hasMessageContaining("no connector");
        Overlay overlay = imported("#Connector id  Service\n#a started\nwhat is this\n");
        assertThat(overlay.leftovers()).extracting(left -> left.place().line()).contains(3);
    }
}
