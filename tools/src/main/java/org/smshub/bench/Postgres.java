package org.smshub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's PostgreSQL with a data folder of its own, durable commits, and the settings that docs/scaling.md advises. It runs as the user
 * postgres where this is root, for PostgreSQL does not run as root.
 */
final class Postgres implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final long PATIENCE_SECONDS = 60;

    private final Path folder = Files.createTempDirectory("postgres-");
    private final int port = HubSite.freePort();
    private final Process process;

    static boolean isInstalled() {
        return bin() != null;
    }

    /** Starts it and waits until it answers. */
    Postgres() throws IOException, InterruptedException {
        if (isRoot()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        Path data = folder.resolve("data");
        run(command("initdb", "-D", data.toString(), "-U", "hub", "--auth=trust", "--encoding=UTF8", "--locale=C"));
        List<String> server = command(
                "postgres",
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-k",
                folder.toString(),
                "-h",
                "127.0.0.1");
        for (String setting : List.of(
                "shared_buffers=1GB",
                "max_wal_size=8GB",
                "checkpoint_timeout=15min",
                "wal_compression=lz4",
                "log_min_messages=fatal")) {
            server.addAll(List.of("-c", setting));
        }
        process = new ProcessBuilder(server)
                .directory(folder.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            if (System.nanoTime() > until || !process.isAlive()) {
                String log = Files.readString(folder.resolve("log"));
                close();
                throw new IllegalStateException("PostgreSQL did not come up:\n" + log);
            }
            Thread.sleep(50);
        }
    }

    /** Where Debian has version 15 or later, or null. */
    private static Path bin() {
        if (!Files.isDirectory(VERSIONS)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.filter(v -> v.getFileName().toString().matches("1[5-9]|[2-9]\\d"))
                    .map(v -> v.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> command(String program, String... options) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
        }
        command.add(bin().resolve(program).toString());
        command.addAll(List.of(options));
        return command;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
        return said.strip();
    }

    private boolean answers() throws InterruptedException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected() && ask("postgres", "select 1").equals("1");
        } catch (IOException | IllegalStateException notYet) {
            return false;
        }
    }

    /** What a statement says: a row a line. */
    String ask(String database, String sql) throws IOException, InterruptedException {
        return run(command(
                "psql",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "hub",
                "-X",
                "-A",
                "-t",
                "-c",
                sql,
                database));
    }

    /** A new database; the address for {@code hub.ledger.url}. */
    String database(String name) throws IOException, InterruptedException {
        ask("postgres", "create database " + name);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=hub";
    }

    /** CPU seconds of all its processes so far, also of those that ended. */
    double cpuSeconds() {
        return Machine.familySeconds(process.toHandle());
    }

    /** Ends its sessions, then itself, and removes its data. */
    @Override
    public void close() throws IOException {
        try {
            if (process.isAlive()) {
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor();
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        HubSite.delete(folder);
    }
}
