package org.smshub.ledger.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Shares;
import org.smshub.ledger.entry.Subscription;
import org.smshub.ledger.entry.Unread;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.passing.Told;
import org.smshub.text.plan.LinkProfile;

/**
 * Everything that shares one transaction. Works add rows and remember their places; the engine writes the lists in the
 * order they stand here and answers by place, so that a group can be one round trip to a database server. Results come
 * before the receipts that may be about them, whatever puts parts in a queue or ends them before the claims, and whatever writes events,
 * the chores too, before the lanes are read: who finds nothing more in a lane believes it. Built and written by one thread.
 */
public final class Group {

    /** Epoch milliseconds: the moment all of it happens. */
    public final long now;

    /**
     * Milliseconds by which the wall clock was put forward, negative = back; null = it was not. With 0 the ledger begins. A row
     * that is stamped later than now was written before the clock was set back.
     */
    public Long clockStep;

    public final List<Opening> openings = new ArrayList<>();
    public final List<Accept> accepts = new ArrayList<>();
    public final List<Result> results = new ArrayList<>();
    public final List<Receipt> receipts = new ArrayList<>();

    /** Places of receipts that are not kept where they find no part: they come once more, see {@link Answers#early}. */
    public final Set<Integer> comeAgain = new HashSet<>();

    public final List<IncomingEntry> incoming = new ArrayList<>();
    public final List<Unread> unread = new ArrayList<>();
    public final List<EventResult> eventResults = new ArrayList<>();
    public final List<Subscription> subscriptions = new ArrayList<>();
    public final List<Replay> replays = new ArrayList<>();
    public final List<Forget> forgets = new ArrayList<>();
    public final List<Number> awake = new ArrayList<>();
    public final List<Change> changes = new ArrayList<>();
    public final List<Move> moves = new ArrayList<>();
    public final List<ClaimWish> claims = new ArrayList<>();
    public final List<Spent> spent = new ArrayList<>();

    /** Null when there is nothing to tidy up this time. */
    public Chores chores;

    /** Written also where there is nothing to write: others see by it that this hub lives. */
    public boolean beat;

    /** Events consumers that want to know for whom something waits. */
    public final List<String> consumers = new ArrayList<>();

    public final List<LaneWish> lanes = new ArrayList<>();

    /** What each link carries; null for one that nobody declared. */
    public final Function<String, LinkProfile> profiles;

    /** All links carry the same. */
    public Group(long now) {
        this(now, link -> LinkProfile.STANDARD);
    }

    public Group(long now, Function<String, LinkProfile> profiles) {
        this.now = now;
        this.profiles = profiles;
    }

    /** What came from a line. @param timeoutMillis how long a long message waits for its next part */
    public record IncomingEntry(IncomingPart part, long timeoutMillis) {}

    /** What became of an event that was handed out. @param again epoch milliseconds of its next turn, as far as this process does not know better; null = heard, or never will be @param heard its application has it @param told where, and what was answered; null = not known */
    public record EventResult(long id, Long again, boolean heard, Told told) {
        public EventResult(long id, Long again, boolean heard) {
            this(id, again, heard, null);
        }
    }

    /** A link begins in this process: what the last one left in flight of these shares ends by {@code recovery}. */
    public record Opening(String link, Account account, Verdict.Unknown recovery, Shares shares) {
        public Opening(String link, Account account, Verdict.Unknown recovery) {
            this(link, account, recovery, Shares.ALL);
        }
    }

    /**
     * Kept things are to go their way once more, the oldest first. Receipts that match nothing are looked at as if they had
     * come now; unclaimed and unread things are given to the caller and stay until they are forgotten, so that a crash
     * between may play one twice but never loses it.
     *
     * @param link null = of any
     */
    public record Replay(Kept.Kind kind, String link, int limit) {}

    /** A kept thing that has its place now. @param kind UNCLAIMED or UNREAD */
    public record Forget(Kept.Kind kind, String id) {}

    /**
     * A phone can be reached again (alert_notification): what waits for another attempt to it on this link is due now. What
     * its sender wants later stays for later.
     */
    public record Number(String link, String recipient) {}

    /**
     * A link is out of service: what is due there goes to the next of its links that is not. What has no such link stays.
     *
     * @param in the links that are in service; after the last of a part's links comes its first again
     * @param limit rows to look at, at most
     * @param whole the parts of a message go together, and not at all once one of them was sent, or may have been
     */
    public record Move(String link, Set<String> in, int limit, boolean whole) {}

    /**
     * What of a budget is spent; what this group claims comes on top, which is not known before.
     *
     * @param day days since 1970-01-01
     * @param parts before the claims of this group
     */
    public record Spent(String link, long day, int parts) {}

    /**
     * A link has room for so many parts. Expired ones that stand before them are expired, and count.
     *
     * @param count up to how many those that are due and stay are counted; 0 = not at all
     * @param budget parts that may still be sent today: no message begins that needs more; {@code Integer.MAX_VALUE} = no
     *     such rule
     * @param shares of which
     */
    public record ClaimWish(String link, int limit, int count, int budget, Shares shares) {
        public ClaimWish(String link, int limit, int count, int budget) {
            this(link, limit, count, budget, Shares.ALL);
        }
    }

    /**
     * A client of an events consumer has room.
     *
     * @param position events with a greater id
     */
    public record LaneWish(String consumer, String client, long position, int limit) {}
}
