package org.smshub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The floor does the whole work: what it answered is at the SMSC once, and in the ledger with what became of it. */
@Timeout(120)
class FloorTest {

    private static final int MESSAGES = 300;

    @Test
    void everyMessageGoesItsWholeWay() throws Exception {
        Tally tally = new Tally(3 * MESSAGES);
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, tally::arrived);
                FloorProcess floor = new FloorProcess(sink, 10)) {
            BenchRun run = new BenchRun(floor, sink, tally);
            HttpLoad.Pace pace = new HttpLoad.Pace(16, 0, Long.MAX_VALUE, MESSAGES);
            Measurement without = run.measure("without receipts", false, pace, true);
            Measurement with = run.measure("with receipts", true, pace, true);
            assertThat(without.done()).isEqualTo(MESSAGES);
            assertThat(with.done()).isEqualTo(MESSAGES);
            assertThat(with.cpuSeconds()).isPositive();
            assertThat(with.switches()).isPositive();
            assertThat(tally.faults(run.posted()).none()).isTrue();
            assertThat(run.refused).isEmpty();
            assertThat(run.sample.values()).allMatch(message -> message.id().length() == 26);
            // a known reference is answered and not sent again
            HttpLoad again = new HttpLoad(
                    floor.http(), floor.request(true), new HttpLoad.Pace(1, 0, Long.MAX_VALUE, 10), tally, 0);
            again.run();
            assertThat(again.accepted()).isEqualTo(10);
            assertThat(states(floor.data())).isEqualTo(Map.of("SENT", MESSAGES, "DELIVERED", MESSAGES));
            assertThat(tally.faults(run.posted()).none()).isTrue();
        }
    }

    private static Map<String, Integer> states(Path data) throws SQLException {
        Map<String, Integer> states = new TreeMap<>();
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                ResultSet rows =
                        ledger.createStatement().executeQuery("select state, count(*) from messages group by state")) {
            while (rows.next()) {
                states.put(rows.getString(1), rows.getInt(2));
            }
        }
        return states;
    }
}
