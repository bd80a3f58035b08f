package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.Changed.What;
import org.smshub.ledger.entry.KeepText;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Prepared.Body;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.text.TextException;
import org.smshub.text.plan.LinkProfile;

/**
 * Changes of messages that are here already, on the writing connection: a part that waits in this transaction is in nobody's
 * hands, and once it is cancelled no claim finds it.
 */
public class SqlChanges {

    private static final Columns PART = new Columns("part, state, doubt, due, link, links, keep_text, events");
    private static final Columns FIRST = new Columns("message_id");

    /** Of all parts the same, and not what a change writes. */
    private static final String SHARED =
            "client, client_ref, sender, recipient, receipt, priority, links, due, expires,"
                    + " accepted_at, events, keep_text, fields, link, state, origin, class, data_coding, protocol_id";

    /** Before the id of a message that is sent again, in the reference of the new one. */
    public static final String AGAIN = "again:";

    /** What is known of one part. */
    private record Part(PartState state, boolean clean, long due, String link, Long keepText, boolean told) {}

    private final Words words;
    private final SqlEvents events;
    private final SqlMoves moves;
    private final Prepared parts;
    private final Prepared cancel;
    private final Prepared replace;
    private final Prepared amend;
    private final Prepared more;
    private final Prepared fewer;
    private final Prepared again;
    private final Prepared erase;
    private final Prepared known;
    private final Prepared whole;
    private final Prepared sums;
    private final Sum sum;

    public SqlChanges(Common common, SqlEvents events) throws SQLException {
        Dialect dialect = common.dialect();
        this.events = events;
        words = common.words();
        sum = common.sum();
        moves = new SqlMoves(common);
        whole = dialect.prepare("select " + SqlParts.SUBMISSION + " from part where message_id = ? order by part");
        sums = dialect.prepare("update part set sum = ? where message_id = ? and part = ?");
        parts = dialect.prepare("select " + PART + " from part where message_id = ?1"
                + " and (?2 is null or client = (select id from word where word = ?2)) order by part"
                // what another hub claims at this moment is seen as it will be
                + (dialect.isShared() ? " for update" : ""));
        cancel = words.prepare("update part set state = #CANCELLED, done_at = ?, error_code = null, error_text = null, "
                + Retention.AT_THE_END + " where message_id = ? and state = #QUEUED and doubt = 0");
        replace = words.prepare(
                "update part set parts = ?, body = ?, encoding = ?, udh = ?, class = ?, data_coding = ?, protocol_id = ?,"
                        + " sar = ?, priority = ?, due = coalesce(?, min(accepted_at, ?)), expires = ?, receipt = ?, fields = ?"
                        + " where message_id = ? and part = ? and state = #QUEUED and doubt = 0");
        amend = words.prepare(
                "update part set priority = coalesce(?, priority), due = coalesce(?, due), expires = coalesce(?, expires)"
                        + " where message_id = ? and state = #QUEUED and doubt = 0");
        more = dialect.prepare("insert into part (message_id, part, parts, body, encoding, udh, " + SHARED
                + ") select message_id, ?, ?, ?, ?, ?, " + SHARED + " from part where message_id = ? and part = 1");
        fewer = dialect.prepare("delete from part where message_id = ? and part > ?");
        again = words.prepare(
                "insert into part (message_id, part, parts, body, encoding, udh, sar, class, data_coding, protocol_id, client,"
                        + " client_ref, sender, recipient, receipt, priority, links, link, events, fields, keep_text, origin,"
                        + " state, due, accepted_at, expires)"
                        + " select ?1, part, parts, body, encoding, udh, sar, class, data_coding, protocol_id, client,"
                        + " '" + AGAIN
                        + "' || message_id, sender, recipient, receipt, priority, links, link, events, fields,"
                        + " iif(keep_text > 1, keep_text - accepted_at + ?2, keep_text), ?3, #QUEUED, ?2, ?2,"
                        + " expires - accepted_at + ?2 from part where message_id = ?4 order by part"
                        + " on conflict (client, client_ref) where part = 1 and client_ref is not null do nothing");
        erase = dialect.prepare("update part set body = " + Retention.ERASED + ", keep_text = " + KeepText.NEVER
                + " where message_id = ?");
        known = dialect.prepare("select message_id from part where part = 1 and client_ref is not null"
                + " and client = (select client from part where message_id = ?1 and part = 1) and client_ref = '"
                + AGAIN
                + "' || ?1");
    }

    /** After an undone group: nothing that was learnt in it holds. */
    public void forget() {
        moves.forget();
    }

    public void apply(Group group, Answers answers) throws SQLException {
        for (Change change : group.changes) {
            answers.changes.add(apply(change, group, answers));
        }
    }

    private Changed apply(Change change, Group group, Answers answers) throws SQLException {
        if (change instanceof Change.Cancel c) {
            return cancel(c, group, answers);
        } else if (change instanceof Change.Replace r) {
            return replace(r, group, answers);
        } else if (change instanceof Change.Amend a) {
            return amend(a, group, answers);
        } else if (change instanceof Change.Again a) {
            return again(a, group, answers);
        } else if (change instanceof Change.Erase e) {
            return erase(e, group);
        } else if (change instanceof Change.Move m) {
            return move(m, group, answers);
        } else if (change instanceof Change.Tell t) {
            return tell(t, group, answers);
        }
        Change.Reroute r = (Change.Reroute) change;
        int went = moves.reroute(r.link(), r.to(), r.limit(), group, answers);
        answers.waits.merge(r.link(), group.now, Math::min);
        return new Changed(What.DONE, null, null, went < 0 ? -went - 1 : went, went < 0);
    }

    private Changed cancel(Change.Cancel c, Group group, Answers answers) throws SQLException {
        List<Part> found = parts(c.messageId(), c.client());
        What what = waits(found);
        if (what != What.DONE) {
            return changed(what, c.messageId(), found, 0, group.now);
        }
        int cancelled = cancel.update(group.now, c.messageId());
        if (found.get(0).told()) {
            events.changed(c.messageId(), group.now, answers);
        }
        return new Changed(What.DONE, c.messageId(), PartState.CANCELLED.name(), cancelled, false);
    }

    private Changed replace(Change.Replace r, Group group, Answers answers) throws SQLException {
        Submission first = r.parts().get(0);
        String id = first.messageId();
        List<Part> found = parts(id, r.client());
        What what = waits(found);
        if (what == What.DONE && !isSound(id)) {
            what = What.DAMAGED;
        }
        if (what != What.DONE) {
            return changed(what, id, found, 0, group.now);
        }
        List<Submission> anew = r.parts();
        String link = found.get(0).link();
        LinkProfile profile = group.profiles.apply(link);
        if (!link.equals(first.firstLink()) && profile != null) {
            try {
                anew = Submission.cutFor(profile, anew);
            } catch (TextException e) {
                return changed(What.NOT_CARRIED, id, found, 0, group.now);
            }
        }
        fewer.update(id, anew.size());
        for (Submission s : anew) {
            if (s.part() > found.size()) {
                more.update(s.part(), s.parts(), new Body(s.body()), words.number(s.encoding()), s.udh(), id);
                continue;
            }
            replace.update(
                    s.parts(),
                    new Body(s.body()),
                    words.number(s.encoding()),
                    s.udh(),
                    s.messageClass(),
                    s.dataCoding(),
                    s.protocolId(),
                    Sum.sar(s.number()),
                    s.priority(),
                    s.due() == s.acceptedAt() ? null : s.due(),
                    group.now, // at once is never later than it was accepted, wherever the clock goes
                    s.expires(),
                    words.number(s.receipt()),
                    s.fields(),
                    id,
                    s.part());
        }
        sum(id);
        answers.waits.merge(link, first.due(group.now), Math::min);
        return changed(What.DONE, id, parts(id, null), anew.size(), group.now);
    }

    private Changed amend(Change.Amend a, Group group, Answers answers) throws SQLException {
        List<Part> found = parts(a.messageId(), a.client());
        What what = waits(found);
        if (what == What.DONE && !isSound(a.messageId())) {
            what = What.DAMAGED;
        }
        int changed = what == What.DONE ? amend.update(a.priority(), a.due(), a.expires(), a.messageId()) : 0;
        if (changed > 0) {
            sum(a.messageId());
        }
        for (Part part : found.subList(0, changed)) {
            answers.waits.merge(part.link(), a.due() == null ? part.due() : a.due(), Math::min);
        }
        return changed(what, a.messageId(), parts(a.messageId(), a.client()), changed, group.now);
    }

    private Changed again(Change.Again a, Group group, Answers answers) throws SQLException {
        List<Part> found = parts(a.messageId(), a.client());
        if (found.isEmpty()) {
            return changed(What.NOT_FOUND, a.messageId(), found, 0, group.now);
        }
        PartState state = MessageView.stateOf(found.stream().map(Part::state).toList());
        if (!state.isFinal() || state == PartState.DELIVERED) {
            return changed(What.NOT_FAILED, a.messageId(), found, 0, group.now);
        }
        Long keep = found.get(0).keepText();
        if (keep != null && keep <= KeepText.UNTIL_FINAL) {
            return changed(What.TEXT_GONE, a.messageId(), found, 0, group.now);
        }
        if (!isSound(a.messageId())) {
            return changed(What.DAMAGED, a.messageId(), found, 0, group.now);
        }
        int written = again.update(a.newId(), group.now, words.number("again"), a.messageId());
        if (written == 0 || written < found.size()) {
            return sentAgainBefore(a, written);
        }
        sum(a.newId());
        for (Part part : found) {
            answers.waits.merge(part.link(), group.now, Math::min);
        }
        return new Changed(What.DONE, a.newId(), PartState.QUEUED.name(), written, false);
    }

    private Changed erase(Change.Erase e, Group group) throws SQLException {
        List<Part> found = parts(e.messageId(), e.client());
        What what = found.isEmpty()
                ? What.NOT_FOUND
                : found.stream().allMatch(p -> p.state().isFinal()) ? What.DONE : What.LEFT;
        int erased = what == What.DONE ? erase.update(e.messageId()) : 0;
        return changed(what, e.messageId(), found, erased, group.now);
    }

    private Changed move(Change.Move m, Group group, Answers answers) throws SQLException {
        List<Part> found = parts(m.messageId(), m.client());
        What what = waits(found);
        if (what == What.DONE && !isSound(m.messageId())) {
            what = What.DAMAGED;
        }
        if (what != What.DONE || found.stream().allMatch(p -> p.link().equals(m.to()))) {
            return changed(what, m.messageId(), found, 0, group.now);
        }
        int went = moves.move(m.messageId(), m.to(), group, answers);
        if (went == 0) {
            return changed(What.NOT_CARRIED, m.messageId(), found, 0, group.now);
        }
        for (Part part : found) {
            answers.waits.merge(m.to(), part.due(), Math::min);
        }
        return changed(What.DONE, m.messageId(), found, went, group.now);
    }

    private Changed tell(Change.Tell t, Group group, Answers answers) throws SQLException {
        List<Part> found = parts(t.messageId(), t.client());
        What what = found.isEmpty() ? What.NOT_FOUND : events.again(t.messageId(), group.now, answers);
        return changed(what, t.messageId(), found, 0, group.now);
    }

    /** Its first part was refused as known: the others, which have no key, go. */
    private Changed sentAgainBefore(Change.Again a, int written) throws SQLException {
        if (written > 0) {
            fewer.update(a.newId(), 0);
        }
        try (Row row = known.query(FIRST, a.messageId())) {
            return new Changed(What.DONE, row.next() ? row.text("message_id") : null, null, 0, false);
        }
    }

    /** Whether nothing of it has left, or may have. */
    private static What waits(List<Part> parts) {
        if (parts.isEmpty()) {
            return What.NOT_FOUND;
        }
        boolean waits = parts.stream().allMatch(p -> p.state() == PartState.QUEUED && p.clean());
        return waits ? What.DONE : parts.stream().allMatch(p -> p.state().isFinal()) ? What.ENDED : What.LEFT;
    }

    private static Changed changed(What what, String id, List<Part> parts, int count, long now) {
        if (parts.isEmpty()) {
            return new Changed(what, id, null, count, false);
        }
        boolean early = parts.stream().allMatch(p -> p.due() > now);
        PartState state = MessageView.stateOf(parts.stream().map(Part::state).toList());
        return new Changed(what, id, MessageView.outside(state, early), count, false);
    }

    /** Whether every part is what was written: a change must not give damage a checksum that fits. */
    private boolean isSound(String messageId) throws SQLException {
        try (Row row = whole.query(SqlParts.SUBMISSION, messageId)) {
            while (row.next()) {
                SqlParts.submission(row, words, sum);
            }
            return true;
        } catch (IllegalArgumentException | NullPointerException | TextException e) {
            return false;
        }
    }

    /** The checksums of what its parts are now. */
    private void sum(String messageId) throws SQLException {
        List<Submission> now = new ArrayList<>();
        try (Row row = whole.query(SqlParts.SUBMISSION, messageId)) {
            while (row.next()) {
                now.add(SqlParts.unchecked(row, words));
            }
        }
        for (Submission s : now) {
            sums.update(sum.of(s), messageId, s.part());
        }
    }

    private List<Part> parts(String messageId, String client) throws SQLException {
        List<Part> found = new ArrayList<>();
        try (Row row = parts.query(PART, messageId, client)) {
            while (row.next()) {
                PartState state = PartState.read(words.in(row, "state"));
                found.add(new Part(
                        state == null ? PartState.FAILED : state,
                        row.number("doubt") == 0,
                        row.longer("due"),
                        words.in(row, "link"),
                        row.longerOrNull("keep_text"),
                        row.text("events") != null));
            }
        }
        return found;
    }
}
