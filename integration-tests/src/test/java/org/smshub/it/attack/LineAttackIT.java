package org.smshub.it.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attacks on the servers that applications log in at, beside one that sends there. */
@Isolated("how long the good client waits is measured")
@Timeout(300)
class LineAttackIT {

    private static AttackedHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new AttackedHub(Map.of(
                "hub.lines.maxConnections", "3000",
                "hub.lines.loginTimeout", "3s",
                "hub.lines.requestTimeout", "3s"));
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static void attack(Wire wire, int total, int atOnce, byte[] says) throws Exception {
        hub.attack(hub.good(wire), watch -> {
            try (Crowd crowd = Crowd.of(total, atOnce, AttackedHub.ATTACKER, hub.address(wire), n -> says)) {
                watch.until(() -> crowd.ended() == total);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void silentConnectionsEnd(Wire wire) throws Exception {
        attack(wire, 5_000, 5_000, new byte[0]);
        assertThat(hub.metric("sms_line_refused_connections_total")).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void halfLoginsEnd(Wire wire) throws Exception {
        attack(wire, 2_000, 2_000, wire.half());
    }

    @ParameterizedTest
    @EnumSource
    void wrongPasswordsAreSlowedAndToldOnceAMinute(Wire wire) throws Exception {
        double before = hub.metric("sms_line_refused_logins_total");
        // of the account that the good one logs in to, from elsewhere
        attack(wire, 7_000, 1_500, wire.login("demo", "wrong"));
        assertThat(hub.metric("sms_line_refused_logins_total") - before).isGreaterThan(3_000);
        assertThat(hub.log()
                        .lines()
                        .filter(line -> line.contains("login refused"))
                        .count())
                .isBetween(1L, 30L);
        assertThat(hub.log()).doesNotContain("wrong");
    }

    @ParameterizedTest
    @EnumSource
    void whoNeverReadsIsClosed(Wire wire) throws Exception {
        byte[] login = wire.login("demo", hub.password());
        hub.attack(hub.good(wire), watch -> {
            try (Crowd crowd = Crowd.deaf(5, "127.0.0.4", hub.address(wire), login, wire.probe())) {
                watch.until(() -> crowd.ended() == 5);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aStrangerWhoNeverReadsIsClosed(Wire wire) throws Exception {
        hub.attack(hub.good(wire), watch -> {
            try (Crowd crowd = Crowd.deaf(100, AttackedHub.ATTACKER, hub.address(wire), new byte[0], wire.probe())) {
                watch.until(() -> crowd.ended() == 100);
            }
        });
    }
}
