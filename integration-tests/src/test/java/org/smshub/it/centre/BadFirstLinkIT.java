package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/** Centres that do not let the hub in keep no other link down, neither at the start nor at the end. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class BadFirstLinkIT {

    private static final Duration START = Duration.ofSeconds(120);
    /** Two seconds where the machine is ours alone (-Pfull); what would be a fault is a minute. */
    private static final Duration SOON = Duration.ofSeconds(Boolean.getBoolean("full") ? 2 : 10);

    /** camel.main.shutdownTimeout, and what a JVM needs to go. */
    private static final Duration STOP = Duration.ofSeconds(35);

    private static final String UP = "theOthersAreUp";
    private static final String DOWN = "theEndIsInTime";
    private static final int BAD = Manner.values().length;
    private static final int GOOD = 4;

    private enum Manner {
        DEAD,
        REFUSES,
        SILENT,
        ENDS;

        void of(Centre centre) throws IOException {
            if (this == DEAD) {
                centre.down();
            } else if (centre instanceof ScriptedSmsc smsc) {
                smsc.onBind(
                        this == REFUSES
                                ? ScriptedSmsc.refused(0x0E)
                                : this == SILENT ? ScriptedSmsc.NO_ANSWER : ScriptedSmsc.Bind::finish);
            } else if (centre instanceof ScriptedCimd2Centre cimd2) {
                cimd2.onOthers((line, packet) -> {
                    if (this == REFUSES) {
                        line.refuse(packet, "100");
                    } else if (this == ENDS) {
                        line.finish();
                    }
                    return true;
                });
            } else if (centre instanceof ScriptedModem modem) {
                modem.onCommand((line, command) -> {
                    if (this == REFUSES && command.equals("AT+CPIN?")) {
                        line.say("+CME ERROR: 10"); // no SIM card
                    } else if (this == ENDS) {
                        line.finish();
                    } else {
                        return this == SILENT;
                    }
                    return true;
                });
            } else {
                ((ScriptedUcpCentre) centre).onOthers((line, frame) -> {
                    if (this == REFUSES) {
                        line.refuse(frame);
                    } else if (this == ENDS) {
                        line.finish();
                    }
                    return true;
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOthersAreUpAndTheEndIsInTime(LinkKind kind) throws Throwable {
        List<Centre> all = new ArrayList<>();
        List<String> links = new ArrayList<>();
        for (int i = 0; i < BAD + GOOD; i++) {
            Centre centre = kind.centre();
            all.add(centre);
            links.addAll(kind.block((i < BAD ? "bad-" : "good-") + i, "hub", centre.port(), Map.of()));
        }
        try (HubSite site = HubSite.create(Packaged.home(), 1, Map.of())) {
            for (Manner manner : Manner.values()) {
                manner.of(all.get(manner.ordinal()));
            }
            List<Centre> good = all.subList(BAD, BAD + GOOD);
            Files.write(site.config().resolve("links.properties"), links);
            site.property("hub.links.default", "good-" + BAD);
            Packaged.quickStart(site);
            HubProcess hub = site.start(START);
            ThrowingCallable up = () -> Stage.eventually(SOON)
                    .untilAsserted(() -> assertThat(good).allMatch(centre -> centre.line() != null));
            if (kind.limit(UP) == null) {
                up.call();
            } else {
                assertThatThrownBy(up).as("a row of the limits").isInstanceOf(ConditionTimeoutException.class);
            }
            if (kind.limit(DOWN) == null) {
                hub.stop(STOP);
            } else {
                assertThatThrownBy(() -> hub.stop(STOP))
                        .as("a row of the limits")
                        .hasMessageContaining("still runs");
            }
        } finally {
            for (Centre centre : all) {
                centre.close();
            }
        }
    }
}
