package org.smshub.hub.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.hub.links.ModelCentre.Manner;
import org.smshub.link.SmsHeaders;

/** The example of docs/routing.md: two links in proportion, a third as their stand-in. */
class RoutingPageTest {

    @TempDir
    Path folder;

    @Test
    void weightedOverTwoWithAThirdAsStandIn() throws Exception {
        ModelCentre orange = new ModelCentre("orange", 1);
        ModelCentre blue = new ModelCentre("blue", 2);
        ModelCentre reserve = new ModelCentre("reserve", 3);
        try (HubOfLinks hub = new HubOfLinks(folder, "failoverAfter=100ms", orange, blue, reserve)) {
            hub.start();
            PluginHelper.getRoutesLoader(hub.context())
                    .loadRoutes(ResourceHelper.fromString("routing.yaml", example()));

            List<String> ids = send(hub, 50);
            awaitSent(hub, ids);
            assertThat(by(orange, ids)).isEqualTo(40);
            assertThat(by(blue, ids)).isEqualTo(10);

            orange.manner(Manner.DOWN);
            ids = send(hub, 20);
            awaitSent(hub, ids);
            assertThat(by(blue, ids)).isEqualTo(20);

            blue.manner(Manner.DOWN);
            ids = send(hub, 20);
            awaitSent(hub, ids);
            assertThat(by(reserve, ids)).isEqualTo(20);
            assertThat(hub.find(ids.get(0)).parts().get(0).history())
                    .extracting(h -> h.outcome())
                    .contains("MOVED", "SENT");

            orange.manner(Manner.UP);
            blue.manner(Manner.UP);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                List<String> more = send(hub, 5);
                awaitSent(hub, more);
                assertThat(by(orange, more)).as("by orange again").isEqualTo(4);
            });
        }
    }

    private static List<String> send(HubOfLinks hub, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Exchange routed = hub.context()
                    .createFluentProducerTemplate()
                    .to("direct:routing")
                    .send();
            ids.add(hub.send("+48600100" + (200 + i), routed.getMessage().getHeader(SmsHeaders.LINKS, String.class)));
        }
        return ids;
    }

    private static void awaitSent(HubOfLinks hub, List<String> ids) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(ids)
                .allSatisfy(id -> assertThat(hub.find(id).state()).isEqualTo("SENT")));
    }

    private static long by(ModelCentre centre, List<String> ids) {
        return ids.stream().filter(id -> centre.copies(id) == 1).count();
    }

    private static String example() throws Exception {
        return Files.readString(Path.of("../../docs/routing/two-in-proportion.camel.yaml"));
    }
}
