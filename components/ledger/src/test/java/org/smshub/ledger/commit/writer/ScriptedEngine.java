package org.smshub.ledger.commit.writer;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.CommitInDoubt;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;

/** A ledger in memory, and a fault at each place a test chooses. What it keeps outlives the engine, like a file. */
final class ScriptedEngine implements Engine {

    /** What a test makes of a group before it is written; may throw anything. */
    interface Script {
        void before(Group group) throws SQLException;
    }

    /** What lies on the disk. */
    static final class Disk {
        final List<Group> groups = new CopyOnWriteArrayList<>();
        final List<Submission> accepted = new CopyOnWriteArrayList<>();
        final List<Result> results = new CopyOnWriteArrayList<>();
        final Map<String, Deque<Submission>> waiting = new HashMap<>();
        final Map<String, TreeMap<Long, Event>> events = new LinkedHashMap<>();
        final AtomicInteger opened = new AtomicInteger();
        /** Whether its part is known; the tests' own rule. */
        volatile Predicate<Receipt> knows = receipt -> true;

        volatile Script script = group -> {};
        volatile Trouble trouble = Trouble.ROW;
        volatile boolean opens = true;

        /** The database is another machine's, and its disk has nothing to do with it. */
        volatile boolean away;

        /** What the commit of a group with accepts throws: after its effect if it is {@link #written}, else before. */
        volatile SQLException commit;

        volatile boolean written;
        final AtomicInteger mended = new AtomicInteger();
        volatile int expired;

        ScriptedEngine open() throws SQLException {
            if (!opens) {
                throw new SQLException("cannot be opened");
            }
            opened.incrementAndGet();
            return new ScriptedEngine(this);
        }
    }

    private final Disk disk;

    private ScriptedEngine(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Answers write(Group group) throws SQLException {
        disk.script.before(group);
        Answers answers = new Answers();
        SQLException fails = group.accepts.isEmpty() ? null : disk.commit;
        if (fails != null && !disk.written) {
            throw new CommitInDoubt(fails, answers);
        }
        disk.groups.add(group);
        write(group, answers);
        if (fails != null) {
            throw new CommitInDoubt(fails, answers);
        }
        return answers;
    }

    private void write(Group group, Answers answers) {
        for (Accept accept : group.accepts) {
            Submission first = accept.parts().get(0);
            disk.accepted.addAll(accept.parts());
            if (!accept.claimed()) {
                queue(accept.link()).addAll(accept.parts());
            }
            answers.accepts.add(new Accepted(first.messageId(), accept.parts().size(), first.encoding(), null));
        }
        for (Result result : group.results) {
            disk.results.add(result);
            if (result.verdict() instanceof Verdict.Back) {
                queue(result.claim().link()).addFirst(result.claim().submission());
            } else if (result.verdict() instanceof Verdict.Retry retry) {
                queue(retry.link()).add(result.claim().submission());
            }
        }
        for (int i = 0; i < group.receipts.size(); i++) {
            boolean known = disk.knows.test(group.receipts.get(i));
            answers.receipts.add(known);
            if (!known && group.comeAgain.contains(i)) {
                answers.early.add(i);
            }
        }
        group.eventResults.stream()
                .filter(result -> result.again() == null)
                .forEach(result -> disk.events.values().forEach(lane -> lane.remove(result.id())));
        group.openings.forEach(opening -> {
            answers.recovered.add(0);
            answers.spent.add(null);
        });
        group.consumers.forEach(consumer -> answers.consumers.add(List.copyOf(disk.events.keySet())));
        group.replays.forEach(replay -> answers.replays.add(List.of()));
        group.moves.forEach(move -> answers.moves.add(move(move)));
        for (Group.ClaimWish wish : group.claims) {
            List<Claim> claims = new ArrayList<>();
            Deque<Submission> queue = queue(wish.link());
            for (Iterator<Submission> parts = queue.iterator(); parts.hasNext() && claims.size() < wish.limit(); ) {
                Submission part = parts.next();
                if (part.due() <= group.now) {
                    parts.remove();
                    claims.add(new Claim(part, wish.link(), 0, 0, 0, 0));
                }
            }
            answers.claims.add(claims);
            answers.tooLong.add(false);
            answers.left.add(
                    claims.size() < wish.limit() || wish.count() == 0
                            ? -1
                            : (int) queue.stream()
                                    .filter(p -> p.due() <= group.now)
                                    .limit(wish.count())
                                    .count());
            answers.nextDue.add(queue.stream().mapToLong(Submission::due).min().orElse(Long.MAX_VALUE));
        }
        for (Group.LaneWish wish : group.lanes) {
            answers.lanes.add(disk.events.get(wish.client()).tailMap(wish.position(), false).values().stream()
                    .limit(wish.limit())
                    .toList());
        }
    }

    @Override
    public boolean isWritten(Group group, Answers answers) {
        return disk.groups.contains(group);
    }

    @Override
    public void mend() {
        disk.mended.incrementAndGet();
    }

    private Deque<Submission> queue(String link) {
        return disk.waiting.computeIfAbsent(link, name -> new ArrayDeque<>());
    }

    private Map<String, Integer> move(Group.Move move) {
        Map<String, Integer> moved = new HashMap<>();
        Deque<Submission> from = queue(move.link());
        int left = Math.min(move.limit(), from.size());
        for (; left > 0; left--) {
            Submission part = from.poll();
            String to = part.linkList().stream()
                    .filter(move.in()::contains)
                    .findFirst()
                    .orElse(move.link());
            queue(to).add(part);
            if (!to.equals(move.link())) {
                moved.merge(to, 1, Integer::sum);
            }
        }
        return moved;
    }

    @Override
    public void learn(String link, Account account) {
        // it compares no ids
    }

    @Override
    public Trouble trouble(SQLException e) {
        return disk.trouble;
    }

    @Override
    public boolean isAway(SQLException e) {
        return disk.away;
    }

    @Override
    public String advice(SQLException e) {
        return "advice: " + e.getMessage();
    }

    @Override
    public void close() {}
}
