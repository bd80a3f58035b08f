package org.smshub.hub.modem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.queue.LinkQueue;

/**
 * Spreads messages over modems that are links of one pool: the links whose account in the ledger is the pool's name. A
 * message goes to one of them as a whole; the others stand in for it, in the order of {@code SmsLinks}.
 */
public class ModemPools implements CamelContextAware {

    /** A modem takes its turn until it has so many parts more than twice what the least busy one has. */
    private static final int SLACK = 20;

    /** Lists of links are kept as words in the ledger: there are not to be many. */
    private static final int STAND_INS = 15;

    private final AtomicInteger turn = new AtomicInteger();
    private CamelContext camelContext;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /**
     * The links of a pool for the next message, in turn, but not first one that is much busier than another. One that is out of
     * service or has spent its budget keeps its turn: the ledger passes it by, but for a message that tries whether it is back.
     *
     * @return for {@code SmsLinks}; the pool's own name while none of its modems is known, which the ledger complains of
     */
    public String links(String pool) {
        List<LinkQueue> members =
                camelContext.getComponent("ledger", LedgerComponent.class).ledger().links().values().stream()
                        .filter(link -> link.account().name().equals(pool))
                        .toList();
        return members.isEmpty() ? pool : String.join(",", order(members, turn.getAndIncrement() & Integer.MAX_VALUE));
    }

    static List<String> order(List<LinkQueue> members, int turn) {
        int least = Integer.MAX_VALUE;
        for (LinkQueue member : members) {
            if (!member.isOut()) {
                least = Math.min(least, member.load());
            }
        }
        int first = turn % members.size();
        while (isBusy(members.get(first), least)) {
            first = (first + 1) % members.size();
        }
        List<String> names =
                new ArrayList<>(members.stream().map(LinkQueue::name).toList());
        Collections.rotate(names, -first);
        if (names.size() > 2) {
            // not always the same neighbour for the queue of one that is lost
            int second = 1 + turn / members.size() % Math.min(names.size() - 1, STAND_INS);
            names.add(1, names.remove(second));
        }
        return names;
    }

    private static boolean isBusy(LinkQueue member, int least) {
        return !member.isOut() && member.load() > 2L * least + SLACK;
    }
}
