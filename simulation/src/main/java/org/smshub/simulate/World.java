package org.smshub.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.nature.Nature;
import org.smshub.link.nature.Rare;

/**
 * A world of one seed, all in one thread: a hub that may be killed, centres, applications, and the time. First there are
 * faults, and nothing wrong may happen; then there are none, and all that is pending must come to its end.
 */
final class World implements Nature, Rare.Chooser {

    /** After the last fault everything has ended by then, but what its sender wants later. */
    private static final long LIVENESS = 25 * 60 * Clock.SECOND;

    /** Nothing waits for so many seconds, and for as long as there is patience with receipts: then nothing more comes. */
    private static final int QUIET = 3;

    /** In a world that goes round in circles. */
    private static final long STEPS = 2_000_000;

    /** A way that costs as much as thirty others: the connection is opened anew. */
    private static final String DEAR = "commit.reopens";

    private final long seed;
    private final Stage stage;
    private final Plant plant;
    private final Path folder;
    private final Mixture mixture;
    private final Dice dice;
    private final Clock clock = new Clock();
    private final Trace trace;
    private final Centre centre = new Centre(this);
    private final Applications applications = new Applications(this);
    private final List<Fact> facts = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Double> ways = new HashMap<>();
    private final Map<String, Integer> values = new HashMap<>();
    private final Map<String, Integer> hits = new TreeMap<>();
    private final Set<String> cut = new HashSet<>();
    private Hub hub;
    private int lives;
    private boolean faulty = true;
    private boolean inside;
    private boolean dying;
    private long refreshAt;

    /** What worlds share. @param rules of outcomes @param template a ledger's file without a row */
    record Stage(Rules rules, Path template) {}

    World(long seed, Stage stage, Plant plant, Path folder, boolean traced) {
        this.seed = seed;
        this.stage = stage;
        this.plant = plant;
        this.folder = folder;
        this.mixture = new Mixture(seed);
        this.dice = Dice.of(seed, "world");
        this.trace = new Trace(traced);
    }

    /** @param ops what is planned for it, or some of that */
    Result run(List<Op> ops) {
        Rare.chooser(this);
        try {
            Files.createDirectories(folder);
            Path first = Files.createDirectories(folder.resolve("0"));
            Files.copy(stage.template(), first.resolve("ledger.db"));
            for (Op op : ops) {
                clock.after(op.at(), () -> happens(op));
            }
            start(first);
            go(mixture.seconds * Clock.SECOND);
            calm();
            long end = clock.nanos() + LIVENESS + applications.latest();
            int quiet = 0;
            long patience = QUIET + mixture.receiptPatience / 1_000;
            while (clock.nanos() < end && wrong.isEmpty() && quiet < patience) {
                go(Math.min(end, clock.nanos() + Clock.SECOND));
                quiet = isQuiet() ? quiet + 1 : 0;
            }
            if (wrong.isEmpty() && quiet < patience) {
                wrong("LIVENESS", "", pending());
            }
            ends();
        } catch (Exception | Error e) {
            if (e instanceof VirtualMachineError) {
                throw (Error) e;
            }
            wrong("CRASHED", "", e + " at " + e.getStackTrace()[0]);
        } finally {
            if (hub != null) {
                hub.die();
                hub.bury();
            }
            Rare.chooser(null);
            delete(folder);
        }
        Checker checker = new Checker(mixture, applications.wishes(), facts);
        Checker.Report report = checker.check();
        List<String> all = new ArrayList<>(wrong);
        all.addAll(report.wrong());
        return new Result(seed, all, report, trace, hits, ways.keySet(), values.keySet());
    }

    /** What became of a world. */
    record Result(
            long seed,
            List<String> wrong,
            Checker.Report report,
            Trace trace,
            Map<String, Integer> hits,
            Set<String> ways,
            Set<String> values) {}

    // the world's parts

    Mixture mixture() {
        return mixture;
    }

    Rules rules() {
        return stage.rules();
    }

    Plant plant() {
        return plant;
    }

    Clock clock() {
        return clock;
    }

    Centre centre() {
        return centre;
    }

    Applications applications() {
        return applications;
    }

    /** The one that lives, or null. */
    Hub hub() {
        return hub;
    }

    /** Whether there are still faults. */
    boolean isFaulty() {
        return faulty;
    }

    boolean isCut(String link) {
        return cut.contains(link);
    }

    /** Of whatever comes. */
    Dice dice() {
        return dice;
    }

    /** Of one thing, whatever else happens. */
    Dice dice(String what) {
        return Dice.of(seed, what);
    }

    // what is seen

    void saw(Fact.Kind kind, Sms sms, String word) {
        saw(kind, sms.key(), sms.part(), sms.link(), word);
    }

    void saw(Fact.Kind kind, String message, int part, String link, String word) {
        facts.add(new Fact(clock.nanos(), clock.wall(), kind, message, part, link, word));
        trace.say(
                clock.nanos(),
                lives,
                link == null ? "app" : link,
                kind.name(),
                part == 0 ? message : message + '/' + part,
                word == null ? "-" : word);
    }

    void say(String who, String what, String about, String more) {
        trace.say(clock.nanos(), lives, who, what, about, more);
    }

    void wrong(String what, String about, String more) {
        trace.say(clock.nanos(), lives, "WRONG", what, about, more);
        if (wrong.size() < 20) {
            wrong.add(what + ' ' + about + ' ' + more);
        }
    }

    // the time, and chance

    @Override
    public long wall() {
        return clock.wall();
    }

    @Override
    public long nanos() {
        return plant.nanos(clock);
    }

    @Override
    public RandomGenerator random() {
        return dice.random();
    }

    @Override
    public boolean way(String name) {
        double share = ways.computeIfAbsent(name, n -> way(dice("way " + n), n.equals(DEAR) ? 20 : 300));
        return faulty && dice.chance(share);
    }

    /** Most are taken seldom, so that the world goes on beside. */
    private double way(Dice own, int perMille) {
        return own.chance(mixture.rare) ? own.skewed(2, perMille) / 1_000.0 : 0;
    }

    @Override
    public int value(String name, int usual, int... rare) {
        return values.computeIfAbsent(name, n -> {
            Dice own = dice("value " + n);
            return own.chance(mixture.rare) ? rare[own.between(0, rare.length - 1)] : usual;
        });
    }

    @Override
    public void hit(String name) {
        hits.merge(name, 1, Integer::sum);
        if (name.equals("handing.events-threw")) {
            saw(Fact.Kind.NOT_TOLD, "", 0, null, "");
        }
    }

    // its course

    private void go(long until) throws Exception {
        for (long steps = 0; clock.nanos() < until && wrong.isEmpty(); steps++) {
            if (steps > STEPS) {
                wrong("LIVENESS", "", "it goes round in circles");
                return;
            }
            step(until);
        }
    }

    private void step(long until) throws Exception {
        if (dying) {
            bury();
        }
        boolean lives = hub != null && !hub.isDead();
        boolean task = lives && hub.tasks.isWaiting();
        boolean write = lives && hub.isDue();
        boolean due = clock.next() <= clock.nanos();
        if (due && (!task && !write || dice.chance(0.4))) {
            clock.take().run();
        } else if (task && (!write || dice.chance(0.6))) {
            clock.pass(dice.skewed(1_000, 100_000));
            hub.tasks.run(dice.chance(0.1));
        } else if (write) {
            clock.pass(dice.skewed(1_000, 50_000));
            hub.write();
        } else {
            long next = Math.min(clock.next(), until);
            clock.until(lives ? Math.min(next, hub.wakesAt) : next);
        }
    }

    /** A statement runs, and others go on meanwhile. */
    void inside(boolean commit) {
        if (faulty && dice.chance(mixture.slowDisk)) {
            clock.pass(dice.skewed(Clock.MILLI, commit ? 3 * Clock.SECOND : 50 * Clock.MILLI));
        } else {
            clock.pass(commit ? dice.skewed(50_000, 2 * Clock.MILLI) : dice.skewed(2_000, 20_000));
        }
        if (inside || !faulty || !dice.chance(mixture.atOnce)) {
            return;
        }
        inside = true;
        try {
            for (int i = dice.between(1, 3); i > 0 && !dying; i--) {
                if (hub.tasks.isWaiting() && dice.chance(0.5)) {
                    hub.tasks.run(false);
                } else if (clock.next() <= clock.nanos()) {
                    clock.take().run();
                }
            }
        } finally {
            inside = false;
        }
    }

    private void happens(Op op) {
        if (!faulty && op.kind() != Op.Kind.POST && op.kind() != Op.Kind.INCOMING) {
            return;
        }
        Dice own = op.dice(seed);
        switch (op.kind()) {
            case POST -> applications.post(Wish.of(seed, op.number(), mixture));
            case INCOMING -> centre.send(op.number());
            case ALERT -> centre.alert(own);
            case CANCEL -> applications.cancel(own);
            case REPLACE -> applications.replace(own);
            case REROUTE -> reroute(own);
            case KILL -> kill(own);
            case POWER -> {
                if (hub != null) {
                    hub.disk.arm(own.between(0, 40), Disk.Fault.POWER, 0);
                }
            }
            case STOP -> stop(op, own);
            case DROP -> drop(own);
            case CLOSE -> close(own);
            case CLOCK -> {
                long by = own.skewed(1_000, 7_200_000) * (own.chance(0.5) ? 1 : -1);
                saw(Fact.Kind.CLOCK, "", 0, null, String.valueOf(by));
                clock.set(by);
            }
            case STATEMENT -> {
                if (hub != null) {
                    int code = own.one(10, 13, 1, 5);
                    say("disk", "armed", "", String.valueOf(code));
                    hub.disk.arm(own.between(0, 60), own.one(Disk.Fault.FAILS_BEFORE, Disk.Fault.FAILS_AFTER), code);
                }
            }
            case FULL -> {
                if (hub != null) {
                    Hub its = hub;
                    say("disk", "full", "", "");
                    its.disk.full(true);
                    clock.after(own.skewed(Clock.SECOND, 10 * Clock.SECOND), () -> its.disk.full(false));
                }
            }
            default -> throw new IllegalStateException(op.toString());
        }
    }

    private void kill(Dice own) {
        if (hub == null || hub.isDead()) {
            return;
        }
        if (inside || own.chance(0.7)) {
            hub.disk.arm(own.between(0, 40), own.one(Disk.Fault.KILLED_BEFORE, Disk.Fault.KILLED_AFTER), 0);
        } else {
            dies();
        }
    }

    /** The hub's process is killed, here and now; its files stay as they are. */
    void dies() {
        dies(null);
    }

    /** @param log what is left of its write-ahead log; null = all of it */
    void dies(byte[] log) {
        if (hub.isDead()) {
            return;
        }
        saw(Fact.Kind.KILLED, "", 0, null, log == null ? "" : "power cut");
        Path next = folder.resolve(String.valueOf(lives));
        try {
            Files.createDirectories(next);
            copy("ledger.db", next);
            if (log == null) {
                copy("ledger.db-wal", next);
            } else {
                Files.write(next.resolve("ledger.db-wal"), log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hub.die();
        dying = true;
    }

    private void copy(String file, Path to) throws IOException {
        Path from = hub.folder.resolve(file);
        if (Files.exists(from)) {
            Files.copy(from, to.resolve(file));
        }
    }

    private void bury() {
        dying = false;
        Hub old = hub;
        hub = null;
        old.bury();
        delete(old.folder);
        Path next = folder.resolve(String.valueOf(lives));
        clock.after(dice.skewed(100 * Clock.MILLI, 20 * Clock.SECOND), () -> start(next));
    }

    private void start(Path in) {
        try {
            hub = new Hub(this, ++lives, in);
            say("hub", "started", "", "");
            if (hub.ledger().damage() != null) {
                wrong("DAMAGE", "", hub.ledger().damage());
            }
        } catch (Exception e) {
            wrong("START", "", String.valueOf(e));
        }
    }

    private void stop(Op op, Dice own) {
        if (hub == null || hub.isDead()) {
            return;
        }
        if (inside) {
            clock.after(Clock.MILLI, () -> happens(op));
            return;
        }
        Hub its = hub;
        say("hub", "stopping", "", "");
        its.prepareStop();
        ends(its, own.skewed(Clock.MILLI, 10 * Clock.SECOND), own.skewed(100 * Clock.MILLI, 10 * Clock.SECOND));
    }

    private void ends(Hub its, long grace, long rest) {
        clock.after(grace, () -> {
            if (its != hub || its.isDead()) {
                return;
            }
            if (inside) {
                ends(its, Clock.MILLI, rest);
                return;
            }
            its.disk.mend();
            applications.repeat(dice);
            its.stop();
            if (dying) {
                return; // killed meanwhile
            }
            saw(Fact.Kind.KILLED, "", 0, null, "in order");
            hub = null;
            clock.after(rest, () -> start(its.folder));
        });
    }

    /** Somebody moves what waits on a link to another. */
    private void reroute(Dice own) {
        if (hub == null || hub.isDead()) {
            return;
        }
        int from = own.between(0, mixture.links.size() - 1);
        String link = mixture.links.get(from).name();
        String to = mixture.links.get((from + 1) % mixture.links.size()).name();
        Exchange exchange = hub.exchange();
        exchange.getMessage().setHeader(SmsHeaders.LINK, link);
        exchange.getMessage().setHeader(SmsHeaders.LINKS, to);
        saw(Fact.Kind.REROUTED, "", 0, link, to);
        hub.ask("reroute", exchange, () -> {});
    }

    private void drop(Dice own) {
        Mixture.Link link = mixture.links.get(own.between(0, mixture.links.size() - 1));
        cut.add(link.name());
        long away = own.chance(0.4)
                ? own.skewed(15 * Clock.SECOND, 60 * Clock.SECOND)
                : own.skewed(10 * Clock.MILLI, 15 * Clock.SECOND);
        clock.after(away, () -> cut.remove(link.name()));
        if (hub != null && !hub.isDead()) {
            hub.line(link.name()).drop();
        }
    }

    private void close(Dice own) {
        // the events' route too, more often than a link: it has to close just while its next events are being read
        int which = own.between(0, 2 * mixture.links.size() + 2);
        String route = which >= mixture.links.size()
                ? "events"
                : mixture.links.get(which).name();
        long rest = own.skewed(100 * Clock.MILLI, 20 * Clock.SECOND);
        if (hub != null && own.chance(0.7)) {
            Hub its = hub;
            its.disk.meanwhile(own.between(0, 40), () -> close(its, route, rest));
        } else if (hub != null) {
            close(hub, route, rest);
        }
    }

    private void close(Hub its, String route, long rest) {
        if (its != hub || its.isDead() || its.isStopping()) {
            return;
        }
        say(route, "suspended", "", "");
        its.suspend(route);
        clock.after(rest, () -> {
            if (its == hub && !its.isDead() && !its.isStopping()) {
                its.resume(route);
                say(route, "resumed", "", "");
            }
        });
    }

    /** From here on there are no faults. */
    private void calm() throws Exception {
        faulty = false;
        cut.clear();
        say("world", "calm", "", "");
        if (hub != null && !hub.isDead()) {
            hub.disk.mend();
            if (!hub.isStopping()) {
                hub.withoutBudgets();
            }
        }
    }

    // the end

    private boolean isQuiet() throws SQLException {
        return !dying && pending().isEmpty();
    }

    /** What waits for something still; "" = nothing does. */
    private String pending() throws SQLException {
        if (hub == null || hub.isDead()) {
            return "no hub";
        }
        StringBuilder waits = new StringBuilder();
        if (applications.isBusy()) {
            waits.append("applications; ");
        }
        if (centre.owed() > 0) {
            waits.append(centre.owed()).append(" owed by centres; ");
        }
        if (hub.tasks.isWaiting()) {
            waits.append("tasks; ");
        }
        for (Line line : hub.lines()) {
            if (line.inFlight() > 0) {
                waits.append(line.inFlight())
                        .append(" in flight on ")
                        .append(line.link().name())
                        .append("; ");
            }
        }
        waits.append(hub.pending());
        return waits.toString();
    }

    private void ends() {
        if (hub == null || hub.isDead()) {
            return;
        }
        for (Fact fact : List.copyOf(facts)) {
            if (fact.kind() == Fact.Kind.ACKNOWLEDGED) {
                String state = hub.ledger()
                        .find(fact.word(), null)
                        .map(MessageView::state)
                        .orElse(null);
                saw(Fact.Kind.END, fact.message(), 0, null, state);
            }
        }
        if (hub.ledger().trouble() != null) {
            wrong("TROUBLE", "", hub.ledger().trouble());
        }
        hub.ledger().links().values().forEach(link -> {
            if (link.inFlight() != 0) {
                wrong("PLACES", link.name(), link.inFlight() + " places of its window are never free again");
            }
        });
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
