package org.smshub.ledger.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Debian's PostgreSQL with a data folder of its own, which is stopped, killed, started again, followed by a standby.
 * Commits are durable here, as an operator has them. It runs as the user postgres where this is root, for PostgreSQL
 * does not run as root.
 */
public final class OwnServer implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double TICKS_PER_SECOND = 100;

    private final Path folder;
    private final int port;
    private Process postgres;

    private OwnServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Whether Debian's postgresql (15 or later) is installed. */
    public static boolean isThere() {
        return bin() != null;
    }

    private static Path bin() {
        if (!Files.isDirectory(VERSIONS)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.filter(v -> v.getFileName().toString().matches("1[5-9]|[2-9]\\d"))
                    .map(v -> v.resolve("bin"))
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new one with an empty database named ledger, running. */
    public static OwnServer start() throws Exception {
        OwnServer server = new OwnServer(folder(), freePort());
        run("initdb", "-D", server.data().toString(), "-U", "hub", "--auth=trust", "--encoding=UTF8", "--locale=C");
        server.up();
        try (Connection admin = server.connect("postgres");
                Statement create = admin.createStatement()) {
            create.execute("create database ledger");
        }
        return server;
    }

    /** A standby that follows this one by streaming, running. */
    public OwnServer standby() throws Exception {
        OwnServer standby = new OwnServer(folder(), freePort());
        run(
                "pg_basebackup",
                "-D",
                standby.data().toString(),
                "-R",
                "-X",
                "stream",
                "-c",
                "fast",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "hub");
        standby.up();
        return standby;
    }

    /** Keeps all its WAL and a base backup beside, as docs/scaling.md says. */
    void backUp() throws Exception {
        Path wal = folder.resolve("wal");
        run(asPostgres("mkdir", wal.toString()));
        execute("alter system set archive_mode = on");
        execute("alter system set archive_command = 'test ! -f " + wal + "/%f && cp %p " + wal + "/%f'");
        stop();
        up();
        run(
                "pg_basebackup",
                "-D",
                folder.resolve("base").toString(),
                "-c",
                "fast",
                "-X",
                "stream",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "hub");
    }

    /** What it was at that moment, as a server of its own, running. @param time as PostgreSQL writes it */
    OwnServer backTo(String time) throws Exception {
        OwnServer back = new OwnServer(folder(), freePort());
        run(asPostgres(
                "cp", "-a", folder.resolve("base").toString(), back.data().toString()));
        Files.writeString(back.data().resolve("postgresql.auto.conf"), """
                restore_command = 'cp %s/%%f %%p'
                recovery_target_time = '%s'
                recovery_target_action = 'promote'
                """.formatted(folder.resolve("wal"), time));
        run(asPostgres("touch", back.data().resolve("recovery.signal").toString()));
        back.up();
        return back;
    }

    private static Path folder() throws Exception {
        Path folder = Files.createTempDirectory("postgres");
        if (isRoot()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        return folder;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static List<String> command(String program, String... options) {
        List<String> command = new ArrayList<>(List.of(bin().resolve(program).toString()));
        command.addAll(List.of(options));
        return asPostgres(command.toArray(String[]::new));
    }

    /** As the user postgres where this is root. */
    static List<String> asPostgres(String... program) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
        }
        command.addAll(List.of(program));
        return command;
    }

    /** Has it speak TLS too, from the next connection on. */
    void secure(Path certificate, Path key) throws Exception {
        for (Path file : List.of(certificate, key)) {
            Path own = Files.copy(file, data().resolve(file.getFileName()));
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
            if (isRoot()) {
                run(List.of("chown", "postgres", own.toString()));
            }
        }
        execute("alter system set ssl = on");
        execute("select pg_reload_conf()");
    }

    private static void run(String program, String... options) throws Exception {
        run(command(program, options));
    }

    private static void run(List<String> command) throws Exception {
        Path log = Files.createTempFile("postgres", ".log");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/tmp").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(command + ": " + Files.readString(log));
        }
        Files.delete(log);
    }

    /** Starts it, and waits until it answers. */
    public void up() throws Exception {
        launch();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::answers);
    }

    private void launch() throws IOException {
        postgres = new ProcessBuilder(command(
                        "postgres",
                        "-D",
                        data().toString(),
                        "-p",
                        Integer.toString(port),
                        "-k",
                        folder.toString(),
                        "-h",
                        "127.0.0.1"))
                .directory(Path.of("/tmp").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "postgres-" + port + ".log").toFile()))
                .start();
    }

    private boolean answers() {
        try (Connection any = connect("postgres")) {
            return any.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** As {@code pg_ctl stop -m fast}: sessions end, then the server. */
    public void stop() throws Exception {
        signal("INT");
        postgres.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** As {@code pg_ctl stop -m immediate}: without a checkpoint, so that the next start recovers. */
    public void quit() throws Exception {
        signal("QUIT");
        postgres.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Its postmaster is killed; what it leaves is recovered at the next start. */
    public void kill() throws Exception {
        postgres.destroyForcibly().waitFor();
        // its children see it, and hold the folder until they are gone
        Awaitility.await().atMost(PATIENCE).until(() -> !answers());
    }

    private void signal(String name) throws Exception {
        run(List.of("kill", "-" + name, Long.toString(postgres.pid())));
    }

    public void promote() throws Exception {
        run("pg_ctl", "promote", "-D", data().toString(), "-w");
    }

    public int port() {
        return port;
    }

    /** Of the ledger's database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/ledger?user=hub";
    }

    public Connection connect() throws SQLException {
        return connect("ledger");
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=hub&connectTimeout=2&socketTimeout=20");
    }

    /** Whether no hub has a session here any more. */
    public boolean isLeft() throws SQLException {
        try (Connection any = connect();
                Statement ask = any.createStatement();
                ResultSet row =
                        ask.executeQuery("select count(*) from pg_stat_activity where application_name = 'sms-hub'")) {
            return row.next() && row.getInt(1) == 0;
        }
    }

    /** Seconds of CPU of its processes so far, also of sessions that have ended. */
    double cpuSeconds() {
        return Stream.concat(Stream.of(postgres.toHandle()), postgres.toHandle().descendants())
                        .mapToLong(OwnServer::ticks)
                        .sum()
                / TICKS_PER_SECOND;
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            // behind the name, which may hold anything: state … utime stime cutime cstime
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
            return java.util.Arrays.stream(fields, 11, 15)
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException e) {
            return 0; // it has just ended: its parent has it
        }
    }

    public void execute(String sql) throws SQLException {
        try (Connection any = connect();
                Statement statement = any.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (postgres.isAlive()) {
                stop();
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
