package org.smshub.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.smshub.bench.SmppSink;
import org.smshub.site.Processes;

/** A centre in a process of its own, which can be killed; what it took stands in a file before it is answered. */
public final class CentreProcess implements AutoCloseable {

    private static final String READY = "ready";

    private final Path book;
    private final int port;
    private Process process;
    private int starts;

    public CentreProcess(Path book, int port) {
        this.book = book;
        this.port = port;
    }

    public int port() {
        return port;
    }

    public void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CentreProcess.class.getName(),
                        book.toString(),
                        Integer.toString(port),
                        Integer.toString(++starts))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        if (!READY.equals(out.readLine())) {
            throw new IOException("the centre did not start");
        }
    }

    /** SIGKILL. */
    public void kill() {
        Processes.kill(Stream.of(process.toHandle()));
    }

    /** How often it took a submit to each number. */
    public Map<String, Integer> copies() throws IOException {
        Map<String, Integer> copies = new HashMap<>();
        for (String number : Files.readAllLines(book)) {
            copies.merge(number, 1, Integer::sum);
        }
        return copies;
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    /** Each life of it gives ids of its own. */
    public static void main(String[] args) throws Exception {
        FileChannel book = FileChannel.open(
                Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        long lastId = Long.parseLong(args[2]) * 1_000_000;
        new SmppSink(
                SmppSink.Settings.FAST.withAnswerDelay(Duration.ofMillis(10)),
                Integer.parseInt(args[1]),
                lastId,
                submit -> {
                    try {
                        // what the kernel has outlives the process
                        book.write(ByteBuffer.wrap((submit.to() + "\n").getBytes(StandardCharsets.US_ASCII)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
