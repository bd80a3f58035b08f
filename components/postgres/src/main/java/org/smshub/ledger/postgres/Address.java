package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.store.Engine.Trouble;

/**
 * Where the database is, and how it is spoken to. What {@code hub.ledger.url} says counts; what it leaves out is set
 * here: a verified server where it is another machine, short time-outs, and the settings of the session, so that the
 * server's own need no change.
 */
final class Address {

    static final String SCHEME = "jdbc:postgresql:";

    private static final Logger LOG = LoggerFactory.getLogger(Address.class);

    /** server_version_num. */
    private static final int OLDEST = 150_000;

    /** Seconds. An answer may take as long as a checkpoint on a slow disk does. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "connectTimeout", "2",
            "loginTimeout", "5",
            "socketTimeout", "15",
            "cancelSignalTimeout", "2",
            "tcpKeepAlive", "true",
            "prepareThreshold", "1",
            "assumeMinServerVersion", "15",
            "ApplicationName", "sms-hub");

    /**
     * A hub that is gone, frozen or cut off is let go within seconds (the server's defaults: two hours), and nobody
     * waits for a lock for ever. The server knows sockets of TCP alone.
     */
    private static final List<String> SESSION = List.of(
            "tcp_keepalives_idle = 2",
            "tcp_keepalives_interval = 1",
            "tcp_keepalives_count = 3",
            "tcp_user_timeout = 4000",
            "client_connection_check_interval = 1000",
            "idle_in_transaction_session_timeout = 5000",
            "lock_timeout = 3000",
            "jit = off");

    /**
     * A plan is made once, while tables may be empty: it must hold when they are full. So indexes, in nested loops,
     * whatever the tables look like; and what the arrays of a group hold says nothing.
     */
    private static final List<String> WRITING = List.of(
            "plan_cache_mode = force_generic_plan",
            "enable_seqscan = off",
            "enable_bitmapscan = off",
            "enable_hashjoin = off",
            "enable_mergejoin = off");

    private static final List<String> READING =
            List.of("default_transaction_read_only = on", "statement_timeout = 10000");

    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final String shown;

    /** @throws IllegalArgumentException naming what to change in hub.ledger.url */
    Address(String url, String user, String password) {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "hub.ledger.url is no address of PostgreSQL; write jdbc:postgresql://host:5432/database");
        }
        if (parsed.getProperty("password") != null) {
            throw new IllegalArgumentException("hub.ledger.url holds a password, which logs would show; write it as"
                    + " hub.ledger.password = {{file:/etc/sms-hub/ledger.password}}");
        }
        source.setURL(url);
        if (user != null && !user.isBlank()) {
            source.setUser(user);
        }
        if (password != null && !password.isBlank()) {
            source.setPassword(password);
        }
        String hosts = parsed.getProperty("PGHOST", "localhost");
        shown = hosts + "/" + parsed.getProperty("PGDBNAME", "");
        try {
            for (Map.Entry<String, String> one : DEFAULTS.entrySet()) {
                setIfUnsaid(parsed, one.getKey(), one.getValue());
            }
            if (!isLoopback(hosts)) {
                setIfUnsaid(parsed, "sslmode", "verify-full");
            }
            if (hosts.contains(",")) {
                setIfUnsaid(parsed, "targetServerType", "primary");
                setIfUnsaid(parsed, "hostRecheckSeconds", "1");
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException("hub.ledger.url: " + e.getMessage(), e);
        }
    }

    private void setIfUnsaid(Properties said, String key, String value) throws SQLException {
        if (said.getProperty(key) == null) {
            source.setProperty(key, value);
        }
    }

    /** What is set in the address or here; null = neither. */
    String said(String key) {
        try {
            return source.getProperty(key);
        } catch (SQLException e) {
            return null;
        }
    }

    private static boolean isLoopback(String hosts) {
        for (String host : hosts.split(",")) {
            if (!host.equals("localhost") && !host.startsWith("127.") && !host.equals("[::1]") && !host.equals("::1")) {
                return false;
            }
        }
        return true;
    }

    /** For the schema: as the server has it, but that a lock may be waited for. */
    DataSource plain() {
        return source;
    }

    Connection writing() throws SQLException {
        return session(WRITING);
    }

    /** For who deletes what is old: what a crash of the server brings back goes again. */
    Connection sweeping() throws SQLException {
        List<String> more = new ArrayList<>(WRITING);
        more.add("synchronous_commit = off");
        return session(more);
    }

    /** For who looks for other hubs, and tells them. */
    Connection looking() throws SQLException {
        return session(List.of("statement_timeout = 5000"));
    }

    Connection reading() throws SQLException {
        return session(READING);
    }

    /** For who searches: the best way depends on how many have what is looked for, so each search is planned by its values. */
    Connection searching() throws SQLException {
        List<String> more = new ArrayList<>(READING);
        more.add("plan_cache_mode = force_custom_plan");
        return session(more);
    }

    private Connection session(List<String> more) throws SQLException {
        Connection connection = source.getConnection();
        try {
            check(connection);
            set(connection, SESSION);
            set(connection, more);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** All at once; else each that this server knows, which some systems keep from knowing all. */
    private static void set(Connection connection, List<String> settings) throws SQLException {
        try (Statement set = connection.createStatement()) {
            try {
                set.execute("set " + String.join("; set ", settings));
            } catch (SQLException e) {
                if (PostgresFaults.trouble(e) == Trouble.CONNECTION) {
                    throw e;
                }
                for (String each : settings) {
                    try {
                        set.execute("set " + each);
                    } catch (SQLException unknown) {
                        LOG.debug("The server does not know {}: {}", each, unknown.getMessage());
                    }
                }
            }
        }
    }

    /** @throws SQLException the server is too old, or somebody stands between */
    static void check(Connection connection) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(
                        "select pg_backend_pid(), current_setting('server_version_num')::int,"
                                + " current_setting('server_version')");
                ResultSet row = ask.executeQuery()) {
            row.next();
            if (row.getInt(2) < OLDEST) {
                throw new SQLException(
                        "The ledger needs PostgreSQL 15 or later, and this is " + row.getString(3) + "; upgrade it",
                        "0A000");
            }
            // who logs in here is told the number of another process by a pooler
            if (row.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID()) {
                throw new SQLException(
                        "A pooler (such as pgbouncer) stands between the hub and PostgreSQL, and gives its sessions to others"
                                + " too; let hub.ledger.url name the server itself",
                        "0A000");
            }
        }
    }

    /** Hosts and database, no secret. */
    @Override
    public String toString() {
        return shown;
    }
}
