package org.smshub.it.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.smshub.bench.Histogram;

/** What the console's pages ask of the hub, without a browser: signed in by its cookie, as often as they ask. */
final class ConsoleClient implements AutoCloseable {

    private final URI console;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** Microseconds by the name of a call. */
    private final Map<String, Histogram> took = new TreeMap<>();

    private final List<ScheduledFuture<?>> pages = new ArrayList<>();
    private volatile String failure;

    ConsoleClient(URI console, String key) throws IOException, InterruptedException {
        this.console = console;
        HttpResponse<String> signed = http.send(
                request("/session")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"key\": \"" + key + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (signed.statusCode() != 204) {
            throw new IOException(signed.body());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(console.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("X-Hub-Console", "1");
    }

    /** Asks once. @return the answer */
    String ask(String name, String path) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> answer = http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
        long micros = (System.nanoTime() - start) / 1_000;
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        synchronized (took) {
            took.computeIfAbsent(name, n -> new Histogram()).record(micros);
        }
        return answer.body();
    }

    /** The overview: its state each two seconds, its charts each ten. */
    void overview(ScheduledExecutorService clock) {
        each(clock, 2_000, "status", "/v1/status");
        each(clock, 10_000, "figures", "/v1/figures");
    }

    /** The newest hundred, each second. */
    void live(ScheduledExecutorService clock) {
        each(clock, 1_000, "live", "/v1/messages?limit=100");
    }

    private void each(ScheduledExecutorService clock, long millis, String name, String path) {
        pages.add(clock.scheduleWithFixedDelay(
                () -> {
                    try {
                        ask(name, path);
                    } catch (IOException e) {
                        failure = e.toString();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                0,
                millis,
                TimeUnit.MILLISECONDS));
    }

    /** The first call that was not answered well, or null. */
    String failure() {
        return failure;
    }

    /** Milliseconds at a percentile. */
    double millis(String name, double percent) {
        synchronized (took) {
            return took.get(name).percentile(percent) / 1e3;
        }
    }

    /** A line a call. */
    String figures() {
        StringBuilder lines = new StringBuilder();
        synchronized (took) {
            took.forEach((name, histogram) -> lines.append(String.format(
                    Locale.ROOT,
                    "FIGURE console %-40s p50 %6.1f ms, p95 %6.1f, p99 %6.1f (%d calls)%n",
                    name,
                    histogram.percentile(50) / 1e3,
                    histogram.percentile(95) / 1e3,
                    histogram.percentile(99) / 1e3,
                    histogram.total())));
        }
        return lines.toString();
    }

    /** No page asks any more. */
    @Override
    public void close() {
        pages.forEach(page -> page.cancel(false));
        pages.clear();
    }
}
