package org.smshub.hub.routing;

import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.check.Checked;
import org.smshub.hub.routing.table.CsvTable;
import org.smshub.hub.routing.table.PrefixMap;
import org.smshub.hub.routing.table.TableFile;
import org.smshub.link.SmsHeaders;

/**
 * In which network a number is now (number portability), by a table of the configuration or a look-up by HTTP. Sets the exchange
 * property {@value #NETWORK}, by which {@code numbers.csv} chooses. A look-up is waited for without a thread, for its time alone:
 * one that does not answer, and all while too many are under way or too many have failed, counts as {@code unknown}.
 */
public class Portability extends RoutingBean implements AsyncProcessor, Checked {

    /** Exchange property: the network of the recipient; absent = not known. */
    public static final String NETWORK = "network";

    private static final Logger LOG = LoggerFactory.getLogger(Portability.class);
    private static final String NETWORKS = "[A-Za-z0-9][A-Za-z0-9._-]{0,39}";

    /** Failures in a row, and how long nobody is asked then. */
    private static final int FAILURES = 10;

    private static final int WORKERS = 4;
    private static final long REST = TimeUnit.SECONDS.toNanos(5);

    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long restUntil;
    private volatile boolean resting;
    private String file;
    private String url = "";
    private String field = "";
    private String authorization = "";
    private Duration timeout = Duration.ofMillis(500);
    private Duration keep = Duration.ofHours(24);
    private int cached = 100_000;
    private int window = 50;
    private String unknown = "";
    private TableFile<Ported> table;
    private NetworkLookUp lookUp;
    private ExecutorService workers;
    private Map<String, Known> cache;

    /** What was heard of a number. @param network empty = it has none of its own */
    private record Known(String network, long until) {}

    /** {@code ported.csv} as it was read: whole numbers, and prefixes. */
    record Ported(PrefixMap prefixes, String[] networks) {

        /** Empty = the table has no line for the number. */
        String network(String number) {
            int entry = prefixes.find(number);
            return entry < 0 ? "" : networks[prefixes.value(entry)];
        }

        static Ported read(String name, Reader in) throws IOException {
            Map<String, Integer> places = new HashMap<>();
            List<String> networks = new ArrayList<>();
            Lines lines = new Lines();
            new CsvTable(name, Set.of("number", "network"), Set.of()).read(in, line -> {
                String number = line.get("number");
                String network = line.get("network");
                if (!number.matches("\\+[1-9][0-9]{0,14}")) {
                    throw line.wrong("a number, or the prefix of some, is + and up to 15 digits; not '" + number + "'");
                }
                if (!network.matches(NETWORKS)) {
                    throw line.wrong(
                            "a network is 1 to 40 of letters, digits and ._-, such as 26002; not '" + network + "'");
                }
                lines.add(line, PrefixMap.key(number), places.computeIfAbsent(network, n -> {
                    networks.add(n);
                    return networks.size() - 1;
                }));
            });
            return new Ported(lines.sorted(), networks.toArray(new String[0]));
        }
    }

    /** Millions of lines, without an object for each. */
    private static final class Lines {

        private long[] keys = new long[1_024];
        private int[] values = new int[1_024];
        private int size;

        void add(CsvTable.Line line, long key, int value) {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            if (size > 0 && keys[size - 1] == key) {
                throw line.wrong("this number stands there twice");
            }
            keys[size] = key;
            values[size++] = value;
        }

        PrefixMap sorted() {
            Integer[] order = new Integer[size];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Long.compare(keys[a], keys[b]));
            long[] sortedKeys = new long[size];
            int[] sortedValues = new int[size];
            int n = 0;
            for (int at : order) {
                // of two lines the later counts
                n -= n > 0 && sortedKeys[n - 1] == keys[at] ? 1 : 0;
                sortedKeys[n] = keys[at];
                sortedValues[n++] = values[at];
            }
            return new PrefixMap(Arrays.copyOf(sortedKeys, n), Arrays.copyOf(sortedValues, n));
        }
    }

    @Override
    void start() {
        if (url.isEmpty()) {
            table = new TableFile<>(getCamelContext(), file, Ported::read).open();
            return;
        }
        // what comes behind it may wait for something, and the loop that reads answers may not; no more wait than the
        // window
        workers = getCamelContext().getExecutorServiceManager().newFixedThreadPool(this, "portability", WORKERS);
        lookUp = new NetworkLookUp(url, field, authorization, window, timeout.toMillis());
        cache = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                return size() > cached;
            }
        };
    }

    @Override
    public void check() {
        if (isOn() && url.isEmpty()) {
            new TableFile<>(getCamelContext(), file, Ported::read).read();
        }
    }

    @Override
    void stop() {
        if (lookUp != null) {
            lookUp.close();
        }
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        processAsync(exchange).get(timeout.toMillis() + TimeUnit.SECONDS.toMillis(5), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<Exchange> processAsync(Exchange exchange) {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        process(exchange, sync -> done.complete(exchange));
        return done;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String number = exchange.getMessage().getHeader(SmsHeaders.TO, "", String.class);
        if (!number.startsWith("+")) {
            callback.done(true);
            return true;
        }
        if (table != null) {
            set(exchange, table.get().network(number), table.name());
            callback.done(true);
            return true;
        }
        if (lookUp == null) {
            exchange.setException(new IllegalStateException("hub.routing.portability is false"));
            callback.done(true);
            return true;
        }
        String known = known(number);
        if (known != null) {
            set(exchange, known, "its look-up, of before");
            callback.done(true);
            return true;
        }
        if (isResting() || !mayAsk()) {
            set(exchange, unknown, "hub.portability.unknown, for the look-up is not asked now");
            callback.done(true);
            return true;
        }
        lookUp.ask(number).whenComplete((network, failure) -> {
            asking.decrementAndGet();
            answered(exchange, number, network, failure);
            try {
                workers.execute(() -> callback.done(false));
            } catch (RejectedExecutionException e) {
                // the hub has stopped
                exchange.setException(e);
                callback.done(false);
            }
        });
        return false;
    }

    private boolean mayAsk() {
        if (asking.incrementAndGet() <= window) {
            return true;
        }
        asking.decrementAndGet();
        return false;
    }

    private void answered(Exchange exchange, String number, String network, Throwable failure) {
        if (failure == null && (network.isEmpty() || network.matches(NETWORKS))) {
            if (resting) {
                resting = false;
                LOG.info("The look-up of networks answers again");
            }
            failures.set(0);
            synchronized (cache) {
                cache.put(number, new Known(network, System.nanoTime() + keep.toNanos()));
            }
            set(exchange, network, "its look-up");
            return;
        }
        String why = failure == null ? "it names no network" : failure.getMessage();
        if (failures.incrementAndGet() >= FAILURES) {
            restUntil = System.nanoTime() + REST;
            if (!resting) {
                resting = true;
                LOG.warn(
                        "The look-up of networks (hub.portability.url) fails: {}. Numbers count as '{}' (hub.portability.unknown)"
                                + " until it answers; it is asked again every {} s",
                        why,
                        unknown,
                        TimeUnit.NANOSECONDS.toSeconds(REST));
            }
        }
        set(exchange, unknown, "hub.portability.unknown, for the look-up fails: " + why);
    }

    /** In a rest one look-up is made when its time is over, and the others wait for what comes of it. */
    private boolean isResting() {
        if (!resting) {
            return false;
        }
        long now = System.nanoTime();
        synchronized (failures) {
            if (now - restUntil < 0) {
                return true;
            }
            restUntil = now + REST;
            return false;
        }
    }

    private String known(String number) {
        synchronized (cache) {
            Known known = cache.get(number);
            if (known == null || known.until() - System.nanoTime() > 0) {
                return known == null ? null : known.network();
            }
            cache.remove(number);
            return null;
        }
    }

    private static void set(Exchange exchange, String network, String where) {
        if (!network.isEmpty()) {
            exchange.setProperty(NETWORK, network);
        }
        if (isAsked(exchange)) {
            tell(exchange, (network.isEmpty() ? "no network of its own" : "network " + network) + " by " + where);
        }
    }

    @Override
    public String getFile() {
        return file;
    }

    /** Where there is no URL: the table, such as {@code file:/etc/sms-hub/ported.csv}. */
    public void setFile(String file) {
        this.file = file;
    }

    public String getUrl() {
        return url;
    }

    /** Of the look-up, with {@code {number}} where the digits of a number go; empty = the table. */
    public void setUrl(String url) {
        if (!url.isBlank() && (!url.matches("https?://\\S+") || !url.contains("{number}"))) {
            throw new IllegalArgumentException(
                    "hub.portability.url begins with http:// or https:// and has {number} in it, or is empty");
        }
        this.url = url.trim();
    }

    public String getField() {
        return field;
    }

    /** Where in the JSON of the answer the network stands (RFC 6901, {@code /mccmnc}); empty = the answer is the network. */
    public void setField(String field) {
        this.field = field.trim();
    }

    public String getAuthorization() {
        return authorization;
    }

    /** The header of that name, or empty. */
    public void setAuthorization(String authorization) {
        this.authorization = authorization.trim();
    }

    public Duration getTimeout() {
        return timeout;
    }

    /** How long a message waits for its look-up: 1 ms to 60 s. */
    public void setTimeout(Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofSeconds(60)) > 0) {
            throw new IllegalArgumentException("hub.portability.timeout is 1ms to 60s, not " + timeout);
        }
        this.timeout = timeout;
    }

    public Duration getKeep() {
        return keep;
    }

    /** How long an answer holds. */
    public void setKeep(Duration keep) {
        this.keep = keep;
    }

    public int getCached() {
        return cached;
    }

    /** Answers that are remembered. */
    public void setCached(int cached) {
        this.cached = cached;
    }

    public int getWindow() {
        return window;
    }

    /** Look-ups under way at once. */
    public void setWindow(int window) {
        this.window = window;
    }

    public String getUnknown() {
        return unknown;
    }

    /** The network of a number of which nothing is heard; empty = none, and its prefix decides. */
    public void setUnknown(String unknown) {
        this.unknown = unknown.trim();
    }
}
