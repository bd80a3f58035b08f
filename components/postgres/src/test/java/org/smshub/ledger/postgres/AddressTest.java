package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the database is spoken to: whom it must be, what a session brings along, and who may not stand between. */
@Timeout(60)
class AddressTest {

    private static final Path PGBOUNCER = Path.of("/usr/sbin/pgbouncer");
    private static OwnServer server;

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

    @Test
    void aPasswordInTheAddressIsRefused() {
        assertThatThrownBy(() -> new Address("jdbc:postgresql://db/ledger?user=a&password=sesame", null, null))
                .hasMessageContaining("hub.ledger.password")
                .hasMessageNotContaining("sesame");
        assertThatThrownBy(() -> new Address("jdbc:postgresql:// :x/y", null, null))
                .hasMessageContaining("hub.ledger.url");
    }

    @Test
    void anotherMachineMustProveWhoItIs() {
        assertThat(new Address("jdbc:postgresql://db.example/ledger", null, null).said("sslmode"))
                .isEqualTo("verify-full");
        assertThat(new Address("jdbc:postgresql://127.0.0.1,db.example/ledger", null, null).said("sslmode"))
                .isEqualTo("verify-full");
        assertThat(new Address("jdbc:postgresql://db.example/ledger?sslmode=disable", null, null).said("sslmode"))
                .isEqualTo("disable");
        assertThat(new Address("jdbc:postgresql://localhost/ledger", null, null).said("sslmode"))
                .isNull();
    }

    /** Its certificate is for localhost: at any other name it is somebody else. */
    @Test
    void aCertificateOfAnotherNameIsRefused(@TempDir Path folder) throws Exception {
        Path key = folder.resolve("server.key");
        Path certificate = folder.resolve("server.crt");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        server.secure(certificate, key);
        String to = ":" + server.port() + "/ledger?user=hub&sslmode=verify-full&sslrootcert=" + certificate;
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
            new Address("jdbc:postgresql://localhost" + to, null, null)
                    .reading()
                    .close();
            return true;
        });
        assertThatThrownBy(() -> new Address("jdbc:postgresql://127.0.0.1" + to, null, null).reading())
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(PostgresFaults.isPassing(e))
                        .isFalse())
                .hasMessageContaining("127.0.0.1");
        String nobody = to.substring(0, to.indexOf("&sslrootcert")) + "&sslrootcert=" + folder.resolve("none");
        assertThatThrownBy(() -> new Address("jdbc:postgresql://localhost" + nobody, null, null).reading())
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(PostgresFaults.isPassing(e))
                        .isFalse());
    }

    @Test
    void aSessionBringsItsSettings() throws SQLException {
        Address address = new Address(server.url(), null, null);
        try (Connection writing = address.writing();
                Connection reading = address.reading()) {
            assertThat(setting(writing, "plan_cache_mode")).isEqualTo("force_generic_plan");
            assertThat(setting(writing, "enable_seqscan")).isEqualTo("off");
            assertThat(setting(writing, "tcp_keepalives_idle")).isEqualTo("2");
            assertThat(setting(writing, "client_connection_check_interval")).isEqualTo("1s");
            assertThat(setting(writing, "lock_timeout")).isEqualTo("3s");
            assertThat(setting(reading, "enable_seqscan")).isEqualTo("on");
            assertThat(setting(reading, "default_transaction_read_only")).isEqualTo("on");
        }
        String asynchronous = server.url() + "&options=-c%20synchronous_commit=off";
        try (Connection writing = new Address(asynchronous, null, null).writing()) {
            assertThat(setting(writing, "synchronous_commit")).isEqualTo("off");
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement ask = connection.createStatement();
                ResultSet row = ask.executeQuery("show " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void aPoolerIsRefused(@TempDir Path folder) throws Exception {
        assumeThat(PGBOUNCER).as("Debian's pgbouncer").exists();
        int port = freePort();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path users = Files.writeString(folder.resolve("users.txt"), "\"hub\" \"\"\n");
        Path config = Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                ledger = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = trust
                auth_file = %s
                pool_mode = transaction
                ignore_startup_parameters = extra_float_digits
                """.formatted(server.port(), port, users));
        Process pooler = new ProcessBuilder(OwnServer.asPostgres(PGBOUNCER.toString(), config.toString()))
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "pgbouncer.log").toFile())
                .start();
        try {
            Address address = new Address("jdbc:postgresql://127.0.0.1:" + port + "/ledger?user=hub", null, null);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThatThrownBy(address::writing)
                    .hasMessageContaining("pooler")
                    .hasMessageContaining("hub.ledger.url"));
        } finally {
            pooler.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
