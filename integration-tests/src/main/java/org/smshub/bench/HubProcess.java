package org.smshub.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One run of a hub, from the launcher to the end; what it costs the machine. */
public final class HubProcess {

    private static final Pattern USED = Pattern.compile("\\bused (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");

    private final HubSite site;
    private final Process process;
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
                throw new IllegalStateException(
                        "the hub was not ready within " + patience.toSeconds() + " s:\n" + lastLines());
            }
            Thread.sleep(50);
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return Files.exists(site.data().resolve("demo.key"))
                    && get(site.management("/observe/health")).statusCode() > 0
                    && get(site.api("/v1/messages/00000000000000000000000000")).statusCode() == 404;
        } catch (IOException notYet) {
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

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, to the launcher and what it started. */
    public void kill() {
        List<ProcessHandle> all = tree().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(p -> p.onExit().orTimeout(30, TimeUnit.SECONDS).join());
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

    /** CPU time of the hub so far, user and system, in seconds. */
    public double cpuSeconds() {
        return tree().mapToLong(p -> p.info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toNanos())
                        .sum()
                / 1e9;
    }

    /** Resident memory in MiB; 0 where the system does not say. */
    public long residentMiB() {
        return tree().mapToLong(p -> {
                            try {
                                return number(RESIDENT, Files.readString(Path.of("/proc/" + p.pid() + "/status")));
                            } catch (IOException notLinux) {
                                return 0;
                            }
                        })
                        .sum()
                / 1024;
    }

    /** What the heap holds after a full collection, in MiB; 0 where the hub's JDK has no jcmd. */
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
                        .mapToLong(line -> number(USED, line))
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

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** The end of what the hub printed. */
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
