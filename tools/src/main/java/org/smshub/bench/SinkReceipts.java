package org.smshub.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The receipts the sink owes: waiting, sent and not acknowledged, done. Used by the sink's thread alone but for the counters. */
final class SinkReceipts {

    /**
     * @param at when it is due, {@link System#nanoTime()}
     */
    record Receipt(Submit submit, long at) {}

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final Deque<Receipt> waiting = new ArrayDeque<>();
    private final Deque<Receipt> refused = new ArrayDeque<>();
    private final long delayNanos;
    private final int window;
    private volatile long acknowledged;
    private volatile boolean held;
    private long dateUntil;
    private String date = "";

    SinkReceipts(long delayNanos, int window) {
        this.delayNanos = delayNanos;
        this.window = window;
    }

    void owe(Submit submit) {
        waiting.add(new Receipt(submit, submit.nanos() + delayNanos));
    }

    void hold(boolean hold) {
        held = hold;
    }

    long acknowledged() {
        return acknowledged;
    }

    void acknowledged(Receipt receipt, boolean ok) {
        if (receipt == null) {
            return;
        }
        if (ok) {
            acknowledged = acknowledged + 1; // one writer
        } else {
            refused.add(new Receipt(receipt.submit(), System.nanoTime() + RETRY_NANOS));
        }
    }

    /** What a line left unacknowledged goes first on the next one. */
    void lost(SinkSession session) {
        List<Receipt> again = List.copyOf(session.unacknowledged.values());
        session.unacknowledged.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
    }

    /**
     * Sends what is due and has room in the window.
     *
     * @return when to call again at the latest, in nanoseconds from now; {@link Long#MAX_VALUE} for "not before something happens"
     */
    long send(Iterable<SinkSession> sessions, long now) {
        if (held || (waiting.isEmpty() && refused.isEmpty())) {
            return Long.MAX_VALUE;
        }
        while (!refused.isEmpty() && refused.peek().at() <= now) {
            waiting.addFirst(refused.poll());
        }
        boolean room = false;
        for (SinkSession session : sessions) {
            while (session.receives()
                    && session.unacknowledged.size() < window
                    && !waiting.isEmpty()
                    && waiting.peek().at() <= now) {
                Receipt receipt = waiting.poll();
                session.deliver(receipt, text(receipt.submit(), now));
            }
            room |= session.receives() && session.unacknowledged.size() < window;
        }
        long next = room && !waiting.isEmpty() ? waiting.peek().at() - now : Long.MAX_VALUE;
        return refused.isEmpty() ? next : Math.min(next, refused.peek().at() - now);
    }

    /** The text of a receipt as SMPP 3.4, appendix B, suggests it. */
    private byte[] text(Submit submit, long now) {
        if (date.isEmpty() || now > dateUntil) {
            date = MINUTE.format(Instant.now());
            dateUntil = now + RETRY_NANOS;
        }
        return ("id:" + submit.id() + " sub:001 dlvrd:001 submit date:" + date + " done date:" + date
                        + " stat:DELIVRD err:000 text:")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
