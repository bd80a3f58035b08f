package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubSite;
import org.smshub.it.Api;
import org.smshub.it.Packaged;

/** An alert_notification (SMPP 3.4, 4.12.1) makes what waits for that number due. With the shipped delays, so in a hub of its own. */
@Timeout(180)
class AlertIT {

    private static final Duration START = Duration.ofSeconds(120);
    private static final List<LinkKind> KINDS = List.of(LinkKind.SMPP_LINK, LinkKind.CAMEL_SMPP_LINK);

    /** After so many refusals the shipped delays come to 5 + 10 + 20 + 40 seconds. */
    private static final int REFUSALS = 4;

    private static final Duration WITHOUT = Duration.ofSeconds(75);

    @Test
    void whatWaitsForThePhoneIsDue() throws Exception {
        List<ScriptedSmsc> centres = new ArrayList<>();
        List<String> links = new ArrayList<>();
        for (LinkKind kind : KINDS) {
            ScriptedSmsc smsc = new ScriptedSmsc();
            smsc.onSubmit(submit -> submit.refuse(Refusal.FOR_NOW));
            centres.add(smsc);
            links.addAll(kind.block(kind.toString(), "hub", smsc.port(), Map.of()));
        }
        try (HubSite site = HubSite.create(Packaged.home(), 1, Map.of())) {
            Files.write(site.config().resolve("links.properties"), links);
            Files.writeString(site.routes().resolve("routing.camel.yaml"), CentreHub.ROUTING);
            Packaged.quickStart(site);
            site.start(START);
            for (int i = 0; i < KINDS.size(); i++) {
                alert(new Api(site), KINDS.get(i), centres.get(i), "4860100000" + i);
            }
        } finally {
            for (ScriptedSmsc smsc : centres) {
                smsc.close();
            }
        }
    }

    private static void alert(Api api, LinkKind kind, ScriptedSmsc smsc, String to) throws Exception {
        Stage.eventually(START).until(() -> smsc.line() != null);
        String id = api.post(Map.of("from", "12345", "to", "+" + to, "text", "alert", "ref", kind + "#alert"))
                .id();
        for (int i = 1; i <= REFUSALS; i++) {
            awaitRefused(api, id, i);
            if (i == REFUSALS) {
                smsc.onSubmit(Centre.GOOD);
            }
            smsc.line().request(Pdu.ALERT_NOTIFICATION, Pdu.alert(to, "12345"));
        }
        Stage.eventually(START)
                .untilAsserted(() -> assertThat(api.get(id).state()).isEqualTo("DELIVERED"));
        List<Submit> tries = smsc.read(to);
        assertThat(tries).hasSize(REFUSALS + 1);
        Duration all = Duration.ofNanos(tries.get(REFUSALS).nanos - tries.get(0).nanos);
        assertThat(all).as("from the first submit to the last, by %s", kind).isLessThan(WITHOUT.dividedBy(2));
    }

    /** It is in the queue again after so many attempts. */
    private static void awaitRefused(Api api, String id, int attempts) {
        Stage.eventually(START).untilAsserted(() -> {
            Api.Answer message = api.get(id);
            assertThat(message.state()).as("%s", message.body()).isEqualTo("QUEUED");
            assertThat(message.body().path("parts").path(0).path("attempts").asInt())
                    .isEqualTo(attempts);
        });
    }
}
