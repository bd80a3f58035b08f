package org.smshub.ledger.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Heard;
import org.smshub.ledger.entry.Kept;

/** What a committed {@link Group} brought, by the places of its lists. */
public final class Answers {

    /** By place of {@link Group#accepts}. */
    public final List<Accepted> accepts = new ArrayList<>();
    /** By place of {@link Group#receipts}: whether it found its part, or is known already. */
    public final List<Boolean> receipts = new ArrayList<>();
    /** Of {@link Group#comeAgain}: those that found no part, and are written nowhere. */
    public final Set<Integer> early = new HashSet<>();
    /** Receipts that came before their submit result, or waited for a doubt, and found their part now, by link. */
    public final Map<String, Integer> matchedLate = new HashMap<>();
    /** Receipts that found their part, whenever they came. */
    public final List<Heard> heard = new ArrayList<>();
    /** Receipts whose patience is over and that match nothing, by link. */
    public final Map<String, Integer> unmatched = new HashMap<>();
    /** By place of {@link Group#openings}: parts that were in flight. */
    public final List<Integer> recovered = new ArrayList<>();
    /** By place of {@link Group#openings}: what is known of the link's budget, or null. */
    public final List<Group.Spent> spent = new ArrayList<>();
    /** By place of {@link Group#consumers}: clients for whom something waits. */
    public final List<List<String>> consumers = new ArrayList<>();
    /** By place of {@link Group#replays}: the oldest; of receipts that match nothing what was looked at again. */
    public final List<List<Kept>> replays = new ArrayList<>();
    /** By place of {@link Group#changes}. */
    public final List<Changed> changes = new ArrayList<>();
    /** By place of {@link Group#moves}: link → parts that went there. */
    public final List<Map<String, Integer>> moves = new ArrayList<>();
    /** By place of {@link Group#claims}: in the order to send, the most urgent first, then by time. */
    public final List<List<Claim>> claims = new ArrayList<>();
    /**
     * By place of {@link Group#claims}: when the next part is due, epoch milliseconds; {@code Long.MAX_VALUE} = none waits,
     * {@link Group#now} = as many came as were wished for, so that there may be more.
     */
    public final List<Long> nextDue = new ArrayList<>();
    /** By place of {@link Group#claims}: how many more are due, as far as was wished; negative = not counted. */
    public final List<Integer> left = new ArrayList<>();
    /** By place of {@link Group#claims}: whether a message was not begun because the budget does not suffice for all of it. */
    public final List<Boolean> tooLong = new ArrayList<>();
    /** By place of {@link Group#lanes}: the oldest events. */
    public final List<List<Event>> lanes = new ArrayList<>();
    /** Whose queues got events. */
    public final Set<Lane> written = new LinkedHashSet<>();
    /** Link → when a part was put in its queue, epoch milliseconds, the earliest; beside those that the works know of. */
    public final Map<String, Long> waits = new HashMap<>();
    /** Events dropped for their age, by consumer and client. */
    public final Map<Lane, Integer> dropped = new HashMap<>();
    /** Rows that could not be read and were set aside, each with its reason. */
    public final List<String> aside = new ArrayList<>();

    /** The first of them that is not what was written: the file is damaged; null = none. */
    public String damage;
    /** One of the events that were written; null = none. */
    public Event told;

    /** One of the messages that nobody claims and that were kept, its id; null = none. */
    public String unclaimed;

    /** The number of the receipt that was kept last: what is claimed with this group is sent after it. */
    public long lastReceipt;

    /** Chores of this group are not at their end. */
    public boolean more;
    /** Messages, receipts and kept things that the retention deleted. */
    public int purged;

    /** An application's queue of events. */
    public record Lane(String consumer, String client) {}
}
