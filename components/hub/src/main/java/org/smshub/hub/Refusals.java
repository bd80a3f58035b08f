package org.smshub.hub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Way;
import org.smshub.link.SmsHeaders;
import org.smshub.text.TextException;

/**
 * Counts the messages that inputs do not accept, by input, client and reason, as meters where Micrometer is there. Whoever turns
 * the failure of a message into the answer of its input says so here.
 */
public class Refusals implements CamelContextAware {

    /** Series; who has more clients than that wants no series for each. */
    private static final int MOST = 500;

    private static final String OTHER = "other";

    /** What is counted by itself. @param input the route that the message came by */
    record Key(String input, String client, String reason) {}

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
    private CamelContext camelContext;

    /** A message on an exchange of its input, or of a part of what came there. */
    public static void count(Exchange exchange, Exception why) {
        count(
                exchange.getContext(),
                exchange.getFromRouteId(),
                exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class),
                why);
    }

    /**
     * @param input name of the route
     * @param client null = nobody knows
     */
    public static void count(CamelContext context, String input, String client, Exception why) {
        Refusals all = context.getCamelContextExtension().getContextPlugin(Refusals.class);
        String reason = reason(why);
        Way.refused(input, client, reason, why instanceof RefusedException refused ? refused.getField() : null);
        if (all != null) {
            all.count(new Key(input, client == null ? "none" : client, reason));
        }
    }

    /** In a word; of what the hub failed on FAULT. */
    static String reason(Exception why) {
        if (why instanceof RefusedException refused) {
            return refused.getReason().name();
        } else if (why instanceof TextException || why instanceof IllegalArgumentException) {
            return RefusedException.Reason.INVALID.name();
        } else if (why instanceof LedgerException ledger) {
            return ledger.getReason().name();
        }
        return "FAULT";
    }

    private void count(Key key) {
        LongAdder known = counts.get(key);
        if (known == null) {
            Key few = counts.size() < MOST ? key : new Key(key.input(), OTHER, key.reason());
            known = counts.computeIfAbsent(few, this::bound);
        }
        known.increment();
    }

    /** By the name of Micrometer's class, since it may not be there. */
    private LongAdder bound(Key key) {
        LongAdder count = new LongAdder();
        Class<?> type = camelContext.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (type != null) {
            camelContext.getRegistry().findByType(type).forEach(registry -> RefusalMetrics.bind(registry, key, count));
        }
        return count;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        camelContext.getCamelContextExtension().addContextPlugin(Refusals.class, this);
    }
}
