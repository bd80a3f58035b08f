package org.smshub.ledger.commit.work;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.link.nature.Rare;

/** What waits on links out of service goes by links that are in service: when one goes out, and again each second. */
public final class MoveWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(MoveWork.class);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Between two steps of a long move. */
    private static final long ON_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Map<String, LinkQueue> links;
    private final LongSupplier nanos;
    private final List<LinkQueue> asked = new ArrayList<>();

    /** Links that were out of service at the last look; the group commit's thread. */
    private final Set<String> out = new HashSet<>();

    private long lookAt;
    private int place;
    private int limit;

    public MoveWork(Map<String, LinkQueue> links, LongSupplier nanos) {
        this.links = links;
        this.nanos = nanos;
        this.lookAt = nanos.getAsLong();
    }

    /** Nanoseconds until there may be something to move. */
    public long waitNanos() {
        if (Rare.way("move.now")) {
            return 0;
        }
        long wait = Long.MAX_VALUE;
        for (LinkQueue link : links.values()) {
            if (link.mayWait() && !link.isElsewhere()) {
                long left = link.outNanosLeft();
                boolean news = left <= 0 && !out.contains(link.name());
                wait = Math.min(wait, news ? 0 : left > 0 ? left : Math.max(0, lookAt - nanos.getAsLong()));
            }
        }
        return wait;
    }

    @Override
    public void add(Draft draft) {
        asked.clear();
        Set<String> in = null;
        limit = Math.min(draft.limit, Rare.value("move.limit", Integer.MAX_VALUE, 1));
        place = draft.group.moves.size();
        out.clear();
        lookAt = nanos.getAsLong() + AGAIN_NANOS;
        for (LinkQueue link : links.values()) {
            if (link.isOut()) {
                out.add(link.name());
            }
        }
        for (LinkQueue link : links.values()) {
            if (out.contains(link.name()) && link.mayWait() && !link.isElsewhere()) {
                in = in == null ? inService() : in;
                if (!in.isEmpty()) {
                    asked.add(link);
                    draft.group.moves.add(new Group.Move(
                            link.name(), in, limit, link.settings().whole()));
                }
            }
        }
    }

    private Set<String> inService() {
        Set<String> in = new HashSet<>();
        for (LinkQueue link : links.values()) {
            boolean closed = link.service() == LinkQueue.Service.CLOSED && !link.isElsewhere();
            if (!out.contains(link.name()) && !closed) {
                in.add(link.name());
            }
        }
        return in;
    }

    @Override
    public void committed(Answers answers) {
        for (int i = 0; i < asked.size(); i++) {
            Map<String, Integer> moved = answers.moves.get(place + i);
            int count = 0;
            for (Map.Entry<String, Integer> entry : moved.entrySet()) {
                LinkQueue link = links.get(entry.getKey());
                if (link != null) {
                    link.mayWaitMore();
                }
                count += entry.getValue();
            }
            if (count > 0) {
                Rare.hit("move.moved");
                LOG.info(
                        "Link {} is out of service or has spent its budget: {} parts that waited there go by {}",
                        asked.get(i).name(),
                        count,
                        moved);
            }
            if (count >= limit) {
                Rare.hit("move.on");
                lookAt = nanos.getAsLong() + ON_NANOS;
            }
        }
    }

    @Override
    public void refused(LedgerException why) {
        // looked at again in a second
    }
}
