package org.smshub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.sqlite.SQLiteDataSource;

/** A site with all that {@code docs/routing.md} switches on: as many lines in each table as a large one has. */
final class RoutingLoad {

    private static final int LINES = 100_000;

    /** Everything else would look at numbers of the country that the load is for. */
    private static final String COUNTRY = "48";

    private RoutingLoad() {}

    static void prepare(HubSite site) throws IOException {
        StringBuilder numbers = new StringBuilder("prefix,links,cost,rule\n*,sink,,\nnetwork 26009,sink,0.5,\n");
        StringBuilder ported = new StringBuilder("number,network\n");
        for (int i = 0; i < LINES; i++) {
            // the load's own numbers are among them, and those around
            numbers.append('+')
                    .append(COUNTRY)
                    .append(600_000 + i)
                    .append(",sink,0.")
                    .append(100 + i % 900)
                    .append(",\n");
            ported.append('+').append(COUNTRY).append(700_000_000L + i).append(",26009\n");
        }
        Files.writeString(site.config().resolve("numbers.csv"), numbers);
        Files.writeString(site.config().resolve("ported.csv"), ported);
        optOuts(site.data());
        for (String rule :
                new String[] {"numbers", "portability", "optOut", "consent", "quietHours", "calendar", "keywords"}) {
            site.property("hub.routing." + rule, "true");
        }
        // a minute that is not while this runs, wherever the number may be
        LocalTime far =
                LocalTime.now(ZoneOffset.UTC).plusHours(12).plusMinutes(7).truncatedTo(ChronoUnit.MINUTES);
        site.property("hub.quietHours.hours", far + "-" + far.plusMinutes(1));
    }

    private static void optOuts(Path data) throws IOException {
        Files.createDirectories(data);
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + data.resolve("optout.db"));
        try (Connection connection = source.getConnection();
                Statement s = connection.createStatement()) {
            s.execute("create table opt_out (scope text not null, number text not null,"
                    + " word text not null, at integer not null, primary key (scope, number)) without rowid");
            connection.setAutoCommit(false);
            try (PreparedStatement put = connection.prepareStatement("insert into opt_out values (?, ?, 'STOP', 0)")) {
                for (int i = 0; i < LINES; i++) {
                    put.setString(1, "sender 12345");
                    put.setString(2, "+" + COUNTRY + (800_000_000L + i));
                    put.addBatch();
                }
                put.executeBatch();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException("no list of opt-outs could be made: " + e.getMessage(), e);
        }
    }
}
