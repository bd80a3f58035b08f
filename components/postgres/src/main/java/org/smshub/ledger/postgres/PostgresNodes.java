package org.smshub.ledger.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.store.Nodes;

/** The rows of {@code node} and {@code holding}; news goes by {@code notify}, never in the transaction of a group. */
final class PostgresNodes implements Nodes {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresNodes.class);
    private static final String CHANNEL = "sms_hub";

    /** Clients' events are nobody's without a row: there would be one for each that ever came. */
    private static final String FORGET = "delete from holding where node = ? and what like 'events/%/%'";

    private final Connection connection;
    private final String self;
    private final PreparedStatement nodes;
    private final PreparedStatement holdings;
    private final PreparedStatement notify;

    PostgresNodes(Connection connection, String self) throws SQLException {
        this.connection = connection;
        this.self = self;
        nodes = connection.prepareStatement("select node, incarnation, alive, version, address, serves, pins,"
                + " extract(epoch from clock_timestamp() - at) * 1000, extract(epoch from clock_timestamp()) * 1000,"
                + " exists (select 1 from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 2"
                + " and l.classid = " + Sessions.LOCK + " and l.objid = node.id"
                + " and l.database = (select oid from pg_database where datname = current_database())) from node");
        holdings = connection.prepareStatement(
                "select what, node, epoch, extract(epoch from since) * 1000, out from holding");
        notify = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)");
        try (Statement listen = connection.createStatement()) {
            listen.execute("listen " + CHANNEL);
        }
    }

    @Override
    public void serve(Set<String> serves, Set<String> pins) throws SQLException {
        String version = PostgresNodes.class.getPackage().getImplementationVersion();
        try (PreparedStatement say = connection.prepareStatement(
                "update node set serves = ?, pins = ?, version = ?, address = ? where node = ?")) {
            say.setArray(1, array(serves));
            say.setArray(2, array(pins));
            say.setString(3, version);
            say.setString(4, address());
            say.setString(5, self);
            say.executeUpdate();
        }
    }

    private static String address() {
        return ProcessHandle.current().pid() + "@" + System.getenv().getOrDefault("HOSTNAME", "localhost");
    }

    private Array array(Set<String> words) throws SQLException {
        return connection.createArrayOf("text", words.toArray());
    }

    private static Set<String> set(ResultSet row, int place) throws SQLException {
        return new TreeSet<>(List.of((String[]) row.getArray(place).getArray()));
    }

    @Override
    public View look() throws SQLException {
        List<Node> all = new ArrayList<>();
        long clock = 0;
        try (ResultSet row = nodes.executeQuery()) {
            while (row.next()) {
                all.add(new Node(
                        row.getString(1),
                        row.getLong(2),
                        row.getBoolean(3),
                        row.getBoolean(10),
                        row.getLong(8),
                        row.getString(4),
                        row.getString(5),
                        set(row, 6),
                        set(row, 7)));
                clock = row.getLong(9);
            }
        }
        if (all.isEmpty()) {
            // the first hub of a ledger goes by the database's clock as well
            try (Statement ask = connection.createStatement();
                    ResultSet row = ask.executeQuery("select extract(epoch from clock_timestamp()) * 1000")) {
                row.next();
                clock = row.getLong(1);
            }
        }
        List<Holding> held = new ArrayList<>();
        try (ResultSet row = holdings.executeQuery()) {
            while (row.next()) {
                held.add(new Holding(
                        row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), row.getBoolean(5)));
            }
        }
        return new View(self, clock, all, held);
    }

    /**
     * In one transaction: what the dead one is writing is waited for, and seen. Who has written something meanwhile lives: a database that
     * was slow for all makes none of them dead.
     */
    @Override
    public boolean bury(Node dead) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement end = connection.prepareStatement("update node set incarnation = incarnation + 1,"
                        + " alive = false where node = ? and incarnation = ? and alive"
                        + " and extract(epoch from clock_timestamp() - at) * 1000 >= ? returning pid");
                PreparedStatement forget = connection.prepareStatement(FORGET);
                PreparedStatement free =
                        connection.prepareStatement("update holding set node = null, epoch = epoch + 1,"
                                + " since = clock_timestamp() where node = ?")) {
            end.setString(1, dead.name());
            end.setLong(2, dead.session());
            end.setLong(3, dead.quietMillis());
            Integer pid = null;
            try (ResultSet row = end.executeQuery()) {
                if (row.next()) {
                    pid = row.getInt(1);
                }
            }
            if (pid != null) {
                forget.setString(1, dead.name());
                forget.executeUpdate();
                free.setString(1, dead.name());
                free.executeUpdate();
            }
            connection.commit();
            if (pid != null) {
                terminate(pid, dead.name());
            }
            return pid != null;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** A frozen hub's session holds what it has locked. */
    private void terminate(int pid, String node) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid = ? and usename = current_user"
                        + " and datname = current_database()")) {
            end.setInt(1, pid);
            end.executeQuery().close();
        } catch (SQLException e) {
            LOG.warn("The session of hub {} could not be ended: {}", node, PostgresFaults.advice(e));
            throw e;
        }
    }

    private boolean change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate() > 0;
        }
    }

    @Override
    public boolean take(String what) throws SQLException {
        return change(
                "insert into holding (what, node) select ?, node from node where node = ? and alive"
                        + " on conflict (what) do update set node = excluded.node, epoch = holding.epoch + 1,"
                        + " since = clock_timestamp(), out = false where holding.node is null",
                what,
                self);
    }

    @Override
    public void give(String what, String to) throws SQLException {
        change(
                "update holding set node = (select node from node where node = ?::text and alive), epoch = epoch + 1,"
                        + " since = clock_timestamp(), out = false where what = ? and node = ?",
                to,
                what,
                self);
    }

    @Override
    public void drop(String what) throws SQLException {
        change("delete from holding where what = ? and node = ?", what, self);
    }

    @Override
    public void out(String what, boolean is) throws SQLException {
        change("update holding set out = ? where what = ? and node = ?", is, what, self);
    }

    @Override
    public void leave() throws SQLException {
        change(FORGET, self);
        change("update holding set node = null, epoch = epoch + 1, since = clock_timestamp() where node = ?", self);
        change("update node set alive = false, incarnation = incarnation + 1 where node = ?", self);
    }

    @Override
    public void tell(Collection<String> words) throws SQLException {
        for (String word : words) {
            notify.setString(1, word);
            notify.executeQuery().close();
        }
    }

    @Override
    public List<String> hear(Duration wait) throws SQLException {
        PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications((int) wait.toMillis());
        List<String> words = new ArrayList<>();
        if (heard != null) {
            int own = connection.unwrap(PGConnection.class).getBackendPID();
            for (PGNotification one : heard) {
                if (one.getPID() != own) {
                    words.add(one.getParameter());
                }
            }
        }
        return words;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("The connection that looks for others did not close", e);
        }
    }
}
