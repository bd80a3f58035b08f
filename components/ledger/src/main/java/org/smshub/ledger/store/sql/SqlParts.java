package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Shares;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Parts;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Insert;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.ledger.store.sql.dialect.Values;
import org.smshub.link.nature.Rare;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/**
 * The queues of the links on the writing connection.
 *
 * <p>States stand in the SQL as literals: a parameter would keep SQLite from using the partial indexes.
 */
public class SqlParts implements Parts {

    public static final Columns SUBMISSION = new Columns(
            "message_id, part, parts, client, client_ref, sender, recipient, body, encoding, udh, class, data_coding,"
                    + " protocol_id, receipt, priority, links, due, expires, accepted_at, events, keep_text, sar, fields, sum");
    protected static final Columns WRITTEN = SUBMISSION.and("link, state, claimed_at, origin");
    protected static final Columns CLAIMED = SUBMISSION.and("id, state, attempts, throttles, doubt");
    private static final Columns FIRST = new Columns("message_id, parts, encoding, fields");
    private static final Columns KEY = new Columns("message_id, part, events, recipient, accepted_at");
    private static final Columns STATE = new Columns("state");
    private static final Columns STATES = new Columns("state, due");
    private static final Columns DUE = new Columns("due");
    private static final Columns COUNT = new Columns("n");
    private static final Columns BUDGET = new Columns("day, spent");
    private static final Columns OPEN = new Columns("n, open");

    private static final String OF_ROW = " where id = ? and state = #CLAIMED";
    private static final String OF_PART = " where message_id = ? and part = ? and state = #CLAIMED";
    public static final int PRIORITIES = 4;

    /** A part that is claimed. @param id of its row */
    protected record Taken(long id, Claim claim) {}

    private static final Comparator<Taken> MOST_URGENT_FIRST = Comparator.comparingInt(
                    (Taken t) -> -t.claim().submission().priority())
            .thenComparingLong(t -> t.claim().submission().due())
            .thenComparingLong(Taken::id);

    protected final Dialect dialect;
    protected final Words words;
    protected final SqlEvents events;
    protected final SqlReceipts receipts;
    protected final Accounts accounts;
    protected final History history;
    protected final Aside aside;
    protected final Sum sum;
    protected final Retention retention;
    protected final SqlMoves moves;

    private final Prepared clock;
    private final Insert insert;
    protected final Prepared firstAnswer;
    private final Prepared states;
    protected final Prepared claim;
    private final OfLink ofAll;
    private final Prepared unreadable;
    private final Prepared sent;
    private final Prepared sentMeanwhile;
    private final Prepared sentLate;
    private final Prepared sentLateMeanwhile;
    private final Prepared back;
    private final Prepared retry;
    private final Prepared throttled;
    private final Prepared retryLate;
    private final Prepared failed;
    private final Prepared failedLate;
    private final Prepared unknown;
    private final Prepared unknownAgain;
    private final Prepared awake;
    private final Prepared unsent;
    private final Prepared unclaim;
    private final Prepared asClaimed;
    private final Prepared budget;
    private final Prepared spend;
    private final Prepared expire;
    private final Prepared eraseTexts;

    public SqlParts(Common common, SqlEvents events, SqlReceipts receipts) throws SQLException {
        this.events = events;
        this.receipts = receipts;
        dialect = common.dialect();
        words = common.words();
        accounts = common.accounts();
        history = common.history();
        aside = common.aside();
        sum = common.sum();
        retention = new Retention(dialect, words, history);
        moves = new SqlMoves(common);
        // of each link by its index; the last stamp of a part is its claim, if it had one
        String stamp = "max(accepted_at, coalesce(claimed_at, 0))";
        clock = words.prepare(
                "with recursive queue(link) as (select min(link) from part where state = #QUEUED union all"
                        + " select (select min(link) from part where state = #QUEUED and link > queue.link) from queue"
                        + " where queue.link is not null)"
                        + " update part set due = ?1 + max(0, due - " + stamp + ") where id in (select p.id"
                        + " from queue cross join (values (0), (1), (2), (3)) priorities cross join part p"
                        + " where p.link = queue.link and p.state = #QUEUED and p.priority = priorities.column1 and p.due > ?1"
                        + " and " + stamp + " > ?1 and (p.claimed_at is not null or p.due <= p.accepted_at))");
        insert = new Insert(
                dialect,
                "part",
                WRITTEN,
                " on conflict (client, client_ref) where part = 1 and client_ref is not null do nothing");
        states = words.prepare("select " + STATES + " from part where message_id = ?");
        firstAnswer = words.prepare("select " + FIRST + " from part"
                + " where client = ? and client_ref = ? and part = 1 and client_ref is not null");
        // what is expired is taken with the rest, in the order of the index alone, and ends here
        claim = words.prepare("update part set"
                + " state = case when expires is null or expires > ?1 then #CLAIMED"
                + " when doubt > 0 then #UNKNOWN else #EXPIRED end,"
                + " claimed_at = iif(expires is null or expires > ?1, ?1, claimed_at),"
                + " done_at = iif(expires > ?1 or expires is null or doubt > 0, done_at, ?1), "
                + Retention.erased("iif(expires > ?1 or expires is null, -1, iif(doubt > 0, 0, 1))")
                + " where id in (select id from part where link = ?2 and state = #QUEUED"
                + " and priority = ?3 and due <= ?1 order by due, id limit ?4)"
                // the index alone may err; by the row, and by no other index
                + " and +state = #QUEUED and +link = ?2 returning " + CLAIMED);
        unreadable = words.prepare("update part set state = iif(doubt > 0, #UNKNOWN, #FAILED),"
                + " error_code = 'hub:unreadable', error_text = ?, done_at = iif(doubt > 0, null, ?)"
                + OF_ROW);
        sent = words.prepare("update part set state = #SENT, remote_id = ?, remote_key = ?, account = ?,"
                + " sent_at = ?, session = ?, attempts = attempts + 1, throttles = 0, error_code = null, error_text = null, "
                + Retention.ONCE_SENT + OF_PART);
        String toldOf =
                " where message_id = ? and part = ? and sent_at is null and state between #BUFFERED and #DELETED";
        // a receipt settled the part while this send was under way: only its id is news
        String news =
                "update part set remote_id = coalesce(?, remote_id), remote_key = coalesce(?, remote_key), account = ?";
        sentMeanwhile = words.prepare(news + ", sent_at = ?, session = ?, attempts = attempts + 1" + toldOf);
        sentLateMeanwhile = words.prepare(news + toldOf + " and doubt_account is not null");
        sentLate = words.prepare("update part set state = #SENT, remote_id = ?, remote_key = ?,"
                + " account = ?, sent_at = ?, link = ?, doubt = doubt - 1, throttles = 0, done_at = null,"
                + " error_code = null, error_text = null, " + Retention.ONCE_SENT
                + " where message_id = ? and part = ? and state in (#UNKNOWN, #QUEUED) and doubt > 0");
        back = words.prepare("update part set state = #QUEUED, due = min(?, ?),"
                + " error_code = coalesce(?, error_code), error_text = coalesce(?, error_text)" + OF_PART);
        retry = words.prepare("update part set state = #QUEUED, due = ?, attempts = attempts + 1,"
                + " throttles = 0, error_code = ?, error_text = ?" + OF_PART);
        throttled = words.prepare("update part set state = #QUEUED, due = ?, throttles = throttles + 1,"
                + " error_code = ?, error_text = ?" + OF_PART);
        // without its text it cannot be sent again
        String settled = "state = #UNKNOWN and doubt = 1";
        retryLate = words.prepare("update part set"
                + " state = case when " + settled + " then iif(keep_text = 0, #FAILED, #QUEUED) else state end,"
                + " done_at = case when " + settled + " then iif(keep_text = 0, ?1, null) else done_at end,"
                + " due = iif(" + settled + ", ?2, due),"
                + " error_code = iif(" + settled + ", ?3, error_code),"
                + " error_text = iif(" + settled + ", ?4, error_text), doubt = doubt - 1"
                + " where message_id = ?5 and part = ?6 and doubt > 0 returning state");
        failedLate = words.prepare("update part set"
                + " state = iif(" + settled + ", #FAILED, state),"
                + " done_at = iif(" + settled + ", ?1, done_at),"
                + " error_code = iif(" + settled + ", ?2, error_code),"
                + " error_text = iif(" + settled + ", ?3, error_text), doubt = doubt - 1, "
                + Retention.erased("iif(" + settled + ", 1, -1)")
                + " where message_id = ?4 and part = ?5 and doubt > 0 returning state");
        failed = words.prepare("update part set state = iif(doubt > 0, #UNKNOWN, #FAILED),"
                + " done_at = iif(doubt > 0, null, ?), attempts = attempts + ?, error_code = ?, error_text = ?, "
                + Retention.erased("iif(doubt > 0, 0, 1)") + OF_PART);
        String doubt = " doubt = doubt + 1, doubt_account = ?, attempts = attempts + 1, throttles = 0,"
                + " error_code = ?, error_text = ?";
        unknown = words.prepare("update part set state = #UNKNOWN," + doubt + ", " + Retention.ONCE_SENT + OF_PART);
        unknownAgain = words.prepare("update part set state = #QUEUED, due = ?," + doubt + OF_PART);
        awake = words.prepare("update part set due = ?1 where id in (select id"
                + " from part where recipient = ?2 and link = ?3 and state = #QUEUED and error_code is not null and due > ?1"
                + " limit " + SqlReceipts.CROWD + ")");
        unsent = words.prepare(
                "select count(*) as n, sum(state in (#QUEUED, #CLAIMED) and doubt = 0) as open from part where message_id = ?");
        unclaim = words.prepare("update part set state = #QUEUED, claimed_at = null where id = ?");
        budget = dialect.prepare("select day, spent from budget where link = ?");
        spend = dialect.prepare("insert into budget (link, day, spent) values (?, ?, ?)"
                + " on conflict (link) do update set day = excluded.day, spent = excluded.spent");
        asClaimed = words.prepare("select state from part" + OF_PART + " and doubt = ?");
        ofAll = new OfLink(words.prepare(nextDue("")), words.prepare(due("")), words.prepare(leftInFlight("")));
        expire = words.prepare("update part set state = iif(doubt > 0, #UNKNOWN, #EXPIRED),"
                + " done_at = iif(doubt > 0, null, ?1), " + Retention.erased("iif(doubt > 0, 0, 1)")
                + " where id in (select id from part where state = #QUEUED"
                + " and expires is not null and expires <= ?1 order by expires limit ?2) returning "
                + SqlEvents.TOLD);
        // what has not been sent yet loses its text as soon as it is
        eraseTexts = words.prepare("update part set keep_text = 0,"
                + " body = case when state in (#QUEUED, #CLAIMED) then body else " + Retention.ERASED + " end"
                + " where id in (select id from part where keep_text > 1"
                + " and keep_text <= ? order by keep_text limit ?)");
    }

    /** After an undone group: nothing that was learnt in it holds. */
    public void forget() {
        moves.forget();
        retention.forget();
    }

    @Override
    public void clock(Group group) throws SQLException {
        clock.update(group.now);
    }

    @Override
    public void accept(Group group, Answers answers) throws SQLException {
        for (Accept accept : group.accepts) {
            answers.accepts.add(accept(accept, group.now));
        }
    }

    protected Accepted accept(Accept accept, long now) throws SQLException {
        for (Submission s : accept.parts()) {
            values(accept, s, now, insert);
            if (insert.run() == 0) {
                Rare.hit("part.known-reference");
                return firstAnswer(s.client(), s.clientRef(), now);
            }
        }
        return accepted(accept);
    }

    protected static Accepted accepted(Accept accept) {
        Submission first = accept.parts().get(0);
        return new Accepted(first.messageId(), accept.parts().size(), first.encoding(), null, null);
    }

    /** A new part: the columns of {@link #WRITTEN}. */
    protected void values(Accept accept, Submission s, long now, Values into) throws SQLException {
        into.set("message_id", s.messageId())
                .set("part", s.part())
                .set("parts", s.parts())
                .set("client", words.number(s.client()))
                .set("client_ref", s.clientRef())
                .set("sender", s.sender())
                .set("recipient", s.recipient())
                .body("body", s.body())
                .set("encoding", words.number(s.encoding()))
                .set("udh", s.udh())
                .set("class", s.messageClass())
                .set("data_coding", s.dataCoding())
                .set("protocol_id", s.protocolId())
                .set("receipt", words.number(s.receipt()))
                .set("priority", s.priority())
                .set("links", words.number(s.links()))
                .set("due", s.due(now))
                .set("expires", s.expires())
                .set("accepted_at", s.acceptedAt())
                .set("events", words.number(s.events()))
                .set("keep_text", s.keepText())
                .set("sar", Sum.sar(s.number()))
                .set("fields", s.fields())
                .set("sum", sum.of(s))
                .set("link", words.number(accept.link()))
                .set("state", words.number(accept.claimed() ? PartState.CLAIMED : PartState.QUEUED))
                .set("claimed_at", accept.claimed() ? now : null)
                .set("origin", words.number(s.origin()));
    }

    protected Accepted firstAnswer(String client, String ref, long now) throws SQLException {
        try (Row row = firstAnswer.query(FIRST, words.known(client), ref)) {
            row.next();
            String id = row.text("message_id");
            return new Accepted(id, row.number("parts"), words.in(row, "encoding"), state(id, now), row.text("fields"));
        }
    }

    /** @param which a condition that begins with and; empty = all of the link */
    protected static String nextDue(String which) {
        String of = " from part where link = ?1 and state = #QUEUED" + which + " and priority = ";
        return "select min(due) from (select min(due) as due" + of + "3 union all select min(due)" + of
                + "2 union all select min(due)" + of + "1 union all select min(due)" + of + "0)";
    }

    protected static String due(String which) {
        return "select count(*) from (select 1 from part where link = ? and state = #QUEUED" + which
                + " and priority = ? and due <= ? limit ?)";
    }

    protected static String leftInFlight(String which) {
        return "select " + KEY + " from part where link = ? and state = #CLAIMED" + which;
    }

    /** What is asked of a link, or of some of its shares. */
    protected record OfLink(Prepared nextDue, Prepared due, Prepared leftInFlight) {
        public OfLink {}
    }

    /** Of these shares; where a ledger has one hub links are not split. */
    protected OfLink of(Shares shares) throws SQLException {
        return ofAll;
    }

    protected String state(String messageId, long now) throws SQLException {
        List<PartState> all = new ArrayList<>();
        boolean early = true;
        try (Row row = states.query(STATES, messageId)) {
            while (row.next()) {
                all.add(PartState.valueOf(words.in(row, "state")));
                early &= row.longer("due") > now;
            }
        }
        return MessageView.outside(MessageView.stateOf(all), early);
    }

    @Override
    public void open(Group group, Answers answers) throws SQLException {
        for (Group.Opening opening : group.openings) {
            accounts.learn(opening.link(), opening.account());
            List<Claim> left = new ArrayList<>();
            try (Row row = of(opening.shares()).leftInFlight().query(KEY, words.known(opening.link()))) {
                while (row.next()) {
                    left.add(new Claim(key(row), opening.link(), 0, 0, 0, Long.MAX_VALUE));
                }
            }
            for (Claim claim : left) {
                result(new Result(claim, opening.recovery(), opening.account(), false), group, answers);
            }
            answers.recovered.add(left.size());
            answers.spent.add(spent(opening.link()));
        }
    }

    private Group.Spent spent(String link) throws SQLException {
        try (Row row = budget.query(BUDGET, words.known(link))) {
            return row.next() ? new Group.Spent(link, row.longer("day"), row.number("spent")) : null;
        }
    }

    /** As much of a part as its result needs. */
    private Submission key(Row row) throws SQLException {
        return new Submission(
                row.text("message_id"),
                row.number("part"),
                0,
                null,
                null,
                null,
                row.text("recipient"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                "",
                0,
                null,
                row.longer("accepted_at"),
                words.in(row, "events"),
                null);
    }

    @Override
    public void results(Group group, Answers answers) throws SQLException {
        for (Result result : group.results) {
            result(result.lost() ? afterLoss(result) : result, group, answers);
        }
    }

    /** In time where nobody has settled the part meanwhile: that adds a doubt. Else late; what came back is known not to have left. */
    protected Result afterLoss(Result result) throws SQLException {
        Claim claim = result.claim();
        Submission s = claim.submission();
        try (Row row = asClaimed.query(STATE, s.messageId(), s.part(), claim.doubt())) {
            if (row.next()) {
                return result.as(result.verdict(), false, false);
            }
        }
        Verdict verdict = result.verdict() instanceof Verdict.Back v
                ? new Verdict.Retry(v.due(), claim.link(), false, v.errorCode(), v.errorText())
                : result.verdict();
        return result.as(verdict, true, false);
    }

    protected void result(Result result, Group group, Answers answers) throws SQLException {
        long now = group.now;
        Verdict verdict = result.verdict();
        if (verdict instanceof Verdict.Sent v) {
            sent(result, v, now, answers);
        } else if (verdict instanceof Verdict.Failed v) {
            failed(result, v, now, answers);
        } else if (verdict instanceof Verdict.Retry v) {
            retry(result, v, group, answers);
        } else if (result.late()) {
            return; // it was told as unknown before
        } else if (verdict instanceof Verdict.Unknown v) {
            unknown(result, v, now, answers);
        } else if (verdict instanceof Verdict.Back v) {
            Submission s = result.claim().submission();
            Rare.hit("part.back");
            // it was due when it was claimed, whatever the clock says now
            back.update(v.due(), now, v.errorCode(), v.errorText(), s.messageId(), s.part());
        }
    }

    private void sent(Result result, Verdict.Sent v, long now, Answers answers) throws SQLException {
        Claim claim = result.claim();
        Submission s = claim.submission();
        Account account = accounts.learn(claim.link(), result.account());
        String key = account.forms().key(v.remoteId());
        String id = key == null ? null : v.remoteId().trim();
        Integer name = words.number(account.name());
        Integer session = words.number(result.session());
        boolean changed;
        boolean news;
        if (result.late()) {
            Rare.hit("part.late-yes");
            changed = sentLate.update(id, key, name, now, words.number(claim.link()), s.messageId(), s.part()) > 0;
            news = changed || sentLateMeanwhile.update(id, key, name, s.messageId(), s.part()) > 0;
        } else {
            changed = sent.update(id, key, name, now, session, s.messageId(), s.part()) > 0;
            news = changed || sentMeanwhile.update(id, key, name, now, session, s.messageId(), s.part()) > 0;
        }
        if (!changed && news) {
            Rare.hit("part.sent-meanwhile");
        }
        if (!news) {
            Rare.hit("part.sent-no-news");
            return;
        }
        if (result.late()) {
            history.write(s.messageId(), s.part(), now, claim.link(), "LATE", null, null, null);
        }
        sent(claim, account, key, id, changed, now, answers);
    }

    /** What follows when a part was sent. @param changed its state has */
    protected void sent(Claim claim, Account account, String key, String id, boolean changed, long now, Answers answers)
            throws SQLException {
        Submission s = claim.submission();
        if (changed && ReceiptsWanted.orNone(s.receipt()).intermediate()) {
            tell(s, now, answers);
        }
        receipts.sent(account, key, id, claim, now, answers);
    }

    private void retry(Result result, Verdict.Retry v, Group group, Answers answers) throws SQLException {
        long now = group.now;
        Claim claim = result.claim();
        Submission s = claim.submission();
        accounts.learn(claim.link(), result.account());
        String to = v.link().equals(claim.link()) ? v.link() : moves.carrier(group, claim, v.link());
        if (to == null) {
            String none = v.errorText() + "; no other of its links carries it as it was cut";
            failed(result, new Verdict.Failed(true, v.errorCode(), none), now, answers);
            return;
        }
        boolean queued;
        if (result.late()) {
            String state = late(
                    retryLate,
                    claim,
                    v.errorCode(),
                    v.errorText(),
                    now,
                    answers,
                    now,
                    v.due(),
                    v.errorCode(),
                    v.errorText());
            Rare.hit("part.late-not-now");
            queued = "QUEUED".equals(state);
            if (queued) {
                answers.waits.merge(to, v.due(), Math::min);
            }
        } else {
            Prepared statement = v.throttled() ? throttled : retry;
            queued = statement.update(v.due(), v.errorCode(), v.errorText(), s.messageId(), s.part()) > 0;
            if (queued) {
                Rare.hit(v.throttled() ? "part.throttled" : "part.retry");
                String outcome = v.throttled() ? "THROTTLED" : "NOT_SENT";
                write(result, outcome, v.errorCode(), v.errorText(), now);
            }
        }
        if (queued && !claim.link().equals(to)) {
            Rare.hit("part.next-link");
            moves.move(s.messageId(), s.part(), claim.link(), to, group, answers);
            answers.waits.merge(to, v.due(), Math::min);
        }
    }

    private void failed(Result result, Verdict.Failed v, long now, Answers answers) throws SQLException {
        Claim claim = result.claim();
        Submission s = claim.submission();
        accounts.learn(claim.link(), result.account());
        if (result.late()) {
            Rare.hit("part.late-never");
            late(failedLate, claim, v.errorCode(), v.errorText(), now, answers, now, v.errorCode(), v.errorText());
            return;
        }
        int attempts = v.attempted() ? 1 : 0;
        if (failed.update(now, attempts, v.errorCode(), v.errorText(), s.messageId(), s.part()) > 0) {
            if (v.attempted()) {
                write(result, "NOT_SENT", v.errorCode(), v.errorText(), now);
            }
            tell(s, now, answers);
        }
    }

    private void write(Result result, String outcome, String code, String text, long now) throws SQLException {
        Submission s = result.claim().submission();
        history.write(s.messageId(), s.part(), now, result.claim().link(), outcome, code, text, result.session());
    }

    /** A late no: the doubt of that send is gone. The part's state, or null when it had none. */
    protected String late(
            Prepared statement, Claim claim, String code, String text, long now, Answers answers, Object... values)
            throws SQLException {
        Submission s = claim.submission();
        Object[] all = Arrays.copyOf(values, values.length + 2);
        all[values.length] = s.messageId();
        all[values.length + 1] = s.part();
        String state = null;
        try (Row row = statement.query(STATE, all)) {
            if (row.next()) {
                state = words.in(row, "state");
            }
        }
        if (state != null) {
            history.write(s.messageId(), s.part(), now, claim.link(), "LATE_NOT_SENT", code, text, null);
            tell(s, now, answers);
        }
        return state;
    }

    private void unknown(Result result, Verdict.Unknown v, long now, Answers answers) throws SQLException {
        Claim claim = result.claim();
        Submission s = claim.submission();
        Account account = accounts.learn(claim.link(), result.account());
        Integer name = words.number(account.name());
        int changed = v.again() == null
                ? unknown.update(name, v.errorCode(), v.errorText(), s.messageId(), s.part())
                : unknownAgain.update(v.again(), name, v.errorCode(), v.errorText(), s.messageId(), s.part());
        if (changed == 0) {
            return;
        }
        Rare.hit(v.again() == null ? "part.unknown-held" : "part.unknown-again");
        write(result, "UNKNOWN", v.errorCode(), v.errorText(), now);
        receipts.wake(account, s);
        if (v.again() == null) {
            tell(s, now, answers);
        }
    }

    protected void tell(Submission s, long now, Answers answers) throws SQLException {
        if (s.events() != null) {
            events.changed(s.messageId(), now, answers);
        }
    }

    @Override
    public void awake(Group group, Answers answers) throws SQLException {
        for (Group.Number number : group.awake) {
            if (awake.update(group.now, number.recipient(), words.known(number.link())) > 0) {
                answers.waits.merge(number.link(), group.now, Math::min);
            }
        }
    }

    @Override
    public void move(Group group, Answers answers) throws SQLException {
        for (Group.Move move : group.moves) {
            answers.moves.add(moves.move(move, group, answers));
        }
    }

    @Override
    public void claim(Group group, Answers answers) throws SQLException {
        for (Group.ClaimWish wish : group.claims) {
            List<Taken> taken = new ArrayList<>();
            int seen = 0;
            for (int priority = PRIORITIES - 1; priority >= 0 && seen < wish.limit(); priority--) {
                seen += claim(wish, priority, wish.limit() - seen, taken, group.now, answers);
            }
            answers.tooLong.add(wish.budget() < Integer.MAX_VALUE && leave(taken, wish.budget()));
            List<Claim> claims = taken.stream().map(Taken::claim).toList();
            boolean all = seen < wish.limit();
            long next = all ? nextDue(wish) : group.now;
            // another hub may be about to end what is due
            boolean alone = !dialect.isShared() && !answers.tooLong.get(answers.tooLong.size() - 1);
            if (all && next <= group.now && alone) {
                throw dialect.damage("the queue of link " + wish.link() + " names parts that do not wait there");
            }
            answers.more |= !all && claims.size() < seen; // what ended took the place of what can be sent
            answers.claims.add(claims);
            answers.nextDue.add(next);
            answers.left.add(all || wish.count() == 0 ? -1 : due(wish, group.now));
        }
        for (Group.Spent spent : group.spent) {
            int claimed = straight(spent.link(), group, answers);
            for (int i = 0; i < group.claims.size(); i++) {
                claimed += group.claims.get(i).link().equals(spent.link())
                        ? answers.claims.get(i).size()
                        : 0;
            }
            spend.update(words.number(spent.link()), spent.day(), spent.parts() + claimed);
        }
    }

    /** Parts of new messages that are in flight on this link from the start. */
    private static int straight(String link, Group group, Answers answers) {
        int straight = 0;
        for (int i = 0; i < group.accepts.size(); i++) {
            Accept accept = group.accepts.get(i);
            if (accept.claimed()
                    && accept.link().equals(link)
                    && !answers.accepts.get(i).duplicate()) {
                straight += accept.parts().size();
            }
        }
        return straight;
    }

    /** Leaves messages that a budget does not suffice for; gives whether there were any. */
    protected boolean leave(List<Taken> taken, int budget) throws SQLException {
        Map<String, Integer> claimed = new LinkedHashMap<>();
        taken.forEach(t -> claimed.merge(t.claim().submission().messageId(), 1, Integer::sum));
        Set<String> left = new HashSet<>();
        int rest = budget;
        for (Map.Entry<String, Integer> message : claimed.entrySet()) {
            int open;
            try (Row row = unsent.query(OPEN, message.getKey())) {
                row.next();
                open = row.number("open");
                if (open > rest && open == row.number("n")) {
                    left.add(message.getKey());
                    continue;
                }
            }
            rest -= open;
        }
        for (Taken t : taken) {
            if (left.contains(t.claim().submission().messageId())) {
                unclaim.update(t.id());
            }
        }
        return taken.removeIf(t -> left.contains(t.claim().submission().messageId()));
    }

    protected record Broken(long id, String messageId, int part, RuntimeException why) {}

    /** Adds what can be sent; how many parts there were. */
    protected int claim(Group.ClaimWish wish, int priority, int limit, List<Taken> taken, long now, Answers answers)
            throws SQLException {
        String link = wish.link();
        List<Taken> some = new ArrayList<>();
        List<Broken> broken = List.of();
        Set<String> ended = Set.of();
        int seen = 0;
        int claimedState = words.number(PartState.CLAIMED);
        try (Row row = claimed(wish, priority, limit, now)) {
            while (row.next()) {
                seen++;
                if (row.number("state") != claimedState) {
                    Rare.hit("part.expired-at-claim");
                    ended = ended.isEmpty() ? new LinkedHashSet<>() : ended;
                    if (row.text("events") != null) {
                        ended.add(row.text("message_id"));
                    }
                    continue;
                }
                try {
                    Submission s = submission(row, words, sum);
                    if (!s.links().equals(link) && !s.linkList().contains(link)) {
                        throw new Sum.Damage("it waits on link " + link + ", which is none of its links");
                    }
                    Claim one = new Claim(
                            s,
                            link,
                            row.number("attempts"),
                            row.number("throttles"),
                            row.number("doubt"),
                            receipts.lastKnown());
                    some.add(new Taken(row.longer("id"), one));
                } catch (RuntimeException e) {
                    broken = broken.isEmpty() ? new ArrayList<>() : broken;
                    broken.add(new Broken(row.longer("id"), row.text("message_id"), row.number("part"), e));
                }
            }
        }
        some.sort(MOST_URGENT_FIRST); // RETURNING gives no order
        taken.addAll(some);
        for (String message : ended) {
            events.changed(message, now, answers);
        }
        for (Broken b : broken) {
            putAside(b, link, now, answers);
        }
        return seen;
    }

    /** Marks what is due of a priority, or of it and the lesser ones, or ends it: {@link #CLAIMED}. */
    protected Row claimed(Group.ClaimWish wish, int priority, int limit, long now) throws SQLException {
        return claim.query(CLAIMED, now, words.known(wish.link()), priority, limit);
    }

    /** @throws IllegalArgumentException it cannot be read, or is not what was written */
    public static Submission submission(Row row, Words words, Sum sum) throws SQLException {
        return sum.checked(unchecked(row, words), row.longerOrNull("sum"));
    }

    public static Submission unchecked(Row row, Words words) throws SQLException {
        String encoding = words.in(row, "encoding");
        byte[] udh = row.octets("udh");
        if (udh != null) {
            Udh.parse(udh); // a broken one is found here, and not in its link's route each time
        }
        return new Submission(
                row.text("message_id"),
                row.number("part"),
                row.number("parts"),
                words.in(row, "client"),
                row.text("client_ref"),
                row.text("sender"),
                row.text("recipient"),
                row.body("body", encoding),
                encoding,
                udh,
                row.numberOrNull("class"),
                row.numberOrNull("data_coding"),
                row.numberOrNull("protocol_id"),
                words.in(row, "receipt"),
                row.number("priority"),
                words.in(row, "links"),
                row.longer("due"),
                row.longerOrNull("expires"),
                row.longer("accepted_at"),
                words.in(row, "events"),
                row.longerOrNull("keep_text"),
                number(row.numberOrNull("sar")),
                SqlEvents.fields(row),
                null);
    }

    private static Concatenation number(Integer sar) {
        return sar == null ? null : new Concatenation(sar >>> 16, true, sar >> 8 & 0xFF, sar & 0xFF);
    }

    protected void putAside(Broken part, String link, long now, Answers answers) throws SQLException {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("table", "part");
        headers.put("message_id", part.messageId());
        headers.put("part", part.part());
        aside.row(link, Kept.headers(headers), null, part.why(), now, answers);
        aside.isNew(part.messageId()); // said
        unreadable.update(part.why().getMessage(), now, part.id());
        events.changed(part.messageId(), now, answers);
    }

    private int due(Group.ClaimWish wish, long now) throws SQLException {
        Prepared counted = of(wish.shares()).due();
        int most = wish.count();
        int count = 0;
        for (int priority = PRIORITIES - 1; priority >= 0 && count < most; priority--) {
            try (Row row = counted.query(COUNT, words.known(wish.link()), priority, now, most - count)) {
                row.next();
                count += row.number("n");
            }
        }
        return count;
    }

    private long nextDue(Group.ClaimWish wish) throws SQLException {
        try (Row row = of(wish.shares()).nextDue().query(DUE, words.known(wish.link()))) {
            Long due = row.next() ? row.longerOrNull("due") : null;
            return due == null ? Long.MAX_VALUE : due;
        }
    }

    @Override
    public void tidy(Group group, Answers answers) throws SQLException {
        int limit = group.chores.limit();
        int expired = events.updateAndTell(expire, group.now, answers, group.now, limit);
        if (expired > 0) {
            Rare.hit("part.expired");
        }
        int erased = eraseTexts.update(group.now, limit);
        answers.more |= expired == limit || erased == limit;
        if (group.chores.retention() != null) {
            purge(group.chores.retention().messages(), limit, answers);
            if (answers.purged > 0) {
                receipts.purged();
            }
        }
    }

    /** @param before as in {@link Retention#purge} */
    protected void purge(long before, int limit, Answers answers) throws SQLException {
        retention.purge(before, limit, answers);
    }
}
