package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.smshub.bench.HubSite;
import org.smshub.cimd2.Packet;
import org.smshub.it.Api;
import org.smshub.it.Packaged;

/** The packaged hub with a link of every kind and profile, each to a centre of its own, and all its doors open. */
final class LinksHub implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Its two digits in a number stand for the link: +48600 03 … goes by it. */
    enum Link {
        DOWN(LinkKind.SMPP_LINK, Map.of()),
        PLAIN(LinkKind.SMPP_LINK, Map.of()),
        LATIN(LinkKind.SMPP_LINK, Map.of("alphabet", "LATIN1")),
        SAR(LinkKind.SMPP_LINK, Map.of("longMessages", "SAR")),
        PAYLOAD(LinkKind.SMPP_LINK, Map.of("longMessages", "PAYLOAD")),
        SEPTETS(LinkKind.SMPP_LINK, Map.of("carries", "GSM7")),
        CAMEL(LinkKind.CAMEL_SMPP_LINK, Map.of()),
        CAMEL_SAR(LinkKind.CAMEL_SMPP_LINK, Map.of("longMessages", "SAR")),
        CAMEL_PAYLOAD(LinkKind.CAMEL_SMPP_LINK, Map.of("longMessages", "PAYLOAD")),
        UCP(LinkKind.UCP_LINK, Map.of()),
        CIMD2(LinkKind.CIMD2_LINK, Map.of()),
        MODEM(LinkKind.MODEM_LINK, Map.of()),
        TURKISH(LinkKind.SMPP_LINK, Map.of("languages", "TURKISH")),
        TABLES(LinkKind.SMPP_LINK, Map.of("languages", ALL_LANGUAGES)),
        UCP_TABLES(LinkKind.UCP_LINK, Map.of("languages", ALL_LANGUAGES)),
        CIMD2_TABLES(LinkKind.CIMD2_LINK, Map.of("languages", ALL_LANGUAGES)),
        MODEM_TABLES(LinkKind.MODEM_LINK, Map.of("languages", ALL_LANGUAGES)),
        SOME(LinkKind.SMPP_LINK, PASSES_SOME),
        CAMEL_SOME(LinkKind.CAMEL_SMPP_LINK, PASSES_SOME),
        UCP_SOME(LinkKind.UCP_LINK, PASSES_SOME),
        CIMD2_SOME(LinkKind.CIMD2_LINK, PASSES_SOME),
        MODEM_SOME(LinkKind.MODEM_LINK, Map.of("passes", PASSES_SOME.get("passes")));

        private final LinkKind kind;
        private final Map<String, String> options;

        Link(LinkKind kind, Map<String, String> options) {
            this.kind = kind;
            this.options = options;
        }

        LinkKind kind() {
            return kind;
        }

        String number() {
            return String.format("48600%02d%05d", ordinal(), NUMBERS.incrementAndGet());
        }
    }

    private static final String ALL_LANGUAGES =
            "TURKISH,SPANISH,PORTUGUESE,BENGALI,GUJARATI,HINDI,KANNADA,MALAYALAM," + "ORIYA,PUNJABI,TAMIL,TELUGU,URDU";

    private static final Map<String, String> PASSES_SOME = Map.of(
            "passes", "standard,-priority,-tlvs,tlv.0204,-replyPath,-validity,-billing,xser.0D,messageMode",
            "priorities", "0,0,2,3");

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static final String ROUTING = """
            - route:
                id: routing
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:routing
                  steps:
                    - setHeader:
                        name: SmsLinks
                        simple: "${header.SmsTo.replaceFirst('^.48600([0-9])([0-9]).*', 'link-$1$2').replaceFirst('link-00', 'link-00,link-02')}"
            """;

    final HubSite site;
    final Api api;
    final int smppPort = HubSite.freePort();
    final int ucpPort = HubSite.freePort();
    final int cimd2Port = HubSite.freePort();

    private final Map<Link, Centre> centres = new java.util.EnumMap<>(Link.class);

    /** @param clients more of clients.yaml, by id and what follows it; each has a password @param links those that are there */
    LinksHub(Map<String, String> clients, Link... links) throws Exception {
        List<String> blocks = new ArrayList<>();
        for (Link link : links) {
            Centre centre = link.kind.centre();
            centres.put(link, centre);
            blocks.addAll(link.kind.block(
                    String.format("link-%02d", link.ordinal()), "hub" + link.ordinal(), centre.port(), link.options));
        }
        if (centres.containsKey(Link.DOWN)) {
            centres.get(Link.DOWN).down();
        }
        site = HubSite.create(Packaged.home(), 1, Map.of());
        Files.write(site.config().resolve("links.properties"), blocks);
        Files.writeString(site.routes().resolve("routing.camel.yaml"), ROUTING);
        Path file = site.config().resolve("clients.yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("  - id: demo\n", "  - id: demo\n    tlvs: [\"1400\", \"1401\"]\n"));
        for (Map.Entry<String, String> client : clients.entrySet()) {
            String id = client.getKey();
            Files.writeString(
                    file,
                    "  - {id: " + id + ", passwordFile: \"{{hub.data}}/" + id + ".password\", " + client.getValue()
                            + "}\n",
                    StandardOpenOption.APPEND);
        }
        site.environment()
                .putAll(Map.of(
                        "HUB_SMPP",
                        "true",
                        "HUB_SMPP_PORT",
                        Integer.toString(smppPort),
                        "HUB_UCP",
                        "true",
                        "HUB_UCP_PORT",
                        Integer.toString(ucpPort),
                        "HUB_CIMD2",
                        "true",
                        "HUB_CIMD2_PORT",
                        Integer.toString(cimd2Port)));
        Packaged.quickStart(site);
        site.start(PATIENCE);
        api = new Api(site);
        for (Map.Entry<Link, Centre> each : centres.entrySet()) {
            if (each.getKey() != Link.DOWN) {
                await().atMost(PATIENCE).until(() -> each.getValue().line() != null);
            }
        }
    }

    Centre centre(Link link) {
        return centres.get(link);
    }

    /** By which the hub hears. */
    ScriptedSmsc.Bind smpp(Link link) {
        return ((ScriptedSmsc) centre(link)).line();
    }

    ScriptedUcpCentre.UcpLine ucp() {
        return ((ScriptedUcpCentre) centre(Link.UCP)).line();
    }

    ScriptedCimd2Centre.Cimd2Line cimd2() {
        return ((ScriptedCimd2Centre) centre(Link.CIMD2)).line();
    }

    private String password(String client) throws IOException {
        return Files.readString(site.data().resolve(client + ".password")).strip();
    }

    SmppApplication bySmpp(String client) throws IOException {
        return SmppApplication.bind(smppPort, client, password(client));
    }

    UcpApplication byUcp(String client) throws Exception {
        return UcpApplication.login(ucpPort, client, password(client));
    }

    org.smshub.cimd2.PlainClient byCimd2(String client) throws Exception {
        org.smshub.cimd2.PlainClient application = Cimd2Applications.connect(cimd2Port);
        assertThat(application.login(client, password(client), "019:10")).isEqualTo(Packet.of(51, 1));
        return application;
    }

    /** At least so many submits to this number. */
    List<Submit> read(Link link, String number, int parts) {
        Centre centre = centres.get(link);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(centre.read("+" + number)).hasSizeGreaterThanOrEqualTo(parts));
        return centre.read("+" + number);
    }

    /** @param name of the file for the log of the hub */
    void close(String name) throws IOException {
        Files.copy(site.log(), Path.of("target/" + name + ".log"), StandardCopyOption.REPLACE_EXISTING);
        close();
    }

    @Override
    public void close() throws IOException {
        site.close();
        for (Centre centre : centres.values()) {
            centre.close();
        }
    }
}
