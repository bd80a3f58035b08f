package org.smshub.ledger.nodes;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.Peers;
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
    private final LongSupplier nanos;
    private final Consumer<News> hearing;
    private final Consumer<Nodes.View> seeing;
    private final Set<String> pins;
    private final Map<String, Holder> holders = new ConcurrentHashMap<>();
    private final Set<String> mine = new HashSet<>();
    private final Map<String, Boolean> said = new HashMap<>();
    private final Set<String> toTell = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "ledger-nodes");
    private volatile Nodes.View view;
    private volatile boolean fenced;
    private volatile boolean house;
    private volatile boolean stopping;
    private volatile boolean served;
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
     */
    public Membership(
            Opener opener, Set<String> pins, Consumer<News> hearing, Consumer<Nodes.View> seeing, LongSupplier nanos)
            throws SQLException {
        this.opener = opener;
        this.seeing = seeing;
        this.pins = new TreeSet<>();
        pins.forEach(link -> this.pins.add(LINK + link));
        this.hearing = hearing;
        this.nanos = nanos;
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

    /** What this hub can have from now on. */
    public void serve(String what, Holder holder) {
        holders.put(what, holder);
        served = false;
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
        if (!mine.contains(EVENTS + lane.consumer()) && holders.containsKey(EVENTS + lane.consumer())) {
            toTell.add(EVENTS + lane.consumer() + "\n" + lane.client());
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
        if (fenced) {
            fenced = false;
            loseAll();
            served = false;
        }
        if (!served) {
            served = true;
            nodes.serve(new TreeSet<>(holders.keySet()), pins);
        }
        Nodes.View now = nodes.look();
        clocks(now);
        now = bury(now);
        heed(now);
        Share.Plan plan = Share.of(now);
        for (String what : plan.take()) {
            if (holders.containsKey(what) && nodes.take(what)) {
                gain(what);
            }
        }
        give(plan);
        outs();
        view = now;
        listen();
    }

    /** Until the next look. */
    private void listen() throws SQLException {
        long until = nanos.getAsLong() + LOOK.toNanos();
        long told = nanos.getAsLong() - TELL.toNanos();
        for (long now = nanos.getAsLong(); now < until && !stopping && !fenced; now = nanos.getAsLong()) {
            if (now - told >= TELL.toNanos()) {
                tell();
                told = now;
            }
            for (String word : nodes.hear(TELL)) {
                hear(word);
            }
        }
    }

    private void tell() throws SQLException {
        List<String> words = new ArrayList<>(toTell);
        if (!words.isEmpty()) {
            words.forEach(toTell::remove);
            nodes.tell(words);
        }
    }

    private void hear(String word) {
        if (word.startsWith(LINK)) {
            hearing.accept(new News(word.substring(LINK.length()), null, null));
        } else if (word.startsWith(EVENTS)) {
            String[] lane = word.substring(EVENTS.length()).split("\n", 2);
            if (lane.length == 2) {
                hearing.accept(new News(null, lane[0], lane[1]));
            }
        }
    }

    /** Clocks that differ do no harm to who has what; deadlines and times in what people read are by each hub's own. */
    private void clocks(Nodes.View now) {
        long apart = System.currentTimeMillis() - now.clockMillis();
        if (Math.abs(apart) > CLOCK_MILLIS && !clockWarned) {
            LOG.warn("This machine's clock is {} ms away from the database's; let both follow a time server", apart);
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
        for (Nodes.Holding holding : now.holdings()) {
            if (now.self().equals(holding.node())) {
                own.add(holding.what());
            }
        }
        for (String what : List.copyOf(mine)) {
            if (!own.contains(what)) {
                lose(what);
            }
        }
        seeing.accept(now);
        holders.keySet().stream().filter(own::contains).forEach(this::gain);
    }

    private void gain(String what) {
        if (mine.add(what)) {
            LOG.info("This hub has {} now", what);
            holders.get(what).gained();
        }
    }

    private void lose(String what) {
        if (mine.remove(what)) {
            LOG.info("This hub has {} no more", what);
            said.remove(what);
            if (what.equals(giving)) {
                giving = null;
            }
            holders.get(what).lost();
        }
    }

    private void loseAll() {
        List.copyOf(mine).forEach(this::lose);
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
        }
    }

    private void outs() throws SQLException {
        for (String what : mine) {
            boolean out = holders.get(what).isOut();
            if (out != said.getOrDefault(what, false)) {
                nodes.out(what, out);
                said.put(what, out);
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
            }
        } catch (SQLException e) {
            LOG.debug("This hub could not say that it leaves", e);
        }
        disconnect();
    }
}
