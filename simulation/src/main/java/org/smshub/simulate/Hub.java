package org.smshub.simulate;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.SuspendableService;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.LedgerEndpoint;
import org.smshub.ledger.crew.Crew;
import org.smshub.ledger.crew.Tasks;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.ledger.store.sqlite.SqliteEngine;
import org.smshub.ledger.store.sqlite.SqliteStore;
import org.smshub.ledger.store.sqlite.SqliteStoreMaker;
import org.smshub.link.Loop;
import org.smshub.link.nature.Nature;

/** One life of the hub's process: the real ledger, its queues and its ends of the routes; the world is its ground. */
final class Hub {

    private final World world;
    final int number;
    final Path folder;
    final Disk disk;
    final Tasks tasks = new Tasks();
    private final LedgerComponent component;
    private final Map<String, Consumer> links = new LinkedHashMap<>();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Consumer events;

    /** For looking into its file. */
    private Connection looking;

    private final Map<String, AsyncProducer> producers = new LinkedHashMap<>();

    private final Executor loop;
    private final ArrayDeque<Runnable> onLoop = new ArrayDeque<>();

    /** When the writer looks by itself. */
    long wakesAt;

    /** Whether a call wakes it before. */
    boolean wakeable;

    private boolean stopping;

    /** Its process has ended: nothing it does any more is seen by anybody. */
    private boolean dead;

    Hub(World world, int number, Path folder) throws Exception {
        this.world = world;
        this.number = number;
        this.folder = folder;
        disk = new Disk(world);
        loop = task -> {
            onLoop.add(task);
            world.clock().after(world.dice().skewed(1_000, 200_000), this::turn);
        };
        Mixture mixture = world.mixture();
        component = new LedgerComponent(world.rules().context());
        component.setDirectory(folder.toString());
        component.setCheckTime(0);
        component.setReceiptPatience(mixture.receiptPatience);
        component.setKeepMessages(mixture.keepMessages);
        component.ground(new WorldGround());
        component.start();
        for (Mixture.Link link : mixture.links) {
            lines.put(link.name(), new Line(world, link, mixture.onLoop ? loop : null));
        }
        for (Mixture.Link link : mixture.links) {
            Endpoint endpoint = component.createEndpoint("ledger:link?name=" + link.name() + "&window=" + link.window()
                    + "&rate=" + link.rate() + "&unknown=" + (link.hold() ? "hold" : "retry") + "&failoverAfter="
                    + link.failoverAfter() + "&account=" + link.account() + "&budget="
                    + (world.isFaulty() ? link.budget() : 0) + "&restAfter="
                    + link.restAfter() + "&rest=3000&probeMaxDelay=20000&threads=1&blocking=" + !mixture.onLoop);
            links.put(link.name(), endpoint.createConsumer(new Sending(lines.get(link.name()))));
        }
        for (String operation :
                new String[] {"accept", "receipt", "incoming", "awake", "cancel", "replace", "reroute"}) {
            AsyncProducer producer = component.createEndpoint(uri(operation)).createAsyncProducer();
            ServiceHelper.startService(producer);
            producers.put(operation, producer);
        }
        events = component
                .createEndpoint("ledger:events?consumer=app&window=3&delay=500&maximumDelay=10000")
                .createConsumer(new Telling());
        for (Consumer link : links.values()) {
            link.start();
        }
        events.start();
        lines.values().forEach(Line::dial);
        wakesAt = world.clock().nanos();
    }

    private String uri(String operation) {
        String options = operation.equals("incoming") ? "?timeout=" + world.mixture().incomingTimeout : "";
        return "ledger:" + operation + options;
    }

    Ledger ledger() {
        return component.ledger();
    }

    Line line(String link) {
        return lines.get(link);
    }

    Iterable<Line> lines() {
        return lines.values();
    }

    boolean isDead() {
        return dead;
    }

    Exchange exchange() {
        return new DefaultExchange(world.rules().context());
    }

    /** To an address of the ledger's; nobody hears the answer of a dead hub. */
    void ask(String operation, Exchange exchange, Runnable answered) {
        AsyncCallback heard = doneSync -> {
            if (!dead) {
                answered.run();
            }
        };
        if (world.mixture().onLoop) {
            Loop.run(loop, () -> producers.get(operation).process(exchange, heard));
        } else {
            producers.get(operation).process(exchange, heard);
        }
    }

    /** The loop that reads the lines comes to its next task. */
    private void turn() {
        Runnable task = onLoop.poll();
        if (task != null) {
            Loop.run(loop, task);
        }
    }

    /** One round of the writer. */
    void write() {
        long wait = ledger().step();
        wakesAt = world.clock().nanos() + wait;
        wakeable = !ledger().isCalled();
    }

    /** Whether the writer has something to do now. */
    boolean isDue() {
        return world.clock().nanos() >= wakesAt || wakeable && ledger().isCalled();
    }

    /** @param route a link's, or the events' */
    void suspend(String route) {
        ((SuspendableService) links.getOrDefault(route, events)).suspend();
    }

    void resume(String route) {
        ((SuspendableService) links.getOrDefault(route, events)).resume();
    }

    /** Its routes start again, with no budget of a day: what waits for tomorrow goes today. */
    void withoutBudgets() {
        for (Consumer link : links.values()) {
            ((LedgerEndpoint) link.getEndpoint()).getConfiguration().setBudget(0);
            ((SuspendableService) link).suspend();
            ((SuspendableService) link).resume();
        }
    }

    /** It is asked to stop: nothing new begins. */
    void prepareStop() {
        stopping = true;
        for (Consumer consumer : links.values()) {
            ((ShutdownAware) consumer).deferShutdown(ShutdownRunningTask.CompleteCurrentTaskOnly);
            ((ShutdownAware) consumer).prepareShutdown(false, false);
        }
        ((ShutdownAware) events).prepareShutdown(false, false);
    }

    boolean isStopping() {
        return stopping;
    }

    /** What its ledger holds that is to go on; "" = nothing. */
    String pending() throws SQLException {
        if (looking == null) {
            looking = SqliteStore.source(folder, true).getConnection();
        }
        StringBuilder waits = new StringBuilder();
        try (Statement statement = looking.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) filter (where state = 1), count(*) filter (where state = 2),"
                                + " (select count(*) from event), (select count(*) from incoming_part where whole = 0)"
                                + " from part where state in (1, 2)")) {
            if (row.next() && row.getInt(1) + row.getInt(2) + row.getInt(3) + row.getInt(4) > 0) {
                waits.append(row.getInt(1))
                        .append(" QUEUED, ")
                        .append(row.getInt(2))
                        .append(" CLAIMED, ");
                waits.append(row.getInt(3)).append(" events, ");
                waits.append(row.getInt(4)).append(" parts of incoming messages");
            }
        }
        return waits.toString();
    }

    /** It ends in order. */
    void stop() {
        prepareStop();
        links.values().forEach(Consumer::stop);
        events.stop();
        letGo();
        component.stop();
        while (!onLoop.isEmpty()) {
            turn();
        }
        dead = true;
        lines.values().forEach(Line::die);
    }

    /** Its process ends here; what it holds in memory is gone. */
    void die() {
        dead = true;
        disk.die();
        tasks.drop();
        lines.values().forEach(Line::die);
    }

    /** Lets go of what this JVM holds for it. */
    void bury() {
        letGo();
        component.stop();
        // nobody sees any of it; but what is on the loop holds on to the dead
        while (!onLoop.isEmpty()) {
            turn();
        }
    }

    private void letGo() {
        try {
            if (looking != null) {
                looking.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A link's part goes the way of the link's route. */
    private final class Sending extends AsyncProcessorSupport {
        private final Line line;

        private Sending(Line line) {
            this.line = line;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            world.plant().begins(Sms.of(exchange, line.link().name(), world.applications()));
            return world.rules().send(exchange, line, callback);
        }
    }

    private final class Telling extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            world.applications().hear(Hub.this, exchange, callback);
            return false;
        }
    }

    private final class WorldGround implements Ground {
        @Override
        public Nature nature() {
            return world;
        }

        @Override
        public StoreMaker maker(StoreMaker.Place place) {
            return new WorldStores();
        }

        @Override
        public Crew crew() {
            return tasks;
        }

        @Override
        public boolean hasThreads() {
            return false;
        }
    }

    /** SQLite, on this process's disk. */
    private final class WorldStores extends SqliteStoreMaker {
        @Override
        protected void update(DataSource file) {
            // it is a copy of one that is up to date
        }

        @Override
        protected Engine engine(Connection connection) throws SQLException {
            if (dead) {
                throw new SQLException("its process is dead");
            }
            try (Statement statement = connection.createStatement()) {
                // a process that is killed needs no sync, and it is half of a world's time
                statement.execute("pragma synchronous = off");
            }
            return world.plant().engine(new SqliteEngine(disk.on(connection)));
        }
    }
}
