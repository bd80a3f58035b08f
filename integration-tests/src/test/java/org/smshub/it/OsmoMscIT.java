package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.bench.HubSite;
import org.smshub.it.OsmoCore.Stored;
import org.smshub.text.Address;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/**
 * The whole hub and a GSM core network: a link by SMPP to OsmoMSC, its store, and phones that are on its SGs interface.
 * What docs/core-network.md says of OsmoMSC stands here.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("templates")
@Timeout(300)
// one kind of link after the other: they share the core
@Execution(ExecutionMode.SAME_THREAD)
class OsmoMscIT {

    private static final Pattern ID = Pattern.compile("^ {4}id: ((?:camel-)?smpp-link)$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("^ {6}- name: (\\w+)$", Pattern.MULTILINE);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** The hub's own number: what is sent to it, and the receipts of what it sent, come back to the link. */
    private static final String OWN_NUMBER = "2345";

    /** What it sends from here goes by a link in message mode forward. */
    private static final String FORWARD_NUMBER = "2346";

    private static final String IMSI = "001010000000001";
    private static final String NUMBER = "70201";
    private static final String OTHER_IMSI = "001010000000002";
    private static final String OTHER_NUMBER = "70202";
    private static final String INTERNATIONAL_IMSI = "001010000000003";
    private static final String INTERNATIONAL = "48600100203";
    private static final String FORWARD_IMSI = "001010000000004";
    private static final String FORWARD_TO = "70204";
    private static final int MEMORY_CAPACITY_EXCEEDED = 22;

    private static OsmoCore core;
    private static HubSite site;
    private static Api api;
    private static SgsPhones phones;

    @Parameter
    String template;

    /** OsmoMSC's manners, as options of a link. */
    private static final Map<String, String> MANNERS =
            Map.of("receiptsBy", "NUMBER", "alphabetOne", "GSM7", "countryCodeTons", "0,3");

    /** The templates of a link by SMPP that the hub has, and the options of each. */
    private static Map<String, Set<String>> links() throws IOException {
        Map<String, Set<String>> links = new TreeMap<>();
        try (Stream<Path> files = Files.list(Packaged.home().resolve("routes/links"))) {
            for (Path file : files.toList()) {
                for (String template : Files.readString(file).split("- routeTemplate:\n")) {
                    Matcher id = ID.matcher(template);
                    if (id.find()) {
                        links.put(
                                id.group(1),
                                NAME.matcher(template)
                                        .results()
                                        .map(name -> name.group(1))
                                        .collect(Collectors.toSet()));
                    }
                }
            }
        }
        return links;
    }

    static Set<String> templates() throws IOException {
        return links().keySet();
    }

    @BeforeAll
    static void requireOsmocom() {
        assumeTrue(OsmoCore.missing() == null, OsmoCore::missing);
    }

    @BeforeParameterizedClassInvocation
    static void start(String template, @TempDir Path folder) throws Exception {
        core = new OsmoCore(folder, Map.of("hub", OWN_NUMBER, "forward", FORWARD_NUMBER));
        core.subscriber(IMSI, NUMBER);
        core.subscriber(OTHER_IMSI, OTHER_NUMBER);
        core.subscriber(INTERNATIONAL_IMSI, INTERNATIONAL);
        core.subscriber(FORWARD_IMSI, FORWARD_TO);
        Map<String, String> options =
                new TreeMap<>(Map.of("templateId", template, "systemId", "hub", "password", OsmoCore.PASSWORD));
        options.putAll(MANNERS);
        options.keySet().removeIf(option -> MANNERS.containsKey(option) && !offers(template, option));
        site = HubSite.create(Packaged.home(), core.smppPort(), options);
        if (offers(template, "messageMode")) {
            forward(options);
        }
        Packaged.quickStart(site);
        site.start(PATIENCE);
        api = new Api(site);
        phones = new SgsPhones(core.sgs());
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        if (phones != null) {
            phones.close();
        }
        if (site != null) {
            site.close();
        }
        core.close();
    }

    /** A second link, and the routing to it. */
    private static void forward(Map<String, String> options) throws IOException {
        Map<String, String> link = new TreeMap<>(options);
        link.putAll(Map.of(
                "routeId", "link-forward",
                "name", "forward",
                "port", Integer.toString(core.smppPort()),
                "systemId", "forward",
                "messageMode", "FORWARD",
                "answerTimeout", "30000"));
        List<String> lines = link.entrySet().stream()
                .map(option -> "camel.routeTemplate[forward]." + option.getKey() + " = " + option.getValue())
                .toList();
        Files.write(site.config().resolve("links.properties"), lines, StandardOpenOption.APPEND);
        Files.writeString(site.routes().resolve("routing.camel.yaml"), """
                - route:
                    id: routing
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:routing
                      steps:
                        - choice:
                            when:
                              - simple: "${header.SmsFrom} == '%s'"
                                steps:
                                  - setHeader:
                                      name: SmsLinks
                                      constant: forward
                            otherwise:
                              steps:
                                - setHeader:
                                    name: SmsLinks
                                    constant: "{{hub.links.default}}"
                """.formatted(FORWARD_NUMBER));
    }

    private static boolean offers(String template, String option) {
        try {
            return links().get(template).contains(option);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sent(Map<String, ?> message) throws Exception {
        Api.Answer accepted = api.post(message);
        assertThat(accepted.status()).isEqualTo(202);
        return accepted.id();
    }

    private static void becomes(String id, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.get(id).state()).isEqualTo(state));
    }

    /** The rows of a message that was taken, which OsmoMSC says after it has stored it. */
    private static List<Stored> stored(Map<String, ?> message) throws Exception {
        becomes(sent(message), "SENT");
        return core.stored(message.get("to").toString().substring(1));
    }

    @Test
    void gsm7IsStoredWithItsOctetsAndNumbers() throws Exception {
        List<Stored> rows = stored(Map.of("to", "+48600100301", "from", OWN_NUMBER, "text", "at@ euro€ dollar$"));
        assertThat(rows).hasSize(1);
        Stored row = rows.get(0);
        assertThat(row.sender()).isEqualTo(OWN_NUMBER);
        assertThat(row.senderTon()).isZero();
        assertThat(row.senderNpi()).isEqualTo(1);
        assertThat(row.recipientTon()).isEqualTo(1);
        assertThat(row.recipientNpi()).isEqualTo(1);
        assertThat(row.dataCodingScheme()).isZero();
        assertThat(row.udhi()).isFalse();
        assertThat(row.statusReport()).isEqualTo(1);
        // packed, and as many octets as there are septets
        assertThat(row.userData()).asHexString().isEqualTo("613A0054AECBDF9B3288FC66B3C372010000");
    }

    @Test
    void ucs2IsStoredWithItsOctetsAndTheNameOfItsSender() throws Exception {
        String text = "Привет 🙂";
        List<Stored> rows = stored(Map.of("to", "+48600100302", "from", "MyBrand", "text", text, "receipt", "NONE"));
        assertThat(rows).hasSize(1);
        Stored row = rows.get(0);
        assertThat(row.sender()).isEqualTo("MyBrand");
        assertThat(row.senderTon()).isEqualTo(5);
        assertThat(row.senderNpi()).isZero();
        assertThat(row.dataCodingScheme()).isEqualTo(8);
        assertThat(row.statusReport()).isZero();
        assertThat(row.userData()).isEqualTo(text.getBytes(StandardCharsets.UTF_16BE));
    }

    @Test
    void aLongTextIsStoredInPartsWithTheirHeader() throws Exception {
        List<Stored> rows =
                stored(Map.of("to", "+48600100303", "from", "+48600999999", "text", "Long € message. ".repeat(12)));
        assertThat(rows).hasSize(2).allSatisfy(row -> {
            assertThat(row.udhi()).isTrue();
            assertThat(row.sender()).isEqualTo("48600999999");
            assertThat(row.senderTon()).isEqualTo(1);
        });
        assertThat(rows.stream()
                        .map(row -> HexFormat.of().formatHex(row.userData(), 0, 6))
                        .map(udh -> udh.replaceFirst("^(050003)..(02..)$", "$1$2"))
                        .sorted())
                .containsExactly("0500030201", "0500030202");
    }

    /** It is taken as 0xF0, and OsmoMSC keeps no class with 7-bit text. */
    @Test
    void aClassIsTakenAndForgotten() throws Exception {
        List<Stored> rows = stored(Map.of("to", "+48600100304", "from", OWN_NUMBER, "text", "flash", "class", 0));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).userData()).asHexString().isEqualTo("6676788E06");
        assertThat(rows.get(0).dataCodingScheme()).isZero();
    }

    @Test
    void ucs2WithAClassIsRefused() throws Exception {
        String id = sent(Map.of("to", "+48600100305", "from", OWN_NUMBER, "text", "Ж", "class", 0));
        becomes(id, "FAILED");
        assertThat(errorCode(id)).isEqualTo("smpp:0xFF");
        assertThat(core.stored("48600100305")).isEmpty();
    }

    @Test
    void aPhoneShowsWhatWasSentAndItsReceiptSettlesIt() throws Exception {
        SgsPhones.Phone phone = phones.phone(IMSI);
        phone.switchOn();
        List<String> texts = List.of(
                "at@ {€} dollar$",
                "Привет 🙂",
                "A long message with € and @. ".repeat(8).trim());
        for (String text : texts) {
            phone.received().clear();
            becomes(sent(Map.of("to", NUMBER, "from", OWN_NUMBER, "text", text)), "DELIVERED");
            assertThat(joined(phone.received())).isEqualTo(text);
            assertThat(phone.received())
                    .allSatisfy(part -> assertThat(part.originator().text()).isEqualTo(OWN_NUMBER));
        }
    }

    /** OsmoMSC tells of success alone: a refusal by the phone is told to nobody, and tried again. */
    @Test
    void aPhoneThatIsOffOrFullGetsItLater() throws Exception {
        String id = sent(Map.of("to", OTHER_NUMBER, "from", OWN_NUMBER, "text", "patience"));
        becomes(id, "SENT");
        SgsPhones.Phone phone = phones.phone(OTHER_IMSI);
        phone.refuse(MEMORY_CAPACITY_EXCEEDED);
        phone.switchOn();
        await().atMost(PATIENCE).until(() -> {
            core.sendPending();
            return phone.refused() > 0;
        });
        assertThat(api.get(id).state()).isEqualTo("SENT");
        phone.refuse(0);
        await().atMost(PATIENCE).until(() -> {
            core.sendPending();
            return api.get(id).state().equals("DELIVERED");
        });
        assertThat(joined(phone.received())).isEqualTo("patience");
    }

    @Test
    void whatAPhoneSendsIsKeptBeforeThePhoneHearsSo() throws Exception {
        SgsPhones.Phone phone = phones.phone(IMSI);
        phone.switchOn();
        for (Map.Entry<Alphabet, String> text :
                Map.of(Alphabet.GSM7, "at@ {€} dollar$", Alphabet.UCS2, "Ж 🙂").entrySet()) {
            phone.send(submit(text.getKey(), Udh.NONE, text.getValue()));
            assertThat(incoming()).contains(NUMBER + " " + OWN_NUMBER + " " + text.getValue());
        }
        phone.send(submit(Alphabet.GSM7, Udh.of(new Concatenation(7, false, 2, 1)), "first@, "));
        phone.send(submit(Alphabet.GSM7, Udh.of(new Concatenation(7, false, 2, 2)), "second$"));
        assertThat(incoming()).contains(NUMBER + " " + OWN_NUMBER + " first@, second$");
    }

    /** Its type of number is 3 in all that OsmoMSC hands over. */
    @Test
    void aNumberWithItsCountryCodeIsOneBothWays() throws Exception {
        assumeTrue(offers(template, "countryCodeTons"), "this kind of link has no countryCodeTons");
        SgsPhones.Phone phone = phones.phone(INTERNATIONAL_IMSI);
        phone.switchOn();
        becomes(sent(Map.of("to", "+" + INTERNATIONAL, "from", OWN_NUMBER, "text", "there")), "DELIVERED");
        assertThat(joined(phone.received())).isEqualTo("there");
        phone.send(submit(Alphabet.GSM7, Udh.NONE, "and back"));
        assertThat(incoming()).contains("+" + INTERNATIONAL + " " + OWN_NUMBER + " and back");
    }

    @Test
    void inModeForwardTheAnswerIsThePhones() throws Exception {
        assumeTrue(offers(template, "messageMode"), "this kind of link has no messageMode");
        SgsPhones.Phone phone = phones.phone(FORWARD_IMSI);
        phone.switchOn();
        becomes(sent(Map.of("to", FORWARD_TO, "from", FORWARD_NUMBER, "text", "now")), "DELIVERED");
        assertThat(joined(phone.received())).isEqualTo("now");
        assertThat(core.stored(FORWARD_TO)).isEmpty();
        String id = sent(Map.of("to", "+48600100399", "from", FORWARD_NUMBER, "text", "nobody"));
        becomes(id, "FAILED");
        assertThat(errorCode(id)).isEqualTo("smpp:0x0B");
    }

    private static String errorCode(String id) throws Exception {
        return api.get(id).body().path("parts").path(0).path("errorCode").asText();
    }

    private static Submit submit(Alphabet alphabet, Udh udh, String text) {
        byte[] body = (alphabet == Alphabet.GSM7 ? Encoding.GSM7 : Encoding.UCS2).encode(text);
        return Submit.of(Address.of(OWN_NUMBER), UserData.of(alphabet, udh, body));
    }

    /** Parts in the order of their numbers. */
    private static String joined(List<Deliver> parts) {
        return parts.stream()
                .map(Deliver::userData)
                .sorted((a, b) -> Integer.compare(number(a), number(b)))
                .map(part -> part.text().text())
                .collect(Collectors.joining());
    }

    private static int number(UserData part) {
        return part.udh().concatenation().map(Concatenation::part).orElse(1);
    }

    /** Sender, recipient and text of what came for the client whose number it is. */
    private static List<String> incoming() throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection ledger = Ledgers.connect(site);
                ResultSet rows = ledger.createStatement()
                        .executeQuery("select sender || ' ' || recipient || ' ' || body from event"
                                + " where kind = 'MESSAGE' and client = 'demo' order by id")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
