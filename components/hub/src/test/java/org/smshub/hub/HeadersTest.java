package org.smshub.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.LedgerComponent;

/**
 * Every name on a message, as a route in YAML sees it: read and set one by one, in any case of its letters, by a bean, in a
 * wire tap, in the pieces of a split, behind {@code seda:} and over a JMS broker; of a message that a route made, and of a part of a link.
 */
class HeadersTest {

    /** Of the brokers in this JVM. */
    private static final int BROKER = 17;

    private static final String HOUR = Long.toString(System.currentTimeMillis() + 3_600_000);

    /** What a message may be given on its way in, by name. */
    private static final Map<String, Object> GIVEN = new LinkedHashMap<>();

    /** What lines and the ledger say of one. */
    private static final Map<String, Object> TOLD = new LinkedHashMap<>();

    static {
        GIVEN.put("SmsId", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        GIVEN.put("SmsClient", "shop");
        GIVEN.put("SmsClientRef", "ref-1");
        GIVEN.put("SmsTo", "+48600100200");
        GIVEN.put("SmsFrom", "ACME");
        GIVEN.put("SmsEncoding", "GSM7");
        GIVEN.put("SmsClass", 1);
        GIVEN.put("SmsUdh", "06050415820000");
        GIVEN.put("SmsDataCoding", 241);
        GIVEN.put("SmsProtocolId", 65);
        GIVEN.put("SmsPriority", 2);
        GIVEN.put("SmsValidUntil", Long.valueOf(HOUR));
        GIVEN.put("SmsReceipt", "ALL");
        GIVEN.put("SmsLinks", "a");
        GIVEN.put("SmsFields", "toTon=3;tlv.1400=3132");
        TOLD.put("SmsPart", 1);
        TOLD.put("SmsParts", 1);
        TOLD.put("SmsPartRef", 77);
        TOLD.put("SmsSendAt", 1_700_000_000_000L);
        TOLD.put("SmsLink", "a");
        TOLD.put("SmsRemoteId", "r1");
        TOLD.put("SmsOutcome", "SENT");
        TOLD.put("SmsErrorCode", "smpp:0x58");
        TOLD.put("SmsErrorText", "too fast");
        TOLD.put("SmsKind", "RECEIPT");
        TOLD.put("SmsState", "DELIVERED");
        TOLD.put("SmsDoneAt", 1_700_000_000_001L);
        TOLD.put("SmsReceivedAt", 1_700_000_000_002L);
        TOLD.put("SmsEventId", "smpp-1");
        TOLD.put("SmsTags", "a,b");
    }

    @TempDir
    Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Seen seen = new Seen();
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    /** A bean that a route names. */
    public static final class Seen {

        private final Map<String, Map<String, Object>> byPlace = new ConcurrentHashMap<>();

        /** Properties {@code read.NAME} and {@code other.NAME}, as the route read them. */
        public void one(Exchange exchange) {
            for (String way : new String[] {"read", "other"}) {
                Map<String, Object> read = new TreeMap<>();
                exchange.getProperties().forEach((name, value) -> {
                    if (name.startsWith(way + ".")) {
                        read.put(name.substring(way.length() + 1), value);
                    }
                });
                byPlace.put(way, read);
            }
        }

        public void bean(@Headers Map<String, Object> headers, @Header("SmsTo") String to, @Header("smsclass") int c) {
            byPlace.put("bean", ours(headers));
            byPlace.put("arguments", Map.of("SmsTo", to, "SmsClass", c));
        }

        public void tap(Exchange exchange) {
            byPlace.put("tap", ours(exchange.getMessage().getHeaders()));
        }

        public void piece(Exchange exchange) {
            byPlace.put(
                    "piece " + exchange.getMessage().getBody(),
                    ours(exchange.getMessage().getHeaders()));
        }

        public void seda(Exchange exchange) {
            byPlace.put("seda", ours(exchange.getMessage().getHeaders()));
        }

        public void jms(Exchange exchange) {
            byPlace.put("jms", ours(exchange.getMessage().getHeaders()));
        }

        private static Map<String, Object> ours(Map<String, Object> headers) {
            Map<String, Object> ours = new TreeMap<>();
            headers.forEach((name, value) -> {
                if (name.startsWith("Sms")) {
                    ours.put(name, value);
                }
            });
            return ours;
        }
    }

    private static String set(Map<String, Object> headers) {
        StringBuilder yaml = new StringBuilder();
        headers.forEach((name, value) ->
                yaml.append("""
                        - setHeader:
                            name: %s
                            constant:
                              expression: "%s"
                              resultType: %s
                """.formatted(name, value, value.getClass().getName())));
        return yaml.toString();
    }

    private static String read() {
        StringBuilder yaml = new StringBuilder();
        Map<String, Object> all = new LinkedHashMap<>(GIVEN);
        all.putAll(TOLD);
        all.keySet().forEach(name -> yaml.append("""
                                - setProperty:
                                    name: read.%1$s
                                    simple: "${header.%1$s}"
                                - setProperty:
                                    name: other.%1$s
                                    simple: "${header.%2$s}"
                        """.formatted(name, name.toUpperCase(java.util.Locale.ROOT))));
        return yaml.toString();
    }

    @BeforeEach
    void start() throws Exception {
        broker.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("here", "vm://" + BROKER));
        broker.start();
        context.addComponent(
                "jms", JmsComponent.jmsComponentAutoAcknowledge(new ActiveMQConnectionFactory("vm://" + BROKER)));
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(folder.toString());
        context.addComponent("ledger", ledger);
        context.getRegistry().bind("seen", seen);
        context.getShutdownStrategy().setTimeout(5);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(
                        "headers.yaml",
                        """
                - route:
                    from:
                      uri: direct:accept
                      steps:
                """ + set(GIVEN) + """
                        - to: ledger:accept
                - route:
                    from:
                      uri: direct:make
                      steps:
                """ + set(GIVEN) + set(TOLD) + """
                        - to: direct:probe
                - route:
                    from:
                      uri: ledger:link
                      parameters:
                        name: a
                        threads: 1
                      steps:
                        - to: direct:probe
                """ + set(TOLD) + """
                        - to: direct:probe-again
                - route:
                    from:
                      uri: direct:probe
                      steps:
                """ + read() + """
                        - bean:
                            ref: seen
                            method: one
                        - bean:
                            ref: seen
                            method: bean
                        - wireTap:
                            uri: direct:tap
                        - split:
                            tokenize: ","
                            steps:
                              - bean:
                                  ref: seen
                                  method: piece
                        - to:
                            uri: seda:on
                            pattern: InOnly
                        - to:
                            uri: jms:on
                            pattern: InOnly
                - route:
                    from:
                      uri: direct:probe-again
                      steps:
                        - bean:
                            ref: seen
                            method: piece
                - route:
                    from:
                      uri: direct:tap
                      steps:
                        - bean:
                            ref: seen
                            method: tap
                - route:
                    from:
                      uri: jms:on
                      steps:
                        - bean:
                            ref: seen
                            method: jms
                - route:
                    from:
                      uri: seda:on
                      steps:
                        - bean:
                            ref: seen
                            method: seda
                """));
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.stop();
        broker.stop();
    }

    private void send(String to) {
        Exchange exchange =
                context.createFluentProducerTemplate().to(to).withBody("x,y").send();
        assertThat(exchange.getException()).isNull();
    }

    private Map<String, Object> at(String place) {
        await().atMost(Duration.ofSeconds(20)).until(() -> seen.byPlace.containsKey(place));
        return seen.byPlace.get(place);
    }

    private void sees(Map<String, Object> expected) {
        for (String place : new String[] {"bean", "tap", "piece x", "piece y", "seda", "jms"}) {
            assertThat(at(place)).as(place).containsExactlyInAnyOrderEntriesOf(expected);
        }
        assertThat(at("read")).containsAllEntriesOf(expected);
        assertThat(at("other")).as("in any case").containsAllEntriesOf(expected);
        assertThat(at("arguments"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("SmsTo", expected.get("SmsTo"), "SmsClass", expected.get("SmsClass")));
    }

    @Test
    void ofAMessageThatARouteMade() {
        send("direct:make");
        Map<String, Object> all = new HashMap<>(GIVEN);
        all.putAll(TOLD);
        sees(all);
    }

    @Test
    void ofAPartOnItsLink() {
        send("direct:accept");
        Map<String, Object> part = new HashMap<>(GIVEN);
        part.put("SmsPart", 1);
        part.put("SmsParts", 1);
        part.put("SmsLink", "a");
        at("jms");
        sees(part);
        part.putAll(TOLD);
        assertThat(at("piece x,y")).as("with what its route set").containsExactlyInAnyOrderEntriesOf(part);
    }
}
