package org.smshub.ledger.entry;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.smshub.link.passing.ReceiptsWanted;

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
    /** Never sent, and never will be. */
    FAILED,
    CANCELLED;

    private static final Set<PartState> TOLD_BY_RECEIPT =
            EnumSet.of(BUFFERED, UNKNOWN, DELIVERED, UNDELIVERABLE, EXPIRED, REJECTED, DELETED);

    private static final Map<String, PartState> BY_NAME = new HashMap<>();

    static {
        for (PartState state : values()) {
            BY_NAME.put(state.name(), state);
        }
    }

    /** The state of this name in any case; null when it names none, as after an edit by hand. */
    public static PartState read(String name) {
        PartState state = BY_NAME.get(name);
        return state != null || name == null ? state : BY_NAME.get(name.strip().toUpperCase(Locale.ROOT));
    }

    /** Whether nothing follows. UNKNOWN is not final: its receipt may still come. */
    public boolean isFinal() {
        return ordinal() >= DELIVERED.ordinal();
    }

    /** Whether a receipt can say this. */
    public boolean isToldByReceipt() {
        return TOLD_BY_RECEIPT.contains(this);
    }

    /**
     * Whether a sender hears that its message has this state. UNKNOWN is told to whoever asked for a bad end: it may be the
     * last there is to say.
     *
     * @param wanted what it asked for, as {@link ReceiptsWanted} has it; another word asks for nothing
     */
    public boolean isTold(String wanted) {
        ReceiptsWanted receipts = ReceiptsWanted.orNone(wanted);
        if (this == DELIVERED) {
            return receipts.success();
        }
        return isFinal() || this == UNKNOWN
                ? receipts.failure()
                : receipts.intermediate() && (this == SENT || this == BUFFERED);
    }

    /** The arrows of the diagram. */
    public Set<PartState> next() {
        Set<PartState> next = EnumSet.noneOf(PartState.class);
        switch (this) {
            case QUEUED -> {
                next.addAll(Set.of(CLAIMED, EXPIRED, CANCELLED, FAILED));
                // an earlier send of unknown outcome: its receipt, or its late answer, spares the next send
                next.addAll(TOLD_BY_RECEIPT);
                next.add(SENT);
            }
            case CLAIMED -> {
                next.addAll(Set.of(SENT, QUEUED, FAILED, UNKNOWN));
                next.addAll(TOLD_BY_RECEIPT);
            }
            case SENT, BUFFERED -> {
                next.addAll(TOLD_BY_RECEIPT);
                next.remove(this);
            }
            case UNKNOWN -> {
                next.addAll(TOLD_BY_RECEIPT);
                next.remove(this);
                // a late answer
                next.addAll(Set.of(SENT, QUEUED, FAILED));
            }
            default -> {
                /* final */
            }
        }
        return next;
    }
}
