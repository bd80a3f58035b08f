package org.smshub.ledger.nodes;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.smshub.ledger.commit.Peers;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Nodes;

/**
 * This hub among those that work with the same ledger: looks who lives, takes what nobody has, gives away what it has too much of, and
 * tells others what waits with them. One thread, with a connection of its own; the commits of this hub say that it lives.
 */
public final class Membership implements Peers, AutoCloseable {

    /** Begins the name of a link's holding. */
    public static final String LINK = "link/";

    /** Who looks after what is old. */
    public static final String HOUSE = "housekeeping";

    /** Begins the name of an events consumer's holding. */
    public static final String EVENTS = "events/";

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    /** Said to all: somebody has something else now; no name of a holding. */
    private static final String MOVED = "moved";

    private static final Duration LOOK = Duration.ofMillis(400);

    /** Others are told this often at most: a server has one lock for all that is told. */
    private static final Duration TELL = Duration.ofMillis(20);

    /** A hub without a session that has written nothing for so long is gone; one with a session is frozen after longer. */
    private static final long GONE_MILLIS = 1_200;

    private static final long FROZEN_MILLIS = 6_000;

    /** After this hub's own connection was made: others may not have come back yet from the same trouble. */
    private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

    /** Between two that move to another hub, where all live. */
    private static final long MOVE_NANOS = Duration.ofSeconds(10).toNanos();

    /** What had begun is waited for so long, then it is given all the same, and settled there as in flight. */
    private static final long END_NANOS = Duration.ofSeconds(15).toNanos();

    private static final long CLOCK_MILLIS = 2_000;
    private static final long STOP_MILLIS = 20_000;

    /** Opens a connection. */
    public interface Opener {
        Nodes open() throws SQLException;
    }

    private final Opener opener;
    private final SharedClock clock;
    private final LongSupplier nanos;
    private final Consumer<News> hearing;
    private final Consumer<Nodes.View> seeing;
    private final Set<String> pins;

    /** What this hub can have: it is spread over all that can. */
    private final Map<String, Holder> holders = new ConcurrentHashMap<>();

    /** What this hub asks for: whoever is first has it, until it gives it back. */
    private final Map<String, Holder> wanted = new ConcurrentHashMap<>();

    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final Map<String, Holder> mine = new ConcurrentHashMap<>();

    /** What is not wanted any more and has not ended yet, since when. */
    private final Map<String, Long> ending = new HashMap<>();

    private final Map<String, Boolean> said = new HashMap<>();
    private final Set<String> toTell = ConcurrentHashMap.newKeySet();
    private final Set<String> anew = ConcurrentHashMap.newKeySet();
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "ledger-nodes");
    private volatile Nodes.View view;
    private volatile boolean fenced;
    private volatile boolean house;
    private volatile boolean stopping;
    private volatile boolean served;
    private Set<String> serving = Set.of();
    private final GivenUp givenUp = new GivenUp();

    /** Something is to be done before the next look is due. */
    private volatile boolean hurried;

    /** What other hubs had at the last look. */
    private volatile Set<String> theirs = Set.of();

    private Nodes nodes;
    private long connectedAt;
    private long movedAt;
    private String giving;
    private String givingTo;
    private long givingSince;
    private boolean clockWarned;
    private String trouble;

    /**
     * @param pins links that are to be with this hub
     * @param hearing what waits here, as others say
     * @param seeing who has what, at each look
     * @param clock hears what time it is there, at each look
     */
    public Membership(
            Opener opener, Set<String> pins, Consumer<News> hearing, Consumer<Nodes.View> seeing, SharedClock clock)
            throws SQLException {
        this.opener = opener;
        this.seeing = seeing;
        this.pins = new TreeSet<>();
        pins.forEach(link -> this.pins.add(LINK + link));
        this.hearing = hearing;
        this.clock = clock;
        this.nanos = clock::nanos;
        serve(HOUSE, new Holder() {
            @Override
            public void gained() {
                house = true;
            }

            @Override
            public void lost() {
                house = false;
            }

            @Override
            public void ends() {
                house = false;
            }

            @Override
            public boolean hasEnded() {
                return true;
            }
        });
        connect();
        movedAt = nanos.getAsLong();
        thread.setDaemon(true);
    }

    /** Once all is known that this hub serves; asked again it goes on. */
    public synchronized void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** What this hub can have from now on. Asked again it hears again where it has it already. */
    public void serve(String what, Holder holder) {
        synchronized (left) {
            left.remove(what);
            holders.put(what, holder);
        }
        anew.add(what);
        served = false;
    }

    /** This hub can have it no more: another one that can takes it. */
    public void unserve(String what) {
        left.add(what);
        served = false;
    }

    /** The holding of a client's events. */
    static String ofClient(String consumer, String client) {
        return EVENTS + consumer + "/" + client;
    }

    private static boolean isOfClient(String what) {
        return what.startsWith(EVENTS) && what.indexOf('/', EVENTS.length()) > 0;
    }

    /** This hub asks for it, first come, first served, and asks again as often as it loses it. */
    public void want(String what, Holder holder) {
        wanted.put(what, holder);
        hurried = true;
    }

    /** It gives it back as soon as what had begun has ended. */
    public void unwant(String what) {
        wanted.remove(what);
        hurried = true;
    }

    /** At each hub somebody may read what this consumer has for a client: all hear of it. */
    public void watch(String consumer) {
        watched.add(consumer);
    }

    /** The last look; null before the first. */
    public Nodes.View view() {
        return view;
    }

    /** What keeps this hub from seeing others, or null. */
    public String trouble() {
        return trouble;
    }

    @Override
    public void tell(LinkQueue link) {
        toTell.add(LINK + link.name());
    }

    @Override
    public void tell(Answers.Lane lane) {
        String all = EVENTS + lane.consumer();
        boolean elsewhere = holders.containsKey(all)
                ? !mine.containsKey(all)
                : theirs.contains(ofClient(lane.consumer(), Event.client(lane.client())));
        if (elsewhere || watched.contains(lane.consumer())) {
            toTell.add(all + "\n" + lane.client());
        }
    }

    @Override
    public boolean keepsHouse() {
        return house;
    }

    @Override
    public void fenced() {
        fenced = true;
    }

    private void run() {
        while (!stopping) {
            try {
                if (nodes == null) {
                    connect();
                }
                step();
                trouble = null;
            } catch (SQLException | RuntimeException e) {
                complain(e);
                disconnect();
                pause();
            }
        }
    }

    private void complain(Exception e) {
        String what = String.valueOf(e.getMessage());
        if (!what.equals(trouble)) {
            trouble = what;
            LOG.warn("This hub does not see the others: {}", what);
        }
    }

    private void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void connect() throws SQLException {
        nodes = opener.open();
        connectedAt = nanos.getAsLong();
        served = false;
    }

    private void disconnect() {
        if (nodes != null) {
            nodes.close();
            nodes = null;
        }
    }

    private void step() throws SQLException {
        hurried = false;
        if (fenced) {
            fenced = false;
            loseAll();
            served = false;
        }
        changed();
        serve();
        Nodes.View now = look(nodes, clock);
        clocks();
        now = bury(now);
        heed(now);
        Share.Plan plan = Share.of(now);
        for (String what : plan.take()) {
            Holder holder = holders.get(what);
            if (holder != null && nodes.take(what)) {
                gain(what, holder);
            }
        }
        give(plan);
        ask(now);
        giveBack(now);
        tend(now);
        outs();
        view = now;
        rest();
    }

    private void serve() throws SQLException {
        Set<String> all = givenUp.without(holders.keySet(), nanos.getAsLong());
        if (!served || !all.equals(serving)) {
            served = true;
            serving = all;
            nodes.serve(all, pins);
        }
    }

    /** What does not work here and may elsewhere goes to whoever has least, and this hub leaves it to others for a while. */
    private void tend(Nodes.View now) throws SQLException {
        for (Map.Entry<String, Holder> one : mine.entrySet()) {
            String what = one.getKey();
            Holder holder = one.getValue();
            holder.tend();
            if (holder.trouble() == null) {
                givenUp.works(what);
            } else if (holder.givesUp() && isServedElsewhere(what, now)) {
                LOG.warn("This hub gives {} up, for another to try: {}", what, holder.trouble());
                givenUp.add(what, holder.trouble(), nanos.getAsLong());
                serve();
                nodes.give(what, null);
                lose(what);
                toTell.add(MOVED);
            }
        }
    }

    private static boolean isServedElsewhere(String what, Nodes.View now) {
        return now.nodes().stream()
                .anyMatch(node -> node.alive()
                        && !node.name().equals(now.self())
                        && node.serves().contains(what));
    }

    /** Why what this hub has, or has given up, does not work here. */
    public Map<String, String> troubles() {
        Map<String, String> troubles = new TreeMap<>();
        mine.forEach((what, holder) -> {
            String trouble = holder.trouble();
            if (trouble != null) {
                troubles.put(what, trouble);
            }
        });
        givenUp.tell(troubles);
        return troubles;
    }

    /** Until the next look. */
    private void rest() throws SQLException {
        long until = nanos.getAsLong() + LOOK.toNanos();
        long told = nanos.getAsLong() - TELL.toNanos();
        for (long now = nanos.getAsLong(); now < until && !stopping && !hurried && !fenced; now = nanos.getAsLong()) {
            if (now - told >= TELL.toNanos()) {
                tell();
                told = now;
            }
            for (String word : nodes.hear(TELL)) {
                hear(word);
            }
        }
    }

    /** What nobody has of what this hub wants. */
    private void ask(Nodes.View now) throws SQLException {
        Set<String> had = new HashSet<>();
        now.holdings().stream().filter(holding -> holding.node() != null).forEach(holding -> had.add(holding.what()));
        for (Map.Entry<String, Holder> one : wanted.entrySet()) {
            if (!had.contains(one.getKey()) && nodes.take(one.getKey())) {
                gain(one.getKey(), one.getValue());
                toTell.add(MOVED);
            }
        }
    }

    /** What this hub does not want any more; also from before its last start. */
    private void giveBack(Nodes.View now) throws SQLException {
        ending.keySet().removeIf(wanted::containsKey);
        for (Nodes.Holding holding : now.holdings()) {
            String what = holding.what();
            if (now.self().equals(holding.node()) && isOfClient(what) && !wanted.containsKey(what)) {
                end(what);
            }
        }
    }

    private void end(String what) throws SQLException {
        Holder holder = mine.get(what);
        Long since = ending.get(what);
        if (holder != null && since == null) {
            since = nanos.getAsLong();
            ending.put(what, since);
            holder.ends();
        }
        if (holder == null || holder.hasEnded() || nanos.getAsLong() - since > END_NANOS) {
            nodes.drop(what);
            lose(what);
            toTell.add(MOVED);
        } else {
            hurried = true;
        }
    }

    /** What is served here since the last look, or no more. */
    private void changed() throws SQLException {
        for (String what : List.copyOf(left)) {
            if (mine.containsKey(what)) {
                nodes.give(what, null);
                LOG.info("This hub leaves {} to others", what);
                forget(what);
                toTell.add(MOVED);
            }
            synchronized (left) {
                if (left.remove(what)) {
                    holders.remove(what);
                }
            }
        }
        for (String what : List.copyOf(anew)) {
            anew.remove(what);
            Holder holder = holders.get(what);
            if (mine.containsKey(what) && holder != null) {
                mine.put(what, holder);
                holder.gained();
            }
        }
    }

    private Holder forget(String what) {
        Holder holder = mine.remove(what);
        said.remove(what);
        ending.remove(what);
        if (what.equals(giving)) {
            giving = null;
        }
        return holder;
    }

    private void tell() throws SQLException {
        List<String> words = new ArrayList<>(toTell);
        if (!words.isEmpty()) {
            words.forEach(toTell::remove);
            nodes.tell(words);
        }
    }

    private void hear(String word) {
        if (word.equals(MOVED)) {
            hurried = true;
        } else if (word.startsWith(LINK)) {
            hearing.accept(new News(word.substring(LINK.length()), null, null));
        } else if (word.startsWith(EVENTS)) {
            String[] lane = word.substring(EVENTS.length()).split("\n", 2);
            if (lane.length == 2) {
                hearing.accept(new News(null, lane[0], lane[1]));
            }
        }
    }

    /** Looks at the others, and the clock hears what time it is there. */
    public static Nodes.View look(Nodes nodes, SharedClock clock) throws SQLException {
        long asked = clock.nanos();
        Nodes.View now = nodes.look();
        clock.heard(asked, now.clockMillis(), clock.nanos());
        return now;
    }

    /** Times in the ledger are by the database's clock; what reads the machine's own, such as the log, is wrong by that. */
    private void clocks() {
        long apart = clock.machineAhead();
        if (Math.abs(apart) > CLOCK_MILLIS && !clockWarned) {
            LOG.warn(
                    "This machine's clock is {} ms {} the database's, by which the ledger goes; let both follow a time server",
                    Math.abs(apart),
                    apart < 0 ? "behind" : "ahead of");
        }
        clockWarned = Math.abs(apart) > CLOCK_MILLIS;
    }

    private Nodes.View bury(Nodes.View now) throws SQLException {
        if (nanos.getAsLong() - connectedAt < GRACE_NANOS) {
            return now;
        }
        boolean some = false;
        for (Nodes.Node node : now.nodes()) {
            boolean gone = !node.linked() && node.quietMillis() > GONE_MILLIS;
            boolean frozen = node.quietMillis() > FROZEN_MILLIS;
            if (node.alive() && !node.name().equals(now.self()) && (gone || frozen) && nodes.bury(node)) {
                LOG.warn(
                        "Hub {} {}: its links go to the others",
                        node.name(),
                        gone ? "has ended without a word" : "has written nothing for " + node.quietMillis() + " ms");
                some = true;
            }
        }
        return some ? nodes.look() : now;
    }

    /** What the rows say counts, whatever this hub believed. */
    private void heed(Nodes.View now) {
        Set<String> own = new HashSet<>();
        Set<String> others = new HashSet<>();
        for (Nodes.Holding holding : now.holdings()) {
            if (now.self().equals(holding.node())) {
                own.add(holding.what());
            } else if (holding.node() != null) {
                others.add(holding.what());
            }
        }
        theirs = others;
        for (String what : mine.keySet()) {
            if (!own.contains(what)) {
                lose(what);
            }
        }
        seeing.accept(now);
        for (Map<String, Holder> all : List.of(holders, wanted)) {
            all.forEach((what, holder) -> {
                if (own.contains(what)) {
                    gain(what, holder);
                }
            });
        }
    }

    private void gain(String what, Holder holder) {
        if (mine.put(what, holder) != holder) {
            told(what, "This hub has {} now");
            holder.gained();
        }
    }

    private void lose(String what) {
        Holder holder = forget(what);
        if (holder != null) {
            told(what, "This hub has {} no more");
            holder.lost();
        }
    }

    /** Applications come and go all day; links do not. */
    private static void told(String what, String words) {
        LOG.atLevel(isOfClient(what) ? Level.DEBUG : Level.INFO).log(words, what);
    }

    private void loseAll() {
        mine.keySet().forEach(this::lose);
    }

    /** One after the other; the next owner begins when this one has ended what it had in flight. */
    private void give(Share.Plan plan) throws SQLException {
        long now = nanos.getAsLong();
        if (giving == null && plan.give().isPresent() && now - movedAt > MOVE_NANOS) {
            giving = plan.give().get().getKey();
            givingTo = plan.give().get().getValue();
            givingSince = now;
            movedAt = now;
            holders.get(giving).ends();
        }
        if (giving != null && (holders.get(giving).hasEnded() || now - givingSince > END_NANOS)) {
            String what = giving;
            LOG.info("This hub gives {} to hub {}", what, givingTo);
            nodes.give(what, givingTo);
            lose(what);
            toTell.add(MOVED);
        }
    }

    private void outs() throws SQLException {
        for (Map.Entry<String, Holder> one : mine.entrySet()) {
            boolean out = one.getValue().isOut();
            if (out != said.getOrDefault(one.getKey(), false)) {
                nodes.out(one.getKey(), out);
                said.put(one.getKey(), out);
            }
        }
    }

    /** Gives all to nobody, and leaves; what is in flight has ended by then, or is settled by who comes next. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            if (nodes != null) {
                nodes.leave();
                nodes.tell(Set.of(MOVED));
            }
        } catch (SQLException e) {
            LOG.debug("This hub could not say that it leaves", e);
        }
        disconnect();
    }
}
