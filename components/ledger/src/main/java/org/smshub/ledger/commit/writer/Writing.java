package org.smshub.ledger.commit.writer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.Inbox;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.LedgerException.Reason;
import org.smshub.ledger.commit.LedgerFigures;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.commit.work.ChoresWork;
import org.smshub.ledger.commit.work.ClaimWork;
import org.smshub.ledger.crew.Complaints;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.CommitInDoubt;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.link.nature.Rare;

/**
 * Writes works as a group, whole or each of those that can be, and says who is refused and who waits: a row that cannot be written fails
 * alone, since its group is halved until it stands by itself; what nobody else knows is kept until the disk or the database is well again.
 * The writing thread's, but for {@link #trouble}.
 */
final class Writing {

    private static final Logger LOG = LoggerFactory.getLogger(Writing.class);

    private static final int RETRY_MILLIS = 1_000;

    /** So few parts that wait, on all links together, are claimed as fast as the windows have room. */
    private static final int SMALL_BACKLOG = 1_000;

    private final Database database;
    private final Map<String, LinkQueue> links;

    /** Where works wait that nobody else knows. */
    private final Inbox kept;

    private final ChoresWork chores;
    private final Brought brought;
    private final Sharing sharing;
    private final LedgerFigures figures;
    private final Complaints complaints;
    private final LongSupplier nanos;

    private volatile String trouble;
    private long retryAt;

    /** Under way: a group is written once more after another hub took this one for dead. */
    private boolean joinsAgain;

    /** What was damaged has been mended as far as it could be. */
    private boolean mended;

    /** A group of which nobody knows whether it is written: those who wait for it wait until the file says it. */
    private record Doubt(List<Work> works, Draft draft, Answers answers, long begun, SQLException why) {}

    /** Null = none. While there is one nothing is written. */
    private Doubt doubt;

    Writing(
            Database database,
            Map<String, LinkQueue> links,
            Inbox kept,
            ChoresWork chores,
            Brought brought,
            Sharing sharing,
            LedgerFigures figures,
            Complaints complaints,
            LongSupplier nanos) {
        this.database = database;
        this.links = links;
        this.kept = kept;
        this.chores = chores;
        this.brought = brought;
        this.sharing = sharing;
        this.figures = figures;
        this.complaints = complaints;
        this.nanos = nanos;
    }

    /** What keeps it from writing, or null. */
    String trouble() {
        return trouble;
    }

    /** Until it is tried again after trouble; 0 or less = now. */
    long restNanos() {
        return trouble == null ? 0 : retryAt - nanos.getAsLong();
    }

    /**
     * All of them, or each of those that can be.
     *
     * @param now milliseconds since 1970
     * @param limit rows that are claimed, moved or looked after, at most
     */
    void write(List<Work> works, long now, int limit) {
        if (works.size() > 1 && Rare.way("commit.halves")) {
            halve(works, now, limit, null);
            return;
        }
        if (doubt != null && !settle()) {
            hold(works, doubt.why());
            return;
        }
        Draft draft = draft(works, now, limit);
        long begun = nanos.getAsLong();
        Answers answers;
        try {
            answers = isEmpty(draft.group) ? new Answers() : database.write(draft.group);
        } catch (SQLException e) {
            undo();
            Engine.Trouble kind = database.trouble(e);
            Rare.hit("commit.undone");
            if (e instanceof CommitInDoubt unsure && !database.isOpen()) {
                doubt = new Doubt(List.copyOf(works), draft, unsure.answers(), begun, e);
                hold(List.of(), e);
            } else if (kind == Engine.Trouble.FENCED) {
                fenced(works, now, limit, e);
            } else if (kind == Engine.Trouble.DAMAGE) {
                damaged(works, now, limit, e);
            } else if (kind != Engine.Trouble.ROW) {
                database.close();
                hold(works, e);
            } else {
                halve(works, now, limit, e);
            }
            return;
        } catch (RuntimeException e) {
            undo();
            halve(works, now, limit, e);
            return;
        } catch (Error e) {
            // the connection may be in the midst of something
            undo();
            database.close();
            halve(works, now, limit, e);
            return;
        }
        committed(works, draft, answers, begun);
    }

    /** Adds all works; one that throws is refused alone, and taken out of the list. */
    private Draft draft(List<Work> works, long now, int limit) {
        while (true) {
            int claimers =
                    (int) works.stream().filter(ClaimWork.class::isInstance).count();
            Draft draft = new Draft(
                    now, limit, claimLimit(limit, now), claimers, links, sharing.session(), sharing.isShared());
            int i = 0;
            try {
                for (; i < works.size(); i++) {
                    works.get(i).add(draft);
                }
                for (LinkQueue link : links.values()) {
                    Group.Spent spent = link.spends();
                    if (spent != null) {
                        draft.group.spent.add(spent);
                    }
                }
                return draft;
            } catch (Throwable e) {
                undo();
                Work bad = works.remove(i);
                refuseRow(bad, e);
            }
        }
    }

    private int claimLimit(int limit, long now) {
        long waiting = 0;
        for (LinkQueue link : links.values()) {
            waiting += link.waiting(now);
        }
        return waiting <= Rare.value("commit.small-backlog", SMALL_BACKLOG, 0, 2) ? SMALL_BACKLOG : limit;
    }

    /** Tells those who wait for the group in doubt; false = nobody can say yet. */
    private boolean settle() {
        Doubt of = doubt;
        boolean written;
        try {
            written = database.isWritten(of.draft().group, of.answers());
        } catch (SQLException e) {
            return false;
        }
        doubt = null;
        if (written) {
            committed(of.works(), of.draft(), of.answers(), of.begun());
        } else {
            hold(of.works(), of.why());
        }
        return true;
    }

    private static boolean isEmpty(Group group) {
        return group.chores == null
                && !group.beat
                && group.clockStep == null
                && group.accepts.isEmpty()
                && group.results.isEmpty()
                && group.receipts.isEmpty()
                && group.incoming.isEmpty()
                && group.unread.isEmpty()
                && group.eventResults.isEmpty()
                && group.subscriptions.isEmpty()
                && group.openings.isEmpty()
                && group.consumers.isEmpty()
                && group.replays.isEmpty()
                && group.forgets.isEmpty()
                && group.awake.isEmpty()
                && group.changes.isEmpty()
                && group.moves.isEmpty()
                && group.claims.isEmpty()
                && group.lanes.isEmpty();
    }

    /** Nothing that was learnt while the group was made holds. */
    private void undo() {
        links.values().forEach(LinkQueue::rolledBack);
    }

    /** Another hub took this one for dead: what it had is not its own any more, and what it has in flight others settle. */
    private void fenced(List<Work> works, long now, int limit, SQLException e) {
        LOG.warn("{}: this hub joins again, and its links are others' until they are given back", database.advice(e));
        database.close();
        sharing.fenced();
        if (joinsAgain) {
            hold(works, e); // somebody does it again and again: once a second is enough
            return;
        }
        joinsAgain = true;
        try {
            write(works, now, limit);
        } finally {
            joinsAgain = false;
        }
    }

    /** Mended once; then whoever needs what is damaged is refused alone, and the others go on. */
    private void damaged(List<Work> works, long now, int limit, SQLException e) {
        String what = database.advice(e);
        database.close();
        figures.damaged(e.getMessage());
        if (!mended) {
            mended = true;
            LOG.error("A write met damage: {}. The indexes are made anew", what);
            try {
                database.reopen();
                database.mend();
            } catch (SQLException | RuntimeException again) {
                LOG.error("They could not be: {}", again.getMessage());
                database.close();
            }
            write(works, now, limit);
        } else if (works.size() > 1) {
            halve(works, now, limit, e);
        } else {
            complaints.say("A write needs what is damaged", e);
            refuse(works, new LedgerException(Reason.STORAGE, "The ledger cannot write this: " + what, e));
        }
    }

    private void halve(List<Work> works, long now, int limit, Throwable why) {
        if (works.isEmpty()) {
            LOG.error("A group without rows cannot be written", why);
        } else if (works.size() == 1) {
            refuseRow(works.get(0), why);
        } else {
            Rare.hit("commit.halved");
            LOG.debug("A group of {} writes failed: it is halved", works.size(), why);
            int half = works.size() / 2;
            write(new ArrayList<>(works.subList(0, half)), now, limit);
            write(new ArrayList<>(works.subList(half, works.size())), now, limit);
        }
    }

    private void refuseRow(Work work, Throwable why) {
        complaints.say("A row cannot be written", why);
        refuse(
                List.of(work),
                new LedgerException(Reason.ROW, "This message cannot be stored: " + why.getMessage(), why));
    }

    private void committed(List<Work> works, Draft draft, Answers answers, long begun) {
        Group group = draft.group;
        boolean empty = isEmpty(group);
        if (trouble != null && !empty) {
            Rare.hit("commit.again");
            LOG.info("The ledger writes again");
            trouble = null;
            chores.trouble(false);
        }
        links.values().forEach(LinkQueue::committed);
        if (!empty) {
            sharing.written(begun);
        }
        brought.before(group, answers);
        chores.accepted(answers.accepts.size());
        for (Work work : works) {
            try {
                work.committed(answers);
            } catch (Throwable e) {
                complaints.say("What follows a write failed", e);
                fail(work, new LedgerException(Reason.ROW, "Written, but its answer is lost: " + e, e));
            }
        }
        brought.after(answers);
    }

    /** The disk's or the database's trouble: whoever keeps his message himself is refused, what nobody else knows waits. */
    private void hold(List<Work> works, SQLException e) {
        String what = database.advice(e);
        if (trouble == null) {
            LOG.error("The ledger cannot write: {}. New messages and receipts are refused until then", what);
        }
        trouble = what;
        retryAt = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(Rare.value("commit.retry", RETRY_MILLIS, 1, 30));
        chores.trouble(true);
        Reason reason = database.isAway(e) ? Reason.AWAY : Reason.STORAGE;
        LedgerException why = new LedgerException(reason, "The ledger cannot write: " + what, e);
        List<Work> refused = new ArrayList<>(works.size());
        for (Work work : works) {
            if (work.mustBeKept()) {
                Rare.hit("commit.kept");
                kept.offer(work);
            } else if (work != chores) {
                refused.add(work);
            }
        }
        refuse(refused, why);
    }

    void refuse(List<? extends Work> works, LedgerException why) {
        for (Work work : works) {
            fail(work, why);
        }
    }

    /** A fault of the hub's own: of these nothing is written, and the next ones are. */
    void fault(List<Work> works, Throwable e) {
        complaints.say("The writing thread met a fault", e);
        undo();
        works.stream().filter(Work::mustBeKept).forEach(kept::offer);
        works.removeIf(Work::mustBeKept);
        refuse(works, new LedgerException(Reason.ROW, "This could not be stored: " + e, e));
    }

    /** Nothing is written any more. */
    void end() {
        if (doubt != null && !settle()) {
            refuse(doubt.works(), new LedgerException(Reason.STOPPED, "The ledger has stopped", null));
        }
    }

    private void fail(Work work, LedgerException why) {
        try {
            work.refused(why);
        } catch (Throwable e) {
            complaints.say("A refusal was not heard", e);
        }
    }
}
