package org.smshub.ledger.commit.work;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.link.nature.Rare;

/**
 * Notices that the wall clock was set: it went on by another time than the clock that never goes back. What stands in the
 * ledger by wall time and means a duration is put right then; and once at the start, since the clock may have been set while
 * no hub ran.
 */
public final class ClockWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWork.class);

    /** A clock that is slewed never gets so far within the second in which the writer looks at least. */
    static final long SET_MILLIS = 2_000;

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, LinkQueue> links;
    private final LongSupplier nanos;
    private long lastWall;
    private long lastNanos;
    private long restUntil;

    /** Milliseconds that the clock was put forward since the ledger was put right; null = it is right. */
    private Long step = 0L;

    /** @param nanos a clock that never goes back */
    public ClockWork(Map<String, LinkQueue> links, long now, LongSupplier nanos) {
        this.links = links;
        this.nanos = nanos;
        this.lastWall = now;
        this.lastNanos = nanos.getAsLong();
        this.restUntil = lastNanos;
    }

    /** Looks at the clock; whether there is something to put right. @param now epoch milliseconds */
    public boolean isDue(long now) {
        long nano = nanos.getAsLong();
        long set = now - lastWall - (nano - lastNanos) / 1_000_000;
        lastWall = now;
        lastNanos = nano;
        if (Math.abs(set) >= SET_MILLIS) {
            LOG.warn("The clock was set {} by {}", set < 0 ? "back" : "forward", Duration.ofMillis(Math.abs(set)));
            Rare.hit("clock.set");
            step = (step == null ? 0 : step) + set;
        }
        if (step == null && Rare.way("clock.again")) {
            step = 0L;
        }
        return step != null && nano - restUntil >= 0;
    }

    /** Another hub moves what is to be moved once; what may be put right twice is, by whoever keeps house next. */
    public void othersDo() {
        step = 0L;
    }

    @Override
    public void add(Draft draft) {
        draft.group.clockStep = step;
    }

    @Override
    public void committed(Answers answers) {
        step = null;
        links.values().forEach(LinkQueue::mayWaitMore);
    }

    @Override
    public void refused(LedgerException why) {
        Rare.hit("clock.refused");
        restUntil = nanos.getAsLong() + REST_NANOS;
    }
}
