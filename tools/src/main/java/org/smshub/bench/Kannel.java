package org.smshub.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Kannel (Debian package {@code kannel}) in the same place as the hub: its smsbox takes the messages by HTTP, its bearerbox keeps them in
 * a {@code file} store, which it never syncs, and sends them by SMPP; a receipt calls an URL, since Kannel keeps none to be asked for.
 */
final class Kannel implements Contender, AutoCloseable {

    private static final Path BOXES = Path.of("/usr/sbin");
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final Path folder = Files.createTempDirectory("kannel-");
    private final List<Process> processes = new ArrayList<>();
    private final ExecutorService callers = Executors.newFixedThreadPool(2);
    private final HttpServer callbacks;
    private final AtomicLong called = new AtomicLong();
    private final int httpPort = HubSite.freePort();

    static boolean isInstalled() {
        return Files.isExecutable(BOXES.resolve("bearerbox")) && Files.isExecutable(BOXES.resolve("smsbox"));
    }

    /** Starts it and waits until both sides are up. */
    Kannel(SmppSink sink, int window) throws IOException, InterruptedException {
        callbacks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        callbacks.setExecutor(callers);
        callbacks.createContext("/", call -> {
            called.incrementAndGet();
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        callbacks.start();
        int boxPort = HubSite.freePort();
        Path configuration = Files.writeString(folder.resolve("kannel.conf"), """
                group = core
                admin-port = %d
                admin-interface = 127.0.0.1
                admin-password = none
                smsbox-port = %d
                box-allow-ip = 127.0.0.1
                log-level = 3
                dlr-storage = internal
                store-type = file
                store-location = %s

                group = smsc
                smsc = smpp
                smsc-id = sink
                host = 127.0.0.1
                port = %d
                transceiver-mode = true
                smsc-username = bench
                smsc-password = bench
                system-type = bench
                max-pending-submits = %d

                group = smsbox
                bearerbox-host = 127.0.0.1
                sendsms-port = %d
                sendsms-interface = 127.0.0.1
                log-level = 3

                group = sendsms-user
                username = bench
                password = bench
                max-messages = 1
                """.formatted(
                        HubSite.freePort(), boxPort, folder.resolve("store"), sink.port(), window, httpPort));
        start("bearerbox", configuration);
        await("bearerbox", () -> listens(boxPort) && sink.bound() > 0);
        start("smsbox", configuration);
        await("smsbox", () -> listens(httpPort));
    }

    private void start(String box, Path configuration) throws IOException {
        processes.add(new ProcessBuilder(BOXES.resolve(box).toString(), configuration.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start());
    }

    private void await(String box, BooleanSupplier up) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!up.getAsBoolean()) {
            if (System.nanoTime() > until || !isAlive()) {
                String log = lastLines();
                close();
                throw new IllegalStateException("Kannel's " + box + " did not come up:\n" + log);
            }
            Thread.sleep(50);
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** How many receipts it reported. */
    long called() {
        return called.get();
    }

    @Override
    public InetSocketAddress http() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort);
    }

    @Override
    public byte[] request(boolean receipt) {
        String query = "username=bench&password=bench&from=12345&to=%2B" + Tally.PREFIX + HttpConnection.DIGITS
                + "&text=" + HttpLoad.TEXT.replace(' ', '+').replace(":", "%3A");
        if (receipt) {
            query += "&dlr-mask=3&dlr-url=http%3A%2F%2F127.0.0.1%3A"
                    + callbacks.getAddress().getPort() + "%2Fdlr%3Fid%3D" + HttpConnection.DIGITS;
        }
        return ("GET /cgi-bin/sendsms?" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + httpPort + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public double cpuSeconds() {
        return Machine.cpuSeconds(handles());
    }

    @Override
    public long voluntarySwitches() {
        return Machine.voluntarySwitches(handles());
    }

    @Override
    public long residentMiB() {
        return Machine.residentMiB(handles());
    }

    @Override
    public long liveHeapMiB() {
        return 0;
    }

    @Override
    public boolean isAlive() {
        return processes.stream().allMatch(Process::isAlive);
    }

    @Override
    public String lastLines() {
        try {
            return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private Stream<ProcessHandle> handles() {
        return processes.stream().map(Process::toHandle);
    }

    /** Ends both boxes, smsbox first, and removes what they wrote. */
    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            Process process = processes.get(i);
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        callbacks.stop(0);
        callers.shutdown();
        try {
            HubSite.delete(folder);
        } catch (IOException e) {
            System.err.println("left behind: " + e.getMessage());
        }
    }
}
