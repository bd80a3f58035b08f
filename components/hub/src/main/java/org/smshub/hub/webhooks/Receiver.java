package org.smshub.hub.webhooks;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.smshub.hub.Webhook;

/**
 * What this process knows of where a client hears: at its webhook, or at the addresses that come with its messages (callbacks).
 * Its last failures are forgotten at a restart, whether it has ended is not.
 */
final class Receiver {

    /** Failures that are kept to be looked at. */
    static final int LAST = 20;

    /**
     * A call that did not arrive.
     *
     * @param at epoch milliseconds
     * @param event its id
     * @param status of HTTP; null = no answer came
     */
    record Failure(long at, String event, Integer status, String problem) {}

    /**
     * As clients.yaml has it now.
     *
     * @param uri of the webhook; null = there are callbacks alone
     */
    record Entry(Webhook webhook, URI uri, Signature signature) {
        Entry(Webhook webhook) {
            this(webhook, webhook.uri(), new Signature(webhook.keys()));
        }
    }

    final String client;
    final LongAdder delivered = new LongAdder();
    final LongAdder failed = new LongAdder();
    final AtomicInteger inFlight = new AtomicInteger();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private volatile Entry entry;
    private Long failingSince;
    private volatile Long endedAt;

    Receiver(String client, Webhook webhook, Long endedAt) {
        this.client = client;
        this.entry = new Entry(webhook);
        this.endedAt = endedAt;
    }

    Entry entry() {
        return entry;
    }

    /** clients.yaml may have been read again; what was known of another address does not hold. */
    Receiver as(Webhook now) {
        return entry.webhook() == now ? this : changed(now);
    }

    private synchronized Receiver changed(Webhook now) {
        if (!Objects.equals(entry.webhook().url(), now.url())) {
            failingSince = null;
            endedAt = null;
        }
        entry = new Entry(now);
        return this;
    }

    /** Whether it had failed before. */
    synchronized boolean heard() {
        delivered.increment();
        boolean was = failingSince != null;
        failingSince = null;
        return was;
    }

    /** Whether it had not failed before. */
    synchronized boolean failed(Failure failure) {
        failed.increment();
        failures.addFirst(failure);
        if (failures.size() > LAST) {
            failures.removeLast();
        }
        boolean first = failingSince == null;
        failingSince = first ? Long.valueOf(failure.at()) : failingSince;
        return first;
    }

    /** The newest first. */
    synchronized List<Failure> failures() {
        return new ArrayList<>(failures);
    }

    /** Epoch milliseconds; null = the last call arrived, or there was none. */
    synchronized Long failingSince() {
        return failingSince;
    }

    /** Epoch milliseconds at which it said that it wants to hear no more; null = it hears. */
    Long endedAt() {
        return endedAt;
    }

    void endedAt(Long at) {
        endedAt = at;
    }

    String state() {
        return endedAt != null ? "ENDED" : failingSince() != null ? "FAILING" : "OPEN";
    }
}
