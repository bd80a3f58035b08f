package org.smshub.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.smshub.site.Processes;

/** One run of a hub, from the launcher to the end; what it costs the machine. */
public final class HubProcess implements Contender {

    private static final Pattern USED = Pattern.compile("\\bused (\\d+)K");

    /** The reference makes the request idempotent; {@code %s} says which receipts are asked for, nothing = FINAL. */
    private static final String BODY =
            "{\"to\":\"+" + Tally.PREFIX + HttpConnection.DIGITS + "\",\"from\":\"12345\",\"text\":\"" + HttpLoad.TEXT
                    + "\",\"ref\":\"bench-" + HttpConnection.DIGITS + "\"%s}";

    private final HubSite site;
    private final Process process;
    private String notReady = "";
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    HubProcess(HubSite site, Process process) {
        this.site = site;
        this.process = process;
    }

    /** Waits until the API and the management port answer and the demo client has its key. */
    public void awaitReady(Duration patience) throws IOException, InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!ready()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the hub ended with " + process.exitValue() + ":\n" + lastLines());
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the hub was not ready within " + patience.toSeconds() + " s ("
                        + notReady + "):\n" + lastLines());
            }
            Thread.sleep(50);
        }
    }

    private boolean ready() throws InterruptedException {
        if (!Files.exists(site.data().resolve("demo.key"))) {
            notReady = "no demo.key";
            return false;
        }
        try {
            notReady = "health";
            get(site.management("/observe/health"));
            notReady = "API";
            int status =
                    get(site.api("/v1/messages/00000000000000000000000000")).statusCode();
            notReady = "the API answers " + status;
            return status == 404;
        } catch (IOException notYet) {
            notReady += ": " + notYet;
            return false;
        }
    }

    /** GET with the demo client's key. */
    public HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + site.apiKey())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGSTOP or SIGCONT: it stands still, or goes on, with all its connections open. */
    public void freeze(boolean still) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", still ? "-STOP" : "-CONT"));
        tree().forEach(p -> command.add(Long.toString(p.pid())));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }

    /** SIGKILL, to the launcher and what it started. */
    public void kill() {
        Processes.kill(tree());
    }

    /**
     * SIGTERM, as Ctrl-C does it.
     *
     * @return the exit status
     */
    public int stop(Duration patience) throws InterruptedException {
        process.destroy();
        return awaitExit(patience);
    }

    /** Waits for the hub to end by itself. */
    public int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the hub still runs after " + patience.toSeconds() + " s:\n" + lastLines());
        }
        return process.exitValue();
    }

    @Override
    public InetSocketAddress http() {
        return site.http();
    }

    @Override
    public byte[] request(boolean receipt) throws IOException {
        return request(http(), site.apiKey(), !receipt ? "NONE" : site.isToldAll() ? "ALL" : "FINAL");
    }

    static byte[] request(InetSocketAddress http, String apiKey, boolean receipt) {
        return request(http, apiKey, receipt ? "FINAL" : "NONE");
    }

    private static byte[] request(InetSocketAddress http, String apiKey, String receipt) {
        String body = BODY.formatted(receipt.equals("FINAL") ? "" : ",\"receipt\":\"" + receipt + "\"");
        return ("POST /v1/messages HTTP/1.1\r\nHost: " + http.getHostString() + ":" + http.getPort()
                        + "\r\nAuthorization: Bearer " + apiKey
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public double cpuSeconds() {
        return Machine.cpuSeconds(tree());
    }

    @Override
    public long voluntarySwitches() {
        return Machine.voluntarySwitches(tree());
    }

    @Override
    public long residentMiB() {
        return Machine.residentMiB(tree());
    }

    /** How many it has now, those of the JVM included; 0 where the system does not say. */
    public long threads() {
        return Machine.threads(tree());
    }

    /** 0 where the hub's JDK has no jcmd. */
    @Override
    public long liveHeapMiB() throws InterruptedException {
        long heap = 0;
        for (ProcessHandle java : tree().toList()) {
            Path jcmd = Path.of(java.info().command().orElse("")).resolveSibling("jcmd");
            if (Files.isExecutable(jcmd)) {
                output(jcmd, java.pid(), "GC.run");
                // one line a generation; what is not the heap is named
                heap += output(jcmd, java.pid(), "GC.heap_info")
                        .lines()
                        .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                        .mapToLong(line -> Machine.number(USED, line))
                        .sum();
            }
        }
        return heap / 1024;
    }

    private static String output(Path jcmd, long pid, String command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(30, TimeUnit.SECONDS);
            return text;
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String lastLines() {
        try {
            List<String> lines = Files.readAllLines(site.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** The launcher and, where it does not hand its process over, the hub below it. */
    private Stream<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }
}
