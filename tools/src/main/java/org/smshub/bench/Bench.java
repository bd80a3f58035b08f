package org.smshub.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** {@code ./hub bench}: how fast the packaged hub is, what it costs, and that it lost nothing. */
public final class Bench {

    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration LINK = Duration.ofMinutes(1);
    private static final String WITH_BACKLOG = "with a backlog";
    private static final String WITHOUT_BACKLOG = "without a backlog";

    /** Where two hubs are measured. */
    private static final List<String> LINKS = List.of("sink0", "sink1");

    private static final long STATE_NANOS = 10_000_000_000L;
    private static final Pattern STATE = Pattern.compile("\"state\"\\s*:\\s*\"([A-Z]+)\"");

    private final BenchOptions options;
    /** Left to none when this ends before its time. */
    private final List<AutoCloseable> started = new ArrayList<>();

    /** Whether a second hub lost nothing and sent nothing twice. */
    private boolean othersGood = true;

    /** Whatever is measured in turn with the hub, on a SMSC of its own. @param name of its lines */
    private record Rival(String name, BenchRun run) {}

    private Bench(BenchOptions options) {
        this.options = options;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> given = List.of(args);
        if (given.contains("--help") || given.contains("-h")) {
            System.out.println(BenchOptions.USAGE);
            return;
        }
        BenchOptions options;
        try {
            options = BenchOptions.parse(given);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        try {
            System.exit(new Bench(options).run() ? 0 : 1);
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private boolean run() throws IOException, InterruptedException {
        Path home = HubSite.findHome();
        if (options.kannel() && !Kannel.isInstalled()) {
            throw new IllegalStateException(
                    "--kannel: there is no bearerbox and smsbox here; install the package kannel");
        }
        if (options.postgres() && !Postgres.isInstalled()) {
            throw new IllegalStateException("--postgres: there is no PostgreSQL here; install the package postgresql");
        }
        Tally tally = new Tally(options.capacity());
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, tally::arrived);
                WebhookSink webhooks = options.webhooks() ? new WebhookSink() : null;
                HubSite site = site(home, sink, Map.of())) {
            if (webhooks != null) {
                webhooks.hears(site);
            }
            if (options.routing()) {
                RoutingLoad.prepare(site);
            }
            Thread killer = new Thread(() -> started.forEach(Bench::close));
            Runtime.getRuntime().addShutdownHook(killer);
            HubProcess hub = site.start(START);
            System.out.printf(
                    Locale.ROOT,
                    "JDK %s, %d cores, %d connections, %s, window %d, 43 characters, one part each, warm-up %d s%n",
                    System.getProperty("java.version"),
                    Runtime.getRuntime().availableProcessors(),
                    options.connections(),
                    options.rate() == 0 ? "closed loop" : options.rate() + "/s",
                    options.window(),
                    options.warmup());
            BenchRun run = new BenchRun(hub, sink, tally, webhooks);
            if (options.kannel()) {
                besideKannel(run, sink);
            } else if (options.beside() != null) {
                besideHub(run, sink, options.beside(), Map.of());
            } else if (options.besideTemplate() != null) {
                besideHub(run, sink, home, Map.of("templateId", options.besideTemplate()));
            } else if (options.routing()) {
                besideHub(run, sink, home, Map.of());
            } else if (options.postgres()) {
                onPostgres(home, run, sink);
            } else if (options.floor()) {
                aboveFloor(run, sink);
            } else if (options.backlog() > 0) {
                backlog(home, hub, run, sink);
            } else {
                print(phases(run, sink));
            }
            boolean good = verify(run, site, hub, tally, sink) && othersGood;
            if (webhooks != null) {
                System.out.printf(
                        Locale.ROOT,
                        "%,d events by webhook; of %,d of %,d messages that they were delivered%n",
                        webhooks.events(),
                        webhooks.told(),
                        run.receiptsDue());
            }
            hub.stop(Duration.ofSeconds(30));
            Runtime.getRuntime().removeShutdownHook(killer);
            return good;
        }
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            System.err.println("left behind: " + e.getMessage());
        }
    }

    private HubSite site(Path home, SmppSink sink, Map<String, String> more) throws IOException {
        Map<String, String> link = new HashMap<>(Map.of("window", Integer.toString(options.window())));
        if (options.backlog() > 0) {
            // a hub that was frozen meanwhile must not take its answers for lost
            link.put(
                    "answerTimeout",
                    Long.toString(LINK.plusSeconds(2L * options.seconds()).toMillis()));
        }
        link.putAll(more);
        HubSite site = HubSite.create(home, sink.port(), link);
        if (options.postgres()) {
            twoLinks(site, sink, link);
        }
        started.add(site);
        return site;
    }

    private static void print(List<Measurement> table) {
        System.out.println();
        System.out.println(Measurement.HEAD);
        table.forEach(System.out::println);
    }

    private void besideKannel(BenchRun run, SmppSink sink) throws IOException, InterruptedException {
        Tally tally = new Tally(options.capacity());
        try (SmppSink itsSink = new SmppSink(SmppSink.Settings.FAST, tally::arrived);
                Kannel kannel = new Kannel(itsSink, options.window())) {
            BenchRun its = new BenchRun(kannel, itsSink, tally);
            print(phases(run, sink, new Rival("Kannel", its)));
            Tally.Faults faults = tally.faults(its.posted());
            System.out.printf(
                    Locale.ROOT,
                    "%nKannel: %,d accepted: %,d did not arrive, %,d arrived more than once; %,d of %,d receipts reported%n",
                    its.accepted(),
                    faults.lost(),
                    faults.twice(),
                    kannel.called(),
                    its.receiptsDue());
        }
    }

    /** @param link options of the other hub's link */
    private void besideHub(BenchRun run, SmppSink sink, Path home, Map<String, String> link)
            throws IOException, InterruptedException {
        String what = link.getOrDefault("templateId", home.toString());
        List<Measurement> table = withAnother(home, what, link, its -> phases(run, sink, new Rival("beside", its)));
        compare("the one beside it", "beside", table);
    }

    private void aboveFloor(BenchRun run, SmppSink sink) throws IOException, InterruptedException {
        Tally tally = new Tally(options.capacity());
        try (SmppSink itsSink = new SmppSink(SmppSink.Settings.FAST, tally::arrived);
                FloorProcess floor = new FloorProcess(itsSink, options.window())) {
            BenchRun its = new BenchRun(floor, itsSink, tally);
            warmUp("the floor warms up", its);
            List<Measurement> table = phases(run, sink, new Rival("floor", its));
            print(table);
            nothingLost("the floor", tally, its);
            compare("the floor", "floor", table);
        }
    }

    /** Every hub has the same two links, so that two hubs have one each; any of them takes messages for both. */
    private static void twoLinks(HubSite site, SmppSink sink, Map<String, String> link) throws IOException {
        site.links(LINKS, sink.port(), link);
        Path routing = site.routes().resolve("routing.camel.yaml");
        String usual = "constant: \"{{hub.links.default}}\"";
        String text = Files.readString(routing);
        if (!text.contains(usual)) {
            throw new IllegalStateException(routing + " does not say " + usual);
        }
        Files.writeString(routing, text.replace(usual, "simple: \"sink${random(" + LINKS.size() + ")}\""));
    }

    private void onPostgres(Path home, BenchRun run, SmppSink sink) throws IOException, InterruptedException {
        Tally oneTally = new Tally(options.capacity());
        Tally twoTally = new Tally(options.capacity());
        try (Postgres server = new Postgres();
                SmppSink oneSink = new SmppSink(SmppSink.Settings.FAST, oneTally::arrived);
                SmppSink twoSink = new SmppSink(SmppSink.Settings.FAST, twoTally::arrived);
                HubSite alone = site(home, oneSink, Map.of());
                HubSite first = site(home, twoSink, Map.of());
                HubSite second = site(home, twoSink, Map.of())) {
            started.add(server);
            alone.property("hub.ledger.url", server.database("one"));
            String shared = server.database("two");
            List<HubSite> pair = List.of(first, second);
            for (int i = 0; i < pair.size(); i++) {
                pair.get(i).property("hub.ledger.url", shared);
                pair.get(i).property("hub.nodes", "true");
                pair.get(i).property("hub.nodes.links", LINKS.get(i));
            }
            HubProcess one = alone.start(START);
            List<HubProcess> two = List.of(first.start(START), second.start(START));
            await("bind", () -> oneSink.bound() == LINKS.size());
            awaitSpread(server, twoSink);
            BenchRun ofOne = new BenchRun(new Hubs(List.of(one), server), oneSink, oneTally);
            BenchRun ofTwo = new BenchRun(new Hubs(two, server), twoSink, twoTally);
            warmUp("PostgreSQL warms up", ofOne);
            // each of them gets as many messages as one alone
            warmUp("two hubs warm up", ofTwo, pair.size());
            List<Measurement> table = phases(run, sink, new Rival("PostgreSQL", ofOne), new Rival("two hubs", ofTwo));
            print(table);
            nothingLost("one hub on PostgreSQL", oneTally, ofOne);
            nothingLost("two hubs on PostgreSQL", twoTally, ofTwo);
            for (String receipts : List.of("without", "with")) {
                List<Measurement> sqlite = of(table, receipts + " receipts");
                List<Measurement> ones = of(table, "PostgreSQL " + receipts);
                List<Measurement> twos = of(table, "two hubs " + receipts);
                compareDatabases("one hub on PostgreSQL by SQLite", receipts, ones, sqlite);
                compareDatabases("two hubs on PostgreSQL by one", receipts, twos, ones);
            }
            for (HubProcess hub : List.of(one, two.get(0), two.get(1))) {
                hub.stop(Duration.ofSeconds(30));
            }
        }
    }

    private void awaitSpread(Postgres server, SmppSink sink) throws IOException, InterruptedException {
        long until = System.nanoTime() + LINK.toNanos();
        while (sink.bound() != LINKS.size()
                || !server.ask("two", "select count(distinct node) from holding where what like 'link/%'")
                        .equals(Integer.toString(LINKS.size()))) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "the links did not spread over two hubs within " + LINK.toSeconds() + " s");
            }
            Thread.sleep(200);
        }
    }

    private static void compareDatabases(
            String what, String receipts, List<Measurement> these, List<Measurement> those) {
        System.out.printf(
                Locale.ROOT,
                "%s, %s receipts, median of %d: rate %.2f, CPU of the hubs %.2f, p99 of accept > submit %.2f;"
                        + " CPU s of the database for 1,000 messages %.3f%n",
                what,
                receipts,
                those.size(),
                median(these, those, Measurement::rate),
                median(these, those, Measurement::cpu),
                median(these, those, m -> m.acceptToSubmit().percentile(99)),
                median(these.stream().mapToDouble(Measurement::database)));
    }

    private static void compare(String what, String name, List<Measurement> table) {
        for (String receipts : List.of("without", "with")) {
            List<Measurement> ours = of(table, receipts + " receipts");
            List<Measurement> theirs = of(table, name + " " + receipts);
            System.out.printf(
                    Locale.ROOT,
                    "this hub by %s, %s receipts, median of %d: CPU %.2f, rate %.2f, p99 of accept > submit %.2f;"
                            + " voluntary switches a message %.2f by %.2f%n",
                    what,
                    receipts,
                    theirs.size(),
                    median(ours, theirs, Measurement::cpu),
                    median(ours, theirs, Measurement::rate),
                    median(ours, theirs, m -> m.acceptToSubmit().percentile(99)),
                    median(ours.stream().mapToDouble(Measurement::switches)),
                    median(theirs.stream().mapToDouble(Measurement::switches)));
        }
    }

    /** Many parts wait at one hub, none at another of the same making, and both are measured in turn. */
    private void backlog(Path home, HubProcess hub, BenchRun run, SmppSink sink)
            throws IOException, InterruptedException {
        List<Measurement> table =
                withAnother(home, "the hub without a backlog", Map.of(), its -> inTurn(hub, run, sink, its));
        List<Measurement> with = of(table, WITH_BACKLOG);
        List<Measurement> without = of(table, WITHOUT_BACKLOG);
        System.out.printf(
                Locale.ROOT,
                "a backlog leaves, median of %d: %.0f %% of the rate, %.0f %% of the accepts; CPU %.2f%n",
                with.size(),
                100 * median(with, without, Measurement::rate),
                100 * median(with, without, Measurement::acceptRate),
                median(with, without, Measurement::cpu));
        run.drain("the rest");
    }

    private List<Measurement> inTurn(HubProcess hub, BenchRun run, SmppSink sink, BenchRun its)
            throws IOException, InterruptedException {
        await("bind", () -> sink.bound() > 0);
        warmUp("warm-up", run);
        sink.down();
        HttpLoad.Pace fill = new HttpLoad.Pace(options.connections(), 0, Long.MAX_VALUE, options.backlog());
        List<Measurement> table = new ArrayList<>(List.of(run.measure("filling", true, fill, false)));
        // once more, for the filling warmed the first one on
        warmUp("the other, once more", its);
        long before = sink.submits();
        sink.up();
        // the link rests for a moment after it was down: that is not what the backlog costs
        await("send again", () -> sink.submits() > before);
        for (int i = 0; i < options.repeat(); i++) {
            // it would not stop sending while it is the other's turn
            hub.freeze(true);
            table.add(its.measure(WITHOUT_BACKLOG, true, pace(options.seconds()), true));
            hub.freeze(false);
            Measurement with = run.measure(WITH_BACKLOG, true, pace(options.seconds()), false);
            table.add(with);
            if (with.left() == 0) {
                System.out.println("the backlog was gone before posting ended: use a larger one");
            }
        }
        return table;
    }

    /** What is done with a second hub, warmed up; the table of it. */
    private interface Turns {
        List<Measurement> take(BenchRun its) throws IOException, InterruptedException;
    }

    private List<Measurement> withAnother(Path home, String what, Map<String, String> link, Turns turns)
            throws IOException, InterruptedException {
        Tally tally = new Tally(options.capacity());
        try (SmppSink itsSink = new SmppSink(SmppSink.Settings.FAST, tally::arrived);
                HubSite site = site(home, itsSink, link)) {
            HubProcess hub = site.start(START);
            await("bind", () -> itsSink.bound() > 0);
            BenchRun its = new BenchRun(hub, itsSink, tally);
            warmUp("the other warms up", its);
            List<Measurement> table = turns.take(its);
            print(table);
            nothingLost(what, tally, its);
            hub.stop(Duration.ofSeconds(30));
            return table;
        }
    }

    private void nothingLost(String what, Tally tally, BenchRun its) {
        Tally.Faults faults = tally.faults(its.posted());
        System.out.printf(
                Locale.ROOT,
                "%n%s: %,d accepted: %,d did not arrive, %,d arrived more than once%n",
                what,
                its.accepted(),
                faults.lost(),
                faults.twice());
        othersGood &= faults.none() && its.refused.isEmpty();
    }

    private static List<Measurement> of(List<Measurement> table, String name) {
        return table.stream().filter(m -> m.name().equals(name)).toList();
    }

    /** The median of the ratios of each round: the machine's speed changes less within one than from one to the next. */
    private static double median(
            List<Measurement> ours, List<Measurement> theirs, ToDoubleFunction<Measurement> figure) {
        return median(IntStream.range(0, theirs.size())
                .mapToDouble(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i))));
    }

    private static double median(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * @param rivals measured in turn with the hub
     */
    private List<Measurement> phases(BenchRun run, SmppSink sink, Rival... rivals)
            throws IOException, InterruptedException {
        await("bind", () -> sink.bound() > 0);
        warmUp("warm-up", run);
        List<Measurement> table = new ArrayList<>();
        for (int i = 0; i < options.repeat(); i++) {
            table.add(run.measure("without receipts", false, pace(options.seconds()), true));
            table.add(run.measure("with receipts", true, pace(options.seconds()), true));
            for (Rival rival : rivals) {
                table.add(rival.run().measure(rival.name() + " without", false, pace(options.seconds()), true));
                table.add(rival.run().measure(rival.name() + " with", true, pace(options.seconds()), true));
            }
        }
        return table;
    }

    private void warmUp(String name, BenchRun run) throws IOException, InterruptedException {
        warmUp(name, run, 1);
    }

    private void warmUp(String name, BenchRun run, int times) throws IOException, InterruptedException {
        if (options.warmup() > 0) {
            run.measure(name, true, pace(options.warmup() * times), true);
        }
    }

    private HttpLoad.Pace pace(int seconds) {
        return new HttpLoad.Pace(options.connections(), options.rate(), seconds * 1_000_000_000L, Integer.MAX_VALUE);
    }

    private static void await(String what, BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + LINK.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "the hub's link did not " + what + " within " + LINK.toSeconds() + " s");
            }
            Thread.sleep(20);
        }
    }

    private static boolean verify(BenchRun run, HubSite site, HubProcess hub, Tally tally, SmppSink sink)
            throws IOException, InterruptedException {
        Tally.Faults faults = tally.faults(run.posted());
        System.out.printf(
                Locale.ROOT,
                "%n%,d accepted: %,d did not arrive, %,d arrived more than once, %,d nobody posted; %,d receipts acknowledged"
                        + " of %,d%n",
                run.accepted(),
                faults.lost(),
                faults.twice(),
                faults.strangers(),
                sink.receiptsAcknowledged(),
                run.receiptsDue());
        run.refused.forEach((status, n) -> System.out.printf(Locale.ROOT, "%,d answers %d%n", n, status));
        int wrong = 0;
        long until = System.nanoTime() + STATE_NANOS;
        for (Map.Entry<Integer, BenchRun.Expected> e : run.sample.entrySet()) {
            String state = state(hub, site, e.getValue(), until);
            if (!state.equals(e.getValue().state()) && wrong++ < 5) {
                System.out.printf(
                        "%s is %s instead of %s%n",
                        e.getValue().id(), state, e.getValue().state());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%,d messages asked for by GET: %,d not in the expected state%n",
                run.sample.size(),
                wrong);
        boolean counted = metric(hub, site, "sms_ledger_accepted_total", run.accepted())
                & metric(hub, site, "sms_ledger_sent_total", run.accepted())
                & metric(hub, site, "sms_ledger_receipts_total", run.receiptsDue());
        return faults.none() && wrong == 0 && counted && !run.sample.isEmpty() && run.refused.isEmpty();
    }

    /** Whether a counter of the hub says what the bench counted itself. */
    private static boolean metric(HubProcess hub, HubSite site, String name, long expected)
            throws IOException, InterruptedException {
        Matcher value = Pattern.compile("^" + name + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE)
                .matcher(hub.get(site.management("/observe/metrics")).body());
        String found =
                value.find() ? String.format(Locale.ROOT, "%,.0f", Double.parseDouble(value.group(1))) : "nothing";
        boolean equal = found.equals(String.format(Locale.ROOT, "%,d", expected));
        System.out.printf(
                Locale.ROOT, "%s says %s%s%n", name, found, equal ? "" : String.format(" instead of %,d", expected));
        return equal;
    }

    /** The state by the ledger; waits a little, for the answer to a submit is committed after the SMSC sent it. */
    private static String state(HubProcess hub, HubSite site, BenchRun.Expected expected, long until)
            throws IOException, InterruptedException {
        while (true) {
            HttpResponse<String> answer = hub.get(site.api("/v1/messages/" + expected.id()));
            Matcher state = STATE.matcher(answer.body());
            String found = state.find() ? state.group(1) : "HTTP " + answer.statusCode();
            if (found.equals(expected.state()) || System.nanoTime() > until) {
                return found;
            }
            Thread.sleep(50);
        }
    }
}
