package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.Parts;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.store.StoreMaker;

/** A ledger goes back to a moment, by a base backup and the WAL since, and goes on from there. */
@Timeout(240)
class BackInTimeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Ledger open(OwnServer server) {
        return new Ledger(
                new StoreMaker.Place(folder, server.url(), null, null),
                new LedgerSettings(200, 0, 0, 0),
                Ground.MACHINE);
    }

    private static String accept(Ledger ledger) throws Exception {
        String id = Parts.id();
        ledger.accept(Parts.one(id)).get(30, TimeUnit.SECONDS);
        return id;
    }

    private static String ask(OwnServer server, String question) throws SQLException {
        try (Connection any = server.connect();
                ResultSet row = any.createStatement().executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void whatWasAcceptedBeforeIsThereAndWhatCameAfterIsNot() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        try (OwnServer server = OwnServer.start()) {
            String first;
            String second;
            String third;
            String moment;
            String old;
            try (Ledger ledger = open(server)) {
                old = accept(ledger);
            }
            server.backUp();
            try (Ledger ledger = open(server)) {
                first = accept(ledger);
                second = accept(ledger);
                moment = ask(server, "select clock_timestamp()");
                await().until(() -> ask(server, "select clock_timestamp() > '" + moment + "'::timestamptz + '100ms'")
                        .equals("t"));
                third = accept(ledger);
            }
            String last = ask(server, "select pg_walfile_name(pg_switch_wal())");
            await().atMost(PATIENCE)
                    .until(() -> ask(server, "select last_archived_wal >= '" + last + "' from pg_stat_archiver")
                            .equals("t"));
            server.stop();
            try (OwnServer back = server.backTo(moment)) {
                await().atMost(PATIENCE)
                        .until(() -> ask(back, "select pg_is_in_recovery()").equals("f"));
                try (Ledger ledger = open(back)) {
                    for (String id : new String[] {old, first, second}) {
                        assertThat(ledger.find(id, null)).isPresent();
                    }
                    assertThat(ledger.find(third, null)).isEmpty();
                    assertThat(ledger.find(accept(ledger), null)).isPresent();
                }
            }
        }
    }
}
