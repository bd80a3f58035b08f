package org.smshub.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.smshub.bench.HubSite;
import org.smshub.ledger.postgres.OwnServer;

/**
 * Where the hubs of these tests have their ledgers: each in a file of its own or, with {@code -Dledger=postgres}, in a database of its own
 * at one server. A test that says where its ledger is has it there.
 */
public final class Ledgers {

    private static final boolean POSTGRES = "postgres".equals(System.getProperty("ledger"));

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static OwnServer server;

    private Ledgers() {}

    /** Of all sites that are made from here on. */
    static synchronized void choose() throws IOException {
        if (!POSTGRES || server != null) {
            return;
        }
        Assumptions.assumeTrue(OwnServer.isThere(), "Debian's postgresql");
        try {
            server = OwnServer.start();
        } catch (Exception e) {
            throw new IOException("no PostgreSQL for the hubs' ledgers", e);
        }
        OwnServer own = server;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                own.close();
            } catch (IOException e) {
                System.err.println(e);
            }
        }));
        HubSite.ledgers(Ledgers::another);
    }

    private static String another() {
        String name = "hub" + DATABASES.incrementAndGet();
        try {
            server.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database for a hub", e);
        }
        return server.url().replace("/ledger?", "/" + name + "?");
    }

    /** To look into the ledger of a hub, whether it runs or not. */
    public static Connection connect(HubSite site) throws SQLException {
        Path values = site.config().resolve("application.properties");
        Properties said = new Properties();
        try (var in = Files.newBufferedReader(values)) {
            said.load(in);
        } catch (IOException e) {
            throw new SQLException("cannot read " + values, e);
        }
        String url = said.getProperty("hub.ledger.url", "").strip();
        return DriverManager.getConnection(
                url.startsWith("jdbc:postgresql:")
                        ? url
                        : "jdbc:sqlite:" + site.data().resolve("ledger.db"));
    }

    /** Nothing is committed by the hub until this is rolled back. */
    public static Connection hold(HubSite site) throws SQLException {
        Connection holder = connect(site);
        try {
            holder.setAutoCommit(false);
            holder.createStatement().execute(POSTGRES ? "lock table part in share mode" : "create table held (x)");
            return holder;
        } catch (SQLException e) {
            holder.close();
            throw e;
        }
    }

    /** Of what is about the file itself. */
    public static void assumeFiles() {
        Assumptions.assumeFalse(POSTGRES, "a test of the ledger in a file");
    }
}
