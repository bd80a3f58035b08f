package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.store.StoreMaker;

/**
 * A ledger whose database goes away under load: what it can't write it refuses, what it said is kept, and it comes back
 * by itself.
 */
@Timeout(180)
class LostConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static OwnServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void begin() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        server = OwnServer.start();
    }

    @AfterAll
    static void end() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void empty() throws Exception {
        server.execute("drop schema public cascade; create schema public");
    }

    @Test
    void itsSessionIsEndedAgainAndAgain() throws Exception {
        try (Load load = new Load(folder, server.url());
                Connection database = server.connect()) {
            for (int i = 0; i < 10; i++) {
                load.awaitMore(50);
                try (Statement end = database.createStatement()) {
                    end.execute("select pg_terminate_backend(pid) from node");
                }
            }
            load.awaitMore(50);
            load.compare(database, true);
        }
    }

    @Test
    void theServerIsRestarted() throws Exception {
        try (Load load = new Load(folder, server.url())) {
            load.awaitMore(200);
            server.stop();
            await().atMost(PATIENCE).until(load::isRefused);
            assertThat(load.ledger().trouble()).contains("the hub goes on by itself");
            server.up();
            load.awaitMore(200);
            assertThat(load.ledger().trouble()).isNull();
            load.ledger().refresh();
            try (Connection database = server.connect()) {
                load.compare(database, true);
            }
        }
    }

    @Test
    void theServerIsKilledAndRecovers() throws Exception {
        try (Load load = new Load(folder, server.url())) {
            for (int i = 0; i < 3; i++) {
                load.awaitMore(200);
                server.kill();
                server.up();
            }
            load.awaitMore(200);
            try (Connection database = server.connect()) {
                load.compare(database, true);
            }
        }
    }

    /** Written or not, nobody told the hub: it asks, and neither loses nor repeats a group. */
    @Test
    void commitsWithoutAnAnswer() throws Exception {
        Files.writeString(folder.resolve("node"), "name-of-this-hub\n");
        try (CutProxy proxy = new CutProxy(server.port(), "name-of-this-hub");
                Load load = new Load(folder, server.url().replace(":" + server.port(), ":" + proxy.port()));
                Connection database = server.connect()) {
            for (int i = 0; i < 20; i++) {
                load.awaitMore(20);
                proxy.cut(i % 2 == 0 ? CutProxy.Cut.ANSWER : CutProxy.Cut.QUESTION);
                int cuts = i + 1;
                await().atMost(PATIENCE).until(() -> proxy.cuts() == cuts);
            }
            load.awaitMore(50);
            load.compare(database, true);
        }
    }

    @Test
    void aStandbyTakesOver() throws Exception {
        OwnServer primary = OwnServer.start();
        OwnServer standby = null;
        try {
            standby = primary.standby();
            primary.execute("alter system set synchronous_standby_names = '*'");
            primary.execute("select pg_reload_conf()");
            OwnServer second = standby;
            try (Connection database = primary.connect();
                    Statement ask = database.createStatement()) {
                await().atMost(PATIENCE).until(() -> {
                    try (ResultSet row =
                            ask.executeQuery("select count(*) from pg_stat_replication where sync_state = 'sync'")) {
                        return row.next() && row.getInt(1) == 1;
                    }
                });
            }
            String both = "jdbc:postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:" + second.port()
                    + "/ledger?user=hub";
            try (Load load = new Load(folder, both)) {
                load.awaitMore(200);
                primary.kill();
                second.promote();
                load.awaitMore(200);
                assertThat(load.ledger().find("none", null)).isEmpty();
                try (Connection database = second.connect()) {
                    load.compare(database, true);
                }
            }
        } finally {
            if (standby != null) {
                standby.close();
            }
            primary.close();
        }
    }

    @Test
    void aSecondHubIsRefused() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        StoreMaker.Place place = new StoreMaker.Place(other, server.url(), null, null);
        LedgerSettings settings = new LedgerSettings(200, 0, 0, 0);
        try (Ledger first = new Ledger(
                new StoreMaker.Place(Files.createDirectory(folder.resolve("one")), server.url(), null, null),
                settings,
                Ground.MACHINE)) {
            assertThat(first.trouble()).isNull();
            assertThatThrownBy(() -> new Ledger(place, settings, Ground.MACHINE))
                    .hasMessageContaining("Another hub works with this ledger");
        }
        new Ledger(place, settings, Ground.MACHINE).close();
    }
}
