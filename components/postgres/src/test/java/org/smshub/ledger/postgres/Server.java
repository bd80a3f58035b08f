package org.smshub.ledger.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A server for all test classes of a JVM, which ends with it; each class has a database of its own there. */
final class Server {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedPostgres running;

    private Server() {}

    private static synchronized EmbeddedPostgres running() {
        if (running == null) {
            try {
                // no test here cuts the power: what speaks of loss has a server with fsync (OwnServer)
                running = EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C.UTF-8")
                        .setServerConfig("max_connections", "60")
                        .setConnectConfig("connectTimeout", "5")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    /** The address of a new database without any table. */
    static String database() throws SQLException {
        String name = "ledger" + COUNT.incrementAndGet();
        try (Connection admin = running().getPostgresDatabase().getConnection();
                Statement create = admin.createStatement()) {
            create.execute("create database " + name);
        }
        return "jdbc:postgresql://127.0.0.1:" + running().getPort() + "/" + name + "?user=postgres";
    }

    static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }
}
