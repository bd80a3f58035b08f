package org.smshub.ledger.store;

import java.util.EnumSet;
import java.util.Set;

/**
 * The states of a part, and which may follow which: the state diagram of the module's README, whose every arrow is
 * declared here and whose every statement in the store is guarded by it.
 */
public enum PartState {
    /** Waits for its link, its time or its next attempt. */
    QUEUED,
    /** Handed to its link: durably marked before its first byte leaves. */
    CLAIMED,
    /** The centre said yes. */
    SENT,
    /** The centre said it is still trying. */
    BUFFERED,
    /** May or may not have reached the centre; only a receipt can tell. */
    UNKNOWN,
    DELIVERED,
    UNDELIVERABLE,
    EXPIRED,
    REJECTED,
    DELETED,
    /** Never sent. */
    FAILED,
    CANCELLED;

    private static final Set<PartState> TOLD_BY_RECEIPT =
            EnumSet.of(BUFFERED, UNKNOWN, DELIVERED, UNDELIVERABLE, EXPIRED, REJECTED, DELETED);

    /** Whether nothing follows. UNKNOWN is not final: its receipt may still come. */
    public boolean isFinal() {
        return ordinal() >= DELIVERED.ordinal();
    }

    /** Whether a receipt can say this. */
    public boolean isToldByReceipt() {
        return TOLD_BY_RECEIPT.contains(this);
    }

    /** The arrows of the diagram. */
    public Set<PartState> next() {
        Set<PartState> next = EnumSet.noneOf(PartState.class);
        switch (this) {
            case QUEUED -> {
                next.addAll(Set.of(CLAIMED, EXPIRED, CANCELLED, FAILED));
                // an earlier send of unknown outcome: its receipt spares the next send
                next.addAll(TOLD_BY_RECEIPT);
            }
            case CLAIMED -> {
                next.addAll(Set.of(SENT, QUEUED, FAILED, UNKNOWN));
                next.addAll(TOLD_BY_RECEIPT);
            }
            case SENT, BUFFERED, UNKNOWN -> {
                next.addAll(TOLD_BY_RECEIPT);
                next.remove(this);
            }
            default -> {
                /* final */
            }
        }
        return next;
    }
}
