package org.smshub.ledger.postgres;

import com.github.f4b6a3.ulid.UlidCreator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.store.Store;
import org.smshub.ledger.store.StoreMaker;

/** Opens ledgers at {@code jdbc:postgresql:}. */
public final class PostgresStoreMaker implements StoreMaker {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStoreMaker.class);

    /** In the data folder: the name by which the database knows this hub again. */
    private static final String NODE = "node";

    @Override
    public boolean opens(String url) {
        return url != null && url.startsWith(Address.SCHEME);
    }

    @Override
    public Store open(Place place, Consumer<String> damage) throws SQLException, IOException {
        Address address = new Address(place.url(), place.user(), place.password());
        Map<String, Object> details;
        String version;
        try (Connection connection = address.plain().getConnection()) {
            Address.check(connection);
            if (show(connection, "in_hot_standby").equals("on")) {
                throw new SQLException("the server is a standby", "25006");
            }
            PostgresWhole.check(connection);
            version = show(connection, "server_version");
            details = look(connection, address);
        }
        try {
            PostgresSchema.update(address.plain());
        } catch (FlywayException e) {
            throw sql(e);
        }
        return new PostgresStore(address, new Sessions(node(place.folder()), place.shared()), version, details);
    }

    private static SQLException sql(FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return new SQLException("the schema could not be brought up to date: " + e.getMessage(), "HB003", e);
    }

    /** What a commit is worth here, for the log and for health. */
    private static Map<String, Object> look(Connection connection, Address address) throws SQLException {
        String version = show(connection, "server_version");
        String commit = show(connection, "synchronous_commit");
        String standbys = show(connection, "synchronous_standby_names");
        boolean kept = show(connection, "fsync").equals("on");
        String worth = commit.equals("off")
                ? "is answered before it is on the disk: a crash of the server loses what was accepted last"
                : standbys.isEmpty()
                        ? "is on the server's disk: a failover to a standby may lose what was accepted last"
                        : "is on the server's disk and at its synchronous standbys (" + standbys + ")";
        if (commit.equals("off") || !kept) {
            LOG.warn(
                    "The ledger is in PostgreSQL {}, {}; {}",
                    version,
                    address,
                    kept
                            ? "a commit " + worth + " (synchronous_commit = off)"
                            : "its fsync is off: a crash of its machine loses or breaks the ledger");
        } else {
            LOG.info(
                    "The ledger is in PostgreSQL {}, {}; a commit {} (synchronous_commit = {})",
                    version,
                    address,
                    worth,
                    commit);
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("synchronousCommit", commit);
        details.put("synchronousStandbys", standbys);
        return details;
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement ask = connection.createStatement();
                ResultSet row = ask.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String node(Path folder) throws IOException {
        Path file = folder.resolve(NODE);
        if (!Files.exists(file)) {
            Files.writeString(file, UlidCreator.getUlid() + "\n");
        }
        return Files.readString(file).strip();
    }

    @Override
    public boolean isAway(SQLException e) {
        return PostgresFaults.isPassing(e);
    }

    @Override
    public String advice(SQLException e) {
        return PostgresFaults.advice(e);
    }
}
