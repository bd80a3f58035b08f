package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.KeepText;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Shares;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.sql.Common;
import org.smshub.ledger.store.sql.Retention;
import org.smshub.ledger.store.sql.SqlParts;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.link.nature.Rare;

/**
 * New messages, and the centre's yes, as many as a group has, in one statement each. What is rarer goes as in any other
 * database.
 */
final class PostgresParts extends SqlParts {

    private static final Columns ID = new Columns("message_id");
    private static final Columns STAMP = new Columns("stamp");
    private static final Columns KEY = new Columns("message_id, part");

    private final int many;
    private final Sweeper sweeper;
    private final PostgresEvents events;
    private final PostgresReceipts early;
    private final Bulk firsts;
    private final Bulk others;
    private final Arrays sent;
    private final Prepared claimAll;
    private final Prepared stamp;
    private final Map<Shares, Split> splits = new HashMap<>();

    /** The results of the group under way; null = they go one by one. */
    private Sorted sorted;

    private record Key(String messageId, int part) {}

    private record Yes(Result result, Account account, String key, String id) {}

    /** @param sweeper deletes what is old; null = that is done here, in the groups */
    PostgresParts(
            Common common,
            PostgresEvents events,
            PostgresReceipts receipts,
            Connection connection,
            int many,
            Sweeper sweeper)
            throws SQLException {
        super(common, events, receipts);
        this.many = many;
        this.sweeper = sweeper;
        this.events = events;
        early = receipts;
        firsts = new Bulk(
                connection,
                "part",
                WRITTEN,
                " on conflict (client, client_ref) where part = 1 and client_ref is not null do nothing"
                        + " returning message_id");
        others = new Bulk(connection, "part", WRITTEN, "");
        claimAll = words.prepare(claimAll(""));
        stamp = words.prepare("select max(stamp) as stamp from node");
        // said so that no partial index of what is claimed seems to be the way: it is full of the dead
        sent = new Arrays(
                connection,
                words.coded("update part set state = #SENT, remote_id = r.remote_id, remote_key = r.remote_key,"
                        + " account = r.account, sent_at = r.sent_at, session = r.session, attempts = attempts + 1, throttles = 0,"
                        + " error_code = null, error_text = null,"
                        + " body = case when keep_text <= " + KeepText.NEVER + " then erased(body) else body end"
                        + " from #rows r(message_id, part, remote_id, remote_key, account, sent_at, session)"
                        + " where part.message_id = r.message_id and part.part = r.part"
                        + " and part.state is not distinct from #CLAIMED returning part.message_id, part.part"),
                List.of(
                        Arrays.Type.TEXT,
                        Arrays.Type.INTEGER,
                        Arrays.Type.TEXT,
                        Arrays.Type.TEXT,
                        Arrays.Type.INTEGER,
                        Arrays.Type.BIGINT,
                        Arrays.Type.INTEGER));
    }

    /** All priorities in one statement, the most urgent first: no row is locked that is not claimed. */
    private static String claimAll(String which) {
        String goes = "expires is null or expires > ?1";
        return "update part set state = case when " + goes
                + " then #CLAIMED when doubt > 0 then #UNKNOWN else #EXPIRED end,"
                + " claimed_at = iif(" + goes + ", ?1, claimed_at),"
                + " done_at = iif(" + goes + " or doubt > 0, done_at, ?1), "
                + Retention.erased("iif(" + goes + ", -1, iif(doubt > 0, 0, 1))")
                + " from (select k.one as one from (values (3), (2), (1), (0)) v(urgency) cross join lateral"
                + " (select id as one from part where link = ?2 and state = #QUEUED and priority = v.urgency"
                + which + " and due <= ?1"
                + " order by due, id limit ?3 for update skip locked) k limit ?3) q"
                + " where part.id = q.one and part.state is not distinct from #QUEUED returning " + CLAIMED;
    }

    /** All queues are gone through only where something may be of a time to come: millions may wait for theirs. */
    @Override
    public void clock(Group group) throws SQLException {
        Long latest;
        try (Row row = stamp.query(STAMP)) {
            latest = row.next() ? row.longerOrNull("stamp") : null;
        }
        if (latest == null || latest > group.now) {
            super.clock(group);
        }
    }

    /** At the first priority: all of them. */
    @Override
    protected int claim(Group.ClaimWish wish, int priority, int limit, List<Taken> taken, long now, Answers answers)
            throws SQLException {
        return priority == PRIORITIES - 1 ? super.claim(wish, priority, limit, taken, now, answers) : 0;
    }

    @Override
    protected Row claimed(Group.ClaimWish wish, int priority, int limit, long now) throws SQLException {
        Prepared claim = wish.shares().isSplit() ? split(wish.shares()).claim() : claimAll;
        return claim.query(CLAIMED, now, words.known(wish.link()), limit);
    }

    @Override
    protected OfLink of(Shares shares) throws SQLException {
        return shares.isSplit() ? split(shares).others() : super.of(shares);
    }

    /** Statements about some shares. */
    private record Split(Prepared claim, OfLink others) {}

    private Split split(Shares shares) throws SQLException {
        Split known = splits.get(shares);
        if (known == null) {
            String own = shares.own().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
            String which = own.isEmpty()
                    ? " and 1 = 0"
                    : " and ascii(right(message_id, 1)) % " + shares.of() + " in (" + own + ")";
            known = new Split(
                    words.prepare(claimAll(which)),
                    new OfLink(
                            words.prepare(nextDue(which)),
                            words.prepare(due(which)),
                            words.prepare(leftInFlight(which))));
            splits.put(shares, known);
        }
        return known;
    }

    @Override
    public void forget() {
        super.forget();
        firsts.rows().forget();
        others.rows().forget();
        sent.forget();
        sorted = null;
        events.forget();
    }

    /** What a group writes and looks up first, in one round trip: accepts, the centre's yes, and what its receipts may be about. */
    void together(Group group, Packet packet) throws SQLException {
        List<Arrays> statements = new ArrayList<>();
        if (isMany(group.accepts)) {
            fillFirsts(group);
            statements.add(firsts.rows());
        }
        sorted = null;
        if (isMany(group.results)) {
            sorted = sort(group);
            statements.add(early.overtaking());
            statements.add(sent);
        }
        boolean plain =
                group.results.isEmpty() || sorted != null && sorted.others().isEmpty();
        if (plain && early.isMany(group)) {
            statements.add(early.ask(group));
        }
        packet.send(statements);
    }

    private boolean isMany(List<?> rows) {
        return !rows.isEmpty() && rows.size() >= many;
    }

    private void fillFirsts(Group group) throws SQLException {
        for (Accept accept : group.accepts) {
            values(accept, accept.parts().get(0), group.now, firsts.next());
        }
    }

    @Override
    public void accept(Group group, Answers answers) throws SQLException {
        if (!firsts.rows().isAsked()) {
            super.accept(group, answers);
            return;
        }
        Set<String> written = new HashSet<>();
        try (Row row = firsts.rows().query(ID)) {
            while (row.next()) {
                written.add(row.text("message_id"));
            }
        }
        for (Accept accept : group.accepts) {
            List<Submission> parts = accept.parts();
            if (written.contains(parts.get(0).messageId())) {
                for (Submission part : parts.subList(1, parts.size())) {
                    values(accept, part, group.now, others.next());
                }
            }
        }
        others.rows().update();
        for (Accept accept : group.accepts) {
            Submission first = accept.parts().get(0);
            if (written.contains(first.messageId())) {
                answers.accepts.add(accepted(accept));
            } else {
                Rare.hit("part.known-reference");
                answers.accepts.add(firstAnswer(first.client(), first.clientRef(), group.now));
            }
        }
    }

    /** @param yes the centre's, which are written at once @param others go one by one */
    private record Sorted(Map<Key, Yes> yes, List<Result> others) {}

    private Sorted sort(Group group) throws SQLException {
        Map<Key, Integer> counts = new HashMap<>();
        group.results.forEach(result -> counts.merge(key(result), 1, Integer::sum));
        Map<Key, Yes> yes = new LinkedHashMap<>();
        List<Result> rest = new ArrayList<>();
        for (Result result : group.results) {
            Key key = key(result);
            if (!(result.verdict() instanceof Verdict.Sent v)) {
                rest.add(result);
                continue;
            }
            Account account = accounts.learn(result.claim().link(), result.account());
            String remoteKey = account.forms().key(v.remoteId());
            early.isNext(account.name(), remoteKey);
            // of two about one part the first one counts
            if (result.lost() || result.late() || counts.get(key) > 1) {
                rest.add(result);
                continue;
            }
            String id = remoteKey == null ? null : v.remoteId().trim();
            yes.put(key, new Yes(result, account, remoteKey, id));
            sent.add(
                    key.messageId(),
                    key.part(),
                    Texts.stored(id),
                    Texts.stored(remoteKey),
                    words.number(account.name()),
                    group.now,
                    words.number(result.session()));
        }
        return new Sorted(yes, rest);
    }

    @Override
    public void results(Group group, Answers answers) throws SQLException {
        if (sorted == null) {
            super.results(group, answers);
            return;
        }
        List<Result> rest = new ArrayList<>(sorted.others());
        int heard = answers.heard.size();
        boolean looked = early.lookForEarly();
        events.defer(group.now, answers);
        if (!sorted.yes().isEmpty()) {
            Set<Key> changed = new HashSet<>();
            try (Row row = sent.query(KEY)) {
                while (row.next()) {
                    changed.add(new Key(row.text("message_id"), row.number("part")));
                }
            }
            for (Map.Entry<Key, Yes> one : sorted.yes().entrySet()) {
                Yes y = one.getValue();
                Claim claim = y.result().claim();
                if (changed.contains(one.getKey())) {
                    sent(claim, y.account(), y.key(), y.id(), true, group.now, answers);
                } else {
                    rest.add(y.result());
                }
            }
        }
        for (Result other : rest) {
            events.tellBefore(other.claim().submission().messageId());
            result(other.lost() ? afterLoss(other) : other, group, answers);
        }
        if (looked) {
            early.lookNoMore();
        }
        if (!rest.isEmpty() || answers.heard.size() > heard) {
            early.askAgain();
        }
        events.tellAll();
        sorted = null;
    }

    @Override
    protected void purge(long before, int limit, Answers answers) throws SQLException {
        if (sweeper == null) {
            super.purge(before, limit, answers);
        } else {
            sweeper.sweep(before);
        }
    }

    private static Key key(Result result) {
        Submission s = result.claim().submission();
        return new Key(s.messageId(), s.part());
    }
}
