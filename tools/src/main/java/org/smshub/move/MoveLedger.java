package org.smshub.move;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.smshub.ledger.store.DataFolder;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.ledger.store.StoreMaker.Place;
import org.smshub.ledger.store.sql.SqlStore;
import org.smshub.ledger.store.sql.move.Mover;
import org.smshub.site.Site;

/** {@code ./hub move-ledger}: the ledger from SQLite into PostgreSQL, or back, while the hub is stopped. */
public final class MoveLedger {

    static final String USAGE = """
            ./hub move-ledger postgresql|sqlite: moves the ledger there, while the hub is stopped

              --config DIR       a configuration of your own, over the package's: hub.data is the folder of the file,
                                 hub.ledger.url, .user and .password name the database
              --help             this text

            All is copied in one transaction, read again and compared; what is there already is not overwritten. Then no hub begins
            with what was left: the file is ledger.db.moved, the database has a table named moved. Afterwards set hub.ledger.url, or
            empty it, and start the hub. Ends with 1 if nothing was moved.""";

    private static final Duration CHECK = Duration.ofMinutes(10);
    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private long said = System.nanoTime();

    MoveLedger(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        if (List.of(args).contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        try {
            boolean toSqlite = toSqlite(args);
            Path home = Path.of(System.getProperty("hub.home", "."));
            Path config = args.length == 3 ? Path.of(args[2]) : null;
            new MoveLedger(System.out).move(place(Site.of(home, config, null)), toSqlite);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("hub: " + e.getMessage());
            System.exit(1);
        }
    }

    private static boolean toSqlite(String[] args) {
        boolean config = args.length == 3 && args[1].equals("--config");
        if (args.length != 1 && !config || !List.of("postgresql", "sqlite").contains(args[0])) {
            throw new IllegalArgumentException(
                    "move-ledger wants to know where to: postgresql or sqlite, and takes --config DIR behind it; --help says more");
        }
        return args[0].equals("sqlite");
    }

    /** Where the file and the database are, by the hub's own properties. */
    static Place place(Site site) throws IOException {
        Properties values = site.values();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setInitialProperties(values);
            String url = value(camel, "hub.ledger.url");
            if (url == null) {
                throw new IllegalArgumentException(
                        "hub.ledger.url names no database; set it, or HUB_LEDGER_URL, for this command to know where it is");
            }
            Path data = Path.of(camel.resolvePropertyPlaceholders("{{hub.data}}"));
            boolean here = System.getenv("HUB_DATA") != null;
            return new Place(
                    here ? data : site.folder().resolve(data),
                    url,
                    value(camel, "hub.ledger.user"),
                    value(camel, "hub.ledger.password"));
        }
    }

    private static String value(DefaultCamelContext camel, String key) {
        String value = camel.resolvePropertyPlaceholders("{{" + key + ":}}").strip();
        return value.isEmpty() ? null : value;
    }

    /**
     * @param place of both: the file is in its folder, the database at its address
     * @throws IllegalStateException nothing was moved; the message says why
     */
    @SuppressWarnings("try") // the lock is held, and nothing else
    void move(Place place, boolean toSqlite) throws IOException {
        Place file = new Place(place.folder(), null, null, null);
        Place source = toSqlite ? place : file;
        Place target = toSqlite ? file : place;
        if (!toSqlite && !Files.exists(place.folder().resolve("ledger.db"))) {
            throw new IllegalStateException("There is no ledger.db in " + place.folder());
        }
        try (FileChannel lock = new DataFolder(place.folder()).lock();
                SqlStore from = open(source);
                SqlStore to = open(target)) {
            move(from, to);
        }
    }

    private SqlStore open(Place place) throws IOException {
        StoreMaker maker = StoreMaker.of(place);
        try {
            return (SqlStore) maker.open(place, damage -> {
                throw new IllegalStateException(damage);
            });
        } catch (SQLException e) {
            throw new IllegalStateException("The ledger in " + place + " cannot be opened: " + maker.advice(e), e);
        }
    }

    private void move(SqlStore from, SqlStore to) throws IOException {
        out.println("from " + from);
        out.println("to   " + to);
        String damage = from.check(CHECK);
        if (damage != null) {
            throw new IllegalStateException(from.damaged(damage));
        }
        boolean moved = false;
        try (SqlStore.Whole source = from.whole()) {
            Map<String, Long> rows = copied(source, to);
            moved = true;
            out.println("moved and compared: "
                    + rows.entrySet().stream()
                            .map(table -> table.getKey() + String.format(" %,d", table.getValue()))
                            .collect(Collectors.joining(", ")));
            out.println("left: " + source.leave());
        } catch (SQLException e) {
            throw new IllegalStateException(
                    (moved ? "All was moved, but what was left could not be marked: " : "Nothing was moved: ")
                            + from.advice(e),
                    e);
        }
    }

    /** How many rows of each table. */
    private Map<String, Long> copied(SqlStore.Whole source, SqlStore to) throws SQLException {
        try (SqlStore.Whole target = to.whole()) {
            return Mover.move(source, target, this::say);
        }
    }

    private void say(String what, long done, long all) {
        if (System.nanoTime() - said > SAY_NANOS) {
            said = System.nanoTime();
            out.printf("%s: %,d of %,d%n", what, done, all);
        }
    }
}
