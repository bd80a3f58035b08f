package org.smshub.hub;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.StartupListener;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.Rate;
import org.smshub.link.SmsHeaders;

/**
 * How much a client may send, by whichever way: {@code rate} messages a second, {@code burst} of them at once, {@code daily}
 * messages a calendar day of this machine's time zone. What was sent before a start is counted in the ledger.
 */
public class Quotas implements CamelContextAware {

    /** What one client has sent. */
    private static final class Quota {

        private final Client client;
        private final Rate rate;
        private final int daily;
        private final long made = System.currentTimeMillis();
        private long day;
        private long used;
        private boolean told;

        Quota(Client client, Quota before) {
            this.client = client;
            if (before != null) {
                synchronized (before) {
                    used = before.used;
                    told = before.told;
                }
            }
            this.rate = new Rate(client.rate(), client.burst(), System::nanoTime);
            this.daily = client.daily();
            this.day = today();
        }

        boolean isOf(Client other) {
            return client == other
                    || client.rate() == other.rate()
                            && client.burst() == other.burst()
                            && client.daily() == other.daily();
        }

        Left left() {
            long perSecond = client.rate() > 0 ? (long) rate.left() : Long.MAX_VALUE;
            synchronized (this) {
                long ofDay = daily > 0 ? Math.max(0, daily - (today() == day ? used : 0)) : Long.MAX_VALUE;
                return ofDay < perSecond
                        ? new Left(daily, ofDay, secondsLeft())
                        : new Left(client.burst(), perSecond, (long)
                                Math.ceil((client.burst() - perSecond) / client.rate()));
            }
        }

        private static long today() {
            return LocalDate.now().toEpochDay();
        }

        static long midnight() {
            return LocalDate.now()
                    .atStartOfDay(ZoneId.systemDefault())
                    .toInstant()
                    .toEpochMilli();
        }

        void take() throws ThrottledException {
            if (!rate.take()) {
                throw new ThrottledException("More messages a second than this client may send", rate.seconds());
            }
            if (daily > 0) {
                takeOfDay();
            }
        }

        private synchronized void takeOfDay() throws ThrottledException {
            long today = today();
            if (today != day) {
                day = today;
                used = 0;
            }
            if (used >= daily) {
                throw new ThrottledException(
                        "This client has sent the " + daily + " messages that it may in a day", secondsLeft());
            }
            used++;
        }

        private static int secondsLeft() {
            long next = LocalDate.now()
                    .plusDays(1)
                    .atStartOfDay(ZoneId.systemDefault())
                    .toEpochSecond();
            return (int) Math.max(1, next - System.currentTimeMillis() / 1000);
        }

        /** Told once: what comes after is in {@link #used} already. */
        synchronized void sentBefore(long messages) {
            if (!told) {
                told = true;
                used += messages;
            }
        }
    }

    private final Map<String, Quota> quotas = new ConcurrentHashMap<>();
    private Clients clients;
    private CamelContext camelContext;

    /** Takes one message off what its client (SmsClient) may send. Never waits. */
    public void take(Exchange exchange) throws ThrottledException {
        String id = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        Client client = id == null ? null : clients.client(id);
        if (client != null && client.isLimited() && exchange.getProperty(Checks.DRY_RUN) == null) {
            quota(client).take();
        }
    }

    /**
     * What a client may still send, of the limit that it will meet first.
     *
     * @param limit messages a day, or at once
     * @param resetSeconds until it has them all again
     */
    public record Left(long limit, long remaining, long resetSeconds) {}

    /** Null = it has no limit. */
    public Left left(String id) {
        Client client = id == null ? null : clients.client(id);
        return client == null || !client.isLimited() ? null : quota(client).left();
    }

    /** The same of the client whose key the request has. */
    public Left left(Exchange exchange) {
        return left(clients.idOf(exchange));
    }

    private Quota quota(Client client) {
        Quota known = quotas.get(client.id());
        // clients.yaml may have changed: what was sent this day counts on
        return known != null && known.isOf(client)
                ? known
                : quotas.compute(
                        client.id(),
                        (id, before) -> before != null && before.isOf(client) ? before : new Quota(client, before));
    }

    /** The ledger is opened for it, if no route has needed it yet. */
    private void count() {
        for (Client client : clients.all()) {
            if (client.daily() > 0) {
                Quota quota = quota(client);
                LedgerComponent ledger = camelContext.getComponent("ledger", LedgerComponent.class);
                quota.sentBefore(ledger.ledger().accepted(client.id(), Quota.midnight(), quota.made));
            }
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (this.camelContext != null) {
            return; // Camel Main says it twice
        }
        this.camelContext = camelContext;
        try {
            camelContext.addStartupListener((StartupListener) (context, started) -> count());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public Clients getClients() {
        return clients;
    }

    /** Who has the limits. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
