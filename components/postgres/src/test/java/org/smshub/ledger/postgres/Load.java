package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.ulid.UlidCreator;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.link.IdForms;

/**
 * Applications that post without an end, each message until it is accepted, and a centre that writes down what it takes
 * and tells of it at once: what a ledger must get through whatever happens to its database.
 */
final class Load implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final String LINK = "a";
    private static final Account ACCOUNT = new Account(LINK, IdForms.SAFE, false);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final List<Thread> clients = new ArrayList<>();
    private final Map<String, String> answered = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();
    private final Set<String> odd = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    Load(Path folder, String url) {
        ledger = new Ledger(
                new StoreMaker.Place(folder, url, null, null), new LedgerSettings(200, 0, 0, 0), Ground.MACHINE);
        ledger.open(
                new LinkSettings(LINK, 50, 0, 1, 600_000, 120_000, ACCOUNT),
                new Verdict.Unknown(null, "hub:crash", "crash"),
                this::send);
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(this::post, "client-" + i);
            client.setDaemon(true);
            client.start();
            clients.add(client);
        }
    }

    private void send(Claim claim) {
        String id = claim.submission().messageId();
        int n = sent.computeIfAbsent(id, one -> new AtomicInteger()).incrementAndGet();
        String remote = id + "-" + n;
        ledger.result(claim, new Verdict.Sent(remote), ledger.links().get(LINK));
        tell(remote);
    }

    /** A centre tells until it is heard. */
    private void tell(String remote) {
        ledger.receipt(LINK, List.of(remote), PartState.DELIVERED, null, null, System.currentTimeMillis())
                .whenComplete((known, e) -> {
                    if (e != null && !over) {
                        later(() -> tell(remote));
                    }
                });
    }

    private static void later(Runnable task) {
        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(task);
    }

    private void post() {
        for (int i = 0; !over; i++) {
            String ref = Thread.currentThread().getName() + ":" + i;
            while (!answered.containsKey(ref) && !over) {
                try {
                    answered.put(
                            ref,
                            ledger.accept(List.of(part(ref)))
                                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                    .messageId());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof LedgerException)) {
                        odd.add(String.valueOf(e.getCause()));
                    }
                    LockSupport.parkNanos(20_000_000); // a client's own patience
                } catch (Exception e) {
                    odd.add(ref + ": " + e);
                    return;
                }
            }
        }
    }

    private static Submission part(String ref) {
        long now = System.currentTimeMillis();
        return new Submission(
                UlidCreator.getMonotonicUlid().toString(),
                1,
                1,
                "client",
                ref,
                "ACME",
                "+48600100200",
                "text",
                "GSM7",
                null,
                null,
                null,
                null,
                "FINAL",
                1,
                LINK,
                now,
                null,
                now,
                null,
                null);
    }

    /**
     * Whether a message that comes now is refused. Those that are in a group whose commit nobody answered are not: they
     * wait until it is known.
     */
    boolean isRefused() throws Exception {
        String ref = "now:" + System.nanoTime();
        try {
            answered.put(
                    ref,
                    ledger.accept(List.of(part(ref))).get(10, TimeUnit.SECONDS).messageId());
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof LedgerException refused
                    && refused.getReason() == LedgerException.Reason.AWAY;
        }
    }

    Ledger ledger() {
        return ledger;
    }

    /** So many more are accepted from now on. */
    void awaitMore(int count) {
        int before = answered.size();
        await().atMost(PATIENCE).until(() -> answered.size() >= before + count);
    }

    /**
     * Ends the load, waits until all is delivered, and compares what clients, centre and database say of each message.
     */
    void compare(Connection database, boolean once) throws SQLException, InterruptedException {
        over = true;
        for (Thread client : clients) {
            client.join(PATIENCE.toMillis());
        }
        assertThat(odd).isEmpty();
        Set<String> ids = new HashSet<>(answered.values());
        assertThat(ids).as("an id for each reference").hasSize(answered.size());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states(database)).isSubsetOf("DELIVERED", "UNKNOWN"));
        Set<String> stored = new HashSet<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select id, state from messages")) {
            while (rows.next()) {
                stored.add(rows.getString(1));
            }
        }
        assertThat(stored).as("what was accepted is there").containsAll(ids);
        for (String id : ids) {
            int n = sent.containsKey(id) ? sent.get(id).get() : 0;
            if (once) {
                assertThat(n).as("sent once: " + id).isEqualTo(1);
            }
        }
    }

    private static Set<String> states(Connection database) throws SQLException {
        Set<String> states = new HashSet<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select distinct state from messages")) {
            while (rows.next()) {
                states.add(rows.getString(1));
            }
        }
        return states;
    }

    @Override
    public void close() {
        over = true;
        ledger.close();
    }
}
