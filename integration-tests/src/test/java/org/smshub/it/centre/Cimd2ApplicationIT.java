package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubSite;
import org.smshub.cimd2.Packet;
import org.smshub.cimd2.PlainClient;
import org.smshub.it.Packaged;

/** An application by CIMD2, through the hub, to centres by SMPP, UCP and CIMD2 and a modem: the octets that were meant, and the receipts back. */
@Timeout(180)
class Cimd2ApplicationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
                        simple: "${header.SmsTo.replaceFirst('^.48600.(.).*', 'link-$1')}"
            """;

    /** What is sent as parameters, and the octets of it that a centre has by SMPP, UCP and CIMD2, and by a modem. */
    private record Sample(List<String> parameters, String smpp, String ucp, String cimd2, String modem) {}

    private static String hex(String ascii) {
        return HexFormat.of().withUpperCase().formatHex(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static final List<Sample> SAMPLES = List.of(
            new Sample(
                    List.of("033:Hi _Oa _XXe _XX(_A\""),
                    "48692000201B65201B285B",
                    "48692000201B65201B285B",
                    hex("Hi _Oa _XXe _XX(_A\""),
                    "C8340800DA94411BD416"),
            new Sample(List.of("030:8", "034:041F0440"), "041F0440", "041F0440", "041F0440", "041F0440"),
            new Sample(
                    List.of("030:4", "032:0605041582158A", "034:0102FDFE00"),
                    "0605041582158A0102FDFE00",
                    "0102FDFE00",
                    "0102FDFE00",
                    "0605041582158A0102FDFE00"));

    @Test
    void theOctetsAreThoseMeantAndTheReceiptsFindTheirWay() throws Exception {
        int port = HubSite.freePort();
        List<Centre> centres = new ArrayList<>();
        List<String> links = new ArrayList<>();
        List<LinkKind> kinds = List.of(LinkKind.SMPP_LINK, LinkKind.UCP_LINK, LinkKind.CIMD2_LINK, LinkKind.MODEM_LINK);
        for (LinkKind kind : kinds) {
            Centre centre = kind.centre();
            links.addAll(kind.block("link-" + centres.size(), "hub", centre.port(), Map.of()));
            centres.add(centre);
        }
        try (HubSite site = HubSite.create(Packaged.home(), 1, Map.of())) {
            Files.write(site.config().resolve("links.properties"), links);
            Files.writeString(site.routes().resolve("routing.camel.yaml"), ROUTING);
            Path clients = site.config().resolve("clients.yaml");
            Files.writeString(
                    clients, Files.readString(clients).replace("  - id: demo\n", "  - id: demo\n    events: cimd2\n"));
            site.environment().put("HUB_CIMD2", "true");
            site.environment().put("HUB_CIMD2_PORT", Integer.toString(port));
            Packaged.quickStart(site);
            site.start(PATIENCE);
            String password =
                    Files.readString(site.data().resolve("demo.password")).strip();
            try (PlainClient application = Cimd2Applications.connect(port)) {
                assertThat(application.login("demo", password, "019:10")).isEqualTo(Packet.of(51, 1));
                for (int i = 0; i < centres.size(); i++) {
                    for (int s = 0; s < SAMPLES.size(); s++) {
                        play(application, centres.get(i), kinds.get(i), "486001" + i + "0" + s, SAMPLES.get(s));
                    }
                }
            }
        } finally {
            for (Centre centre : centres) {
                centre.close();
            }
        }
    }

    private static void play(PlainClient application, Centre centre, LinkKind kind, String to, Sample sample)
            throws Exception {
        List<String> parameters = new ArrayList<>(List.of("021:+" + to, "023:2345", "056:14"));
        parameters.addAll(sample.parameters());
        application.send(3, parameters.toArray(String[]::new));
        Packet accepted = application.delivered();
        assertThat(accepted.operation()).isEqualTo(53);
        String time = accepted.get(60);
        assertThat(time).as(accepted.toString()).matches("\\d{12}");
        Packet report = application.delivered();
        assertThat(report.operation()).isEqualTo(23);
        assertThat(report.get(60)).isEqualTo(time);
        assertThat(report.get(21)).isEqualTo("+" + to);
        assertThat(report.get(61)).isEqualTo("4");
        application.respond(report);
        List<Submit> copies = centre.copies("+" + to);
        assertThat(copies).hasSize(1);
        String octets = HexFormat.of().withUpperCase().formatHex(copies.get(0).octets);
        assertThat(octets)
                .as(kind + " " + sample.parameters())
                .isEqualTo(
                        switch (kind.protocol()) {
                            case SMPP -> sample.smpp();
                            case UCP -> sample.ucp();
                            case CIMD2 -> sample.cimd2();
                            case MODEM -> sample.modem();
                        });
    }
}
