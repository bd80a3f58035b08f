package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.smshub.ledger.entry.Claim;
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
import org.smshub.text.plan.Piece;

/**
 * Parts that go to another link, on the writing connection. Where that one carries something else, a message of which nothing
 * was sent is cut for it anew, all its parts together; once a part may have left, each of the others goes as it was cut, if the
 * other link carries it so, and else stays.
 */
public class SqlMoves {

    private static final Columns WAITING = new Columns("id, message_id, part, links, due");
    private static final Columns PART = new Columns("part");
    private static final Columns ALL = SqlParts.SUBMISSION.and("link, state, doubt, sent_at");

    private final Words words;
    private final History history;
    private final Sum sum;
    private final Prepared moved;
    private final Prepared waiting;
    private final Prepared all;
    private final Prepared begun;
    private final Prepared siblings;
    private final Prepared cutAnew;
    private final Prepared more;
    private final Prepared fewer;
    private final Prepared relink;

    /** Where the last look for parts to move ended, by link: those that must stay do not hide those behind them. */
    private final Map<String, Position> moveFrom = new HashMap<>();

    private record Position(int priority, long due, long id) {}

    private record Waiting(long id, String messageId, int part, String links, long due) {}

    /** @param clean no centre may have it */
    private record Stored(Submission submission, String link, boolean queued, boolean clean) {}

    private static final Position START = new Position(SqlParts.PRIORITIES - 1, Long.MIN_VALUE, 0);

    public SqlMoves(Common common) throws SQLException {
        Dialect dialect = common.dialect();
        words = common.words();
        history = common.history();
        sum = common.sum();
        moved = words.prepare("update part set link = ?, attempts = " + History.ATTEMPTS + ", throttles = "
                + History.THROTTLES + " where message_id = ? and part = ? and state = #QUEUED and link = ?");
        waiting = words.prepare("select " + WAITING + " from part where link = ? and state = #QUEUED"
                + " and priority = ? and due <= ? and (due, id) > (?, ?)"
                + " order by due, id limit ?");
        begun = words.prepare("select part from part where message_id = ? and (state <> #QUEUED or doubt > 0) limit 1");
        siblings = words.prepare(
                "select part from part where message_id = ? and link = ? and state = #QUEUED order by part");
        all = dialect.prepare("select " + ALL + " from part where message_id = ? order by part");
        cutAnew = dialect.prepare(
                "update part set parts = ?, body = ?, encoding = ?, udh = ?, sum = ? where message_id = ? and part = ?");
        more = dialect.prepare("insert into part (message_id, part, parts, body, encoding, udh, sum, client,"
                + " client_ref, sender, recipient, class, data_coding, protocol_id, receipt, priority, links, due, expires,"
                + " accepted_at, events, keep_text, sar, fields, link, state, origin)"
                + " select message_id, ?, ?, ?, ?, ?, ?, client, client_ref, sender, recipient, class, data_coding, protocol_id,"
                + " receipt, priority, links, due, expires, accepted_at, events, keep_text, sar, fields, link, state, origin"
                + " from part where message_id = ? and part = 1");
        relink = dialect.prepare(
                "update part set links = ?, sum = iif(sum is null, null, ?) where message_id = ? and part = ?");
        fewer = dialect.prepare("delete from part where message_id = ? and part > ?");
    }

    /** After an undone group: nothing that was learnt in it holds. */
    public void forget() {
        moveFrom.clear();
    }

    /** Link to parts that went there. */
    public Map<String, Integer> move(Group.Move move, Group group, Answers answers) throws SQLException {
        Map<String, Integer> went = new LinkedHashMap<>();
        Position at = moveFrom.getOrDefault(move.link(), START);
        int left = move.limit();
        while (left > 0 && at != null) {
            List<Waiting> parts = waiting(move.link(), at, group.now, left);
            for (Waiting part : parts) {
                for (String next : next(part.links(), move)) {
                    int count = move(part, move, next, group, answers);
                    if (count > 0) {
                        went.merge(next, count, Integer::sum);
                        answers.waits.merge(next, part.due(), Math::min);
                        break;
                    }
                }
            }
            left -= parts.size();
            if (left > 0) {
                at = at.priority() == 0 ? null : new Position(at.priority() - 1, Long.MIN_VALUE, 0);
            } else {
                Waiting last = parts.get(parts.size() - 1);
                at = new Position(at.priority(), last.due(), last.id());
            }
        }
        if (at == null) {
            moveFrom.remove(move.link());
        } else {
            moveFrom.put(move.link(), at);
            answers.more = true;
        }
        return went;
    }

    /**
     * What waits on a link, whatever its time, goes to another.
     *
     * @param limit parts to look at, at most
     * @return how many went; negative: so many less one, and there may be more
     */
    public int reroute(String link, String to, int limit, Group group, Answers answers) throws SQLException {
        String way = link + "," + to; // no link has a comma
        Position at = moveFrom.getOrDefault(way, START);
        int went = 0;
        int left = limit;
        while (left > 0 && at != null) {
            List<Waiting> parts = waiting(link, at, Long.MAX_VALUE, left);
            for (Waiting part : parts) {
                int count = move(part.messageId(), part.part(), link, to, group, answers);
                if (count > 0) {
                    went += count;
                    relink(part.messageId(), link, to);
                    answers.waits.merge(to, part.due(), Math::min);
                }
            }
            left -= parts.size();
            if (left > 0) {
                at = at.priority() == 0 ? null : new Position(at.priority() - 1, Long.MIN_VALUE, 0);
            } else {
                Waiting last = parts.get(parts.size() - 1);
                at = new Position(at.priority(), last.due(), last.id());
            }
        }
        if (at == null) {
            moveFrom.remove(way);
            return went;
        }
        moveFrom.put(way, at);
        return -went - 1;
    }

    /**
     * A message of which every part waits, and none was sent, goes to another link, all of it or nothing.
     *
     * @return parts that went; 0 = the other link does not carry it
     */
    public int move(String messageId, String to, Group group, Answers answers) throws SQLException {
        List<Stored> parts = stored(messageId);
        for (Stored part : parts) {
            // one that is cut anew takes the others with it
            if (differs(group, part.link(), to)) {
                int number = part.submission().part();
                return relinked(parts, to, move(messageId, number, part.link(), to, group, answers));
            }
        }
        int went = 0;
        for (Stored part : parts) {
            if (!part.link().equals(to)) {
                went += move(messageId, part.submission().part(), part.link(), to, group, answers);
            }
        }
        return relinked(parts, to, went);
    }

    private int relinked(List<Stored> before, String to, int went) throws SQLException {
        if (went > 0) {
            for (Stored part : before) {
                relink(part.submission().messageId(), part.link(), to);
            }
        }
        return went;
    }

    /** What went to a link that is none of its links has it in the place of the one it came from. */
    private void relink(String messageId, String from, String to) throws SQLException {
        for (Stored stored : stored(messageId)) {
            Submission s = stored.submission();
            if (stored.link().equals(to) && !s.linkList().contains(to)) {
                List<String> links = new ArrayList<>(s.linkList());
                links.replaceAll(link -> link.equals(from) ? to : link);
                Submission now = s.by(String.join(",", links));
                relink.update(words.number(now.links()), sum.of(now), messageId, s.part());
            }
        }
    }

    /** How many parts went. */
    private int move(Waiting part, Group.Move move, String to, Group group, Answers answers) throws SQLException {
        if (!move.whole()) {
            return move(part.messageId(), part.part(), move.link(), to, group, answers);
        }
        try (Row row = begun.query(PART, part.messageId())) {
            if (row.next()) {
                return 0;
            }
        }
        List<Integer> parts = new ArrayList<>();
        try (Row row = siblings.query(PART, part.messageId(), words.known(move.link()))) {
            while (row.next()) {
                parts.add(row.number("part"));
            }
        }
        int went = 0;
        for (int sibling : parts) {
            went += move(part.messageId(), sibling, move.link(), to, group, answers);
        }
        return went;
    }

    private List<Waiting> waiting(String link, Position after, long now, int limit) throws SQLException {
        List<Waiting> parts = new ArrayList<>();
        try (Row row =
                waiting.query(WAITING, words.known(link), after.priority(), now, after.due(), after.id(), limit)) {
            while (row.next()) {
                parts.add(new Waiting(
                        row.longer("id"),
                        row.text("message_id"),
                        row.number("part"),
                        words.in(row, "links"),
                        row.longer("due")));
            }
        }
        return parts;
    }

    /** The links after this one that are in service, the first after the last. */
    private static List<String> next(String list, Group.Move move) {
        List<String> links = List.of(list.split(","));
        List<String> next = new ArrayList<>();
        int here = links.indexOf(move.link());
        for (int i = 1; i <= links.size(); i++) {
            String link = links.get((here + i) % links.size());
            if (!link.equals(move.link()) && move.in().contains(link)) {
                next.add(link);
            }
        }
        return next;
    }

    /** The first link from {@code wanted} on that carries a part which is in flight and was refused; null = none does. */
    public String carrier(Group group, Claim claim, String wanted) throws SQLException {
        List<String> links = claim.submission().linkList();
        for (String link : links.subList(Math.max(0, links.indexOf(wanted)), links.size())) {
            if (!differs(group, claim.link(), link)) {
                return link;
            }
            Submission s = claim.submission();
            if (cut(s.messageId(), s.part(), group.profiles.apply(link)) != null) {
                return link;
            }
        }
        return links.contains(wanted) ? null : wanted;
    }

    private static boolean differs(Group group, String from, String to) {
        LinkProfile profile = group.profiles.apply(to);
        return profile != null && !profile.equals(group.profiles.apply(from));
    }

    /**
     * To another queue, with the attempts it has had there.
     *
     * @return how many parts went: it alone, all of its message, or none, where the other link does not carry it
     */
    public int move(String messageId, int part, String from, String to, Group group, Answers answers)
            throws SQLException {
        if (!differs(group, from, to)) {
            return went(messageId, part, from, to, group.now, "from " + from) ? 1 : 0;
        }
        List<Stored> before = stored(messageId);
        List<Submission> after = cut(messageId, part, group.profiles.apply(to));
        if (after == null) {
            return 0;
        }
        Stored own = null;
        for (Stored stored : before) {
            own = stored.submission().part() == part ? stored : own;
        }
        if (own == null || !own.link().equals(from)) {
            return 0; // went with another part
        }
        if (before.size() > 1 && after.size() == 1 && after.get(0).parts() > 1) {
            return went(messageId, part, from, to, group.now, "from " + from) ? 1 : 0;
        }
        int count = 0;
        String why = "from " + from + ", planned anew: parts " + before.size() + " to " + after.size();
        for (Stored stored : before) {
            int number = stored.submission().part();
            count += went(messageId, number, stored.link(), to, group.now, why) ? 1 : 0;
        }
        fewer.update(messageId, after.size());
        for (Submission s : after) {
            boolean there = s.part() <= before.size();
            if (there) {
                cutAnew.update(
                        s.parts(),
                        new Body(s.body()),
                        words.number(s.encoding()),
                        s.udh(),
                        sum.of(s),
                        s.messageId(),
                        s.part());
            } else {
                more.update(
                        s.part(),
                        s.parts(),
                        new Body(s.body()),
                        words.number(s.encoding()),
                        s.udh(),
                        sum.of(s),
                        s.messageId());
            }
        }
        return Math.max(count, after.size());
    }

    private boolean went(String messageId, int part, String from, String to, long now, String why) throws SQLException {
        boolean gone = moved.update(words.number(to), to, to, to, messageId, part, words.known(from)) > 0;
        if (gone) {
            history.write(messageId, part, now, to, "MOVED", null, why, null);
        }
        return gone;
    }

    /**
     * What a link would have of a message.
     *
     * @return all its parts while nothing of it was sent, else this part alone; null = the link does not carry it
     */
    private List<Submission> cut(String messageId, int part, LinkProfile profile) throws SQLException {
        List<Stored> stored = stored(messageId);
        Submission own = null;
        boolean unseen = true;
        for (Stored s : stored) {
            boolean asked = s.submission().part() == part;
            own = asked ? s.submission() : own;
            // the one that is asked about was refused, or waits
            unseen &= s.clean() && (s.queued() || asked);
        }
        if (own == null) {
            return null;
        }
        try {
            if (unseen) {
                return Submission.cutFor(
                        profile, stored.stream().map(Stored::submission).toList());
            }
            List<Piece> same = profile.carried(own.piece(), own.messageClass(), own.dataCoding(), own.number(), 0);
            return same.size() == 1 ? List.of(own.with(same.get(0))) : null;
        } catch (TextException e) {
            return null;
        }
    }

    /** All its parts; none where one cannot be read, which its claim will tell. */
    private List<Stored> stored(String messageId) throws SQLException {
        List<Stored> parts = new ArrayList<>();
        try (Row row = all.query(ALL, messageId)) {
            while (row.next()) {
                parts.add(new Stored(
                        SqlParts.submission(row, words, sum),
                        words.in(row, "link"),
                        row.number("state") == words.number(PartState.QUEUED),
                        row.number("doubt") == 0 && row.longerOrNull("sent_at") == null));
            }
        } catch (IllegalArgumentException | NullPointerException | TextException e) {
            return List.of();
        }
        return parts;
    }
}
