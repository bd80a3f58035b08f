package org.smshub.hub.doors;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.link.Brake;

/**
 * Names and passwords in requests: the client's id, and a password or an API key of it. One that was right is known at once from
 * then on; any other is looked at by threads of this bean's own, since its hash is slow, and ever later where wrong ones come from.
 */
public class DoorLogins implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(DoorLogins.class);
    private static final int THREADS = 2;

    /** Requests whose password waits to be looked at. */
    private static final int MOST_WAITING = 200;

    private final Brake brake = new Brake();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Looks under way: requests with the same name and password that come meanwhile wait for the same one. */
    private final Map<Look, CompletableFuture<DoorOptions>> looks = new ConcurrentHashMap<>();

    private record Look(InetAddress from, String door, String name, String password) {}

    private CamelContext camelContext;
    private Clients clients;
    private ScheduledExecutorService threads;

    /**
     * Who asks; never blocks.
     *
     * @param from null = not known
     * @param door its name, such as kannel
     * @return how the client uses this door; or {@link RefusedException} (UNAUTHORIZED), {@link LedgerException} (BUSY)
     */
    public CompletableFuture<DoorOptions> login(InetAddress from, String door, String name, String password) {
        CompletableFuture<DoorOptions> answer = new CompletableFuture<>();
        DoorOptions its = clients.door(name, door);
        if (its != null && clients.fitsAtOnce(name, password)) {
            answer.complete(its);
            return answer;
        }
        InetAddress address = from == null ? InetAddress.getLoopbackAddress() : from;
        Look look = new Look(address, door, name, password);
        CompletableFuture<DoorOptions> underWay = looks.putIfAbsent(look, answer);
        if (underWay != null) {
            return underWay;
        }
        answer.whenComplete((options, failure) -> looks.remove(look));
        look(answer, look);
        return answer;
    }

    private void look(CompletableFuture<DoorOptions> answer, Look wanted) {
        InetAddress address = wanted.from();
        String door = wanted.door();
        String name = wanted.name();
        long wait = brake.tried(address, name);
        if (wait < 0) {
            refuse(answer, address, name, door);
        } else if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            brake.undecided(address, name);
            answer.completeExceptionally(busy());
        } else {
            try {
                threads()
                        .schedule(
                                () -> look(answer, address, door, name, wanted.password()),
                                wait,
                                TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopped) {
                waiting.decrementAndGet();
                answer.completeExceptionally(busy());
            }
        }
    }

    private void look(
            CompletableFuture<DoorOptions> answer, InetAddress address, String door, String name, String password) {
        waiting.decrementAndGet();
        try {
            boolean fits = clients.fits(name, password);
            DoorOptions options = clients.door(name, door);
            if (fits && options != null) {
                brake.passed(address, name);
                answer.complete(options);
            } else {
                refuse(answer, address, name, door);
            }
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private void refuse(CompletableFuture<DoorOptions> answer, InetAddress address, String name, String door) {
        int times = brake.refused(address, name);
        if (times > 0) {
            LOG.warn(
                    "Door {}: a login that is not known (or whose client has no doors: {} in clients.yaml), from {}{}",
                    door,
                    door,
                    address.getHostAddress(),
                    times > 1 ? " (" + times + " times since it was told last)" : "");
        }
        answer.completeExceptionally(
                new RefusedException(RefusedException.Reason.UNAUTHORIZED, null, "This login is not known"));
    }

    private static LedgerException busy() {
        return new LedgerException(LedgerException.Reason.BUSY, "Too many logins wait to be looked at", null);
    }

    private synchronized ScheduledExecutorService threads() {
        if (threads == null) {
            threads = camelContext.getExecutorServiceManager().newScheduledThreadPool(this, "door-logins", THREADS);
        }
        return threads;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    public Clients getClients() {
        return clients;
    }

    /** Who has the passwords, and which doors are open to whom. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
