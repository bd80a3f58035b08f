package org.smshub.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.smshub.bench.floor.Floor;

/** The {@link Floor} in a process of its own, with the JVM options of the hub. */
final class FloorProcess implements Contender, AutoCloseable {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Path folder = Files.createTempDirectory("floor-");
    private final int httpPort = HubSite.freePort();
    private final Process process;

    /** Starts it and waits until it is bound and listens. */
    FloorProcess(SmppSink sink, int window) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx1g",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Floor.class.getName(),
                        data().toString(),
                        Integer.toString(httpPort),
                        Integer.toString(sink.port()),
                        Integer.toString(window))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!listens()) {
            if (System.nanoTime() > until || !isAlive()) {
                String log = lastLines();
                close();
                throw new IllegalStateException("the floor did not come up:\n" + log);
            }
            Thread.sleep(50);
        }
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), httpPort)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where its ledger is. */
    Path data() {
        return folder.resolve("data");
    }

    @Override
    public InetSocketAddress http() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort);
    }

    /** What the hub gets, with a key of the same length, which nobody looks at. */
    @Override
    public byte[] request(boolean receipt) {
        return HubProcess.request(http(), "0".repeat(43), receipt);
    }

    @Override
    public double cpuSeconds() {
        return Machine.cpuSeconds(Stream.of(process.toHandle()));
    }

    @Override
    public long voluntarySwitches() {
        return Machine.voluntarySwitches(Stream.of(process.toHandle()));
    }

    @Override
    public long residentMiB() {
        return Machine.residentMiB(Stream.of(process.toHandle()));
    }

    /** Not asked for: it holds what is under way, no more. */
    @Override
    public long liveHeapMiB() {
        return 0;
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public String lastLines() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Ends it, and removes its ledger. */
    @Override
    public void close() throws IOException {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        HubSite.delete(folder);
    }
}
