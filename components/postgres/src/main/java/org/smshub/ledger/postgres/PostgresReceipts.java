package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.smshub.ledger.entry.Heard;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.sql.Common;
import org.smshub.ledger.store.sql.SqlReceipts;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Row;

/**
 * Receipts of a group: what they are about is looked up at once, and what they say is written at once. What stands
 * between the two, and what is rarer, goes as in any other database.
 */
final class PostgresReceipts extends SqlReceipts {

    private static final Columns EARLY = new Columns("account, remote_key");
    private static final Columns FOUND = new Columns("account, remote_key").and(SAME_ID.toString());

    private final WritingDialect writing;
    private final int manyFrom;
    private final PostgresEvents events;
    private final Arrays sameIds;
    private final Arrays settled;
    private final Arrays overtaking;

    /** What stands in the table of the ids of this group, as far as the group has not changed it. */
    private final Map<Id, List<SameId>> known = new HashMap<>();

    /** Rows and their states, as the receipts before have them. */
    private final Map<Long, Integer> states = new HashMap<>();

    private final Set<Long> changing = new HashSet<>();
    private boolean many;

    private record Id(int account, String key) {}

    PostgresReceipts(Common common, PostgresEvents events, WritingDialect writing, int many) throws SQLException {
        super(common, events);
        this.writing = writing;
        Connection connection = writing.connection();
        this.manyFrom = many;
        this.events = events;
        sameIds = new Arrays(
                connection,
                "select k.account, k.remote_key, s.* from #rows k(account, remote_key) cross join lateral (select "
                        + SAME_ID
                        + " from part where part.account = k.account and part.remote_key = k.remote_key"
                        + " order by id desc limit " + SAME_ID_LIMIT + ") s",
                List.of(Arrays.Type.INTEGER, Arrays.Type.TEXT));
        overtaking = new Arrays(
                connection,
                "select k.account, k.remote_key from #rows k(account, remote_key) where exists (select 1"
                        + " from unmatched_receipt u where u.account = k.account and u.remote_key = k.remote_key)"
                        + " or exists (select 1 from unmatched_receipt_other o where o.account = k.account"
                        + " and o.remote_key = k.remote_key)",
                List.of(Arrays.Type.TEXT, Arrays.Type.TEXT));
        String open = common.words().coded("between #SENT and #UNKNOWN");
        settled = new Arrays(
                connection,
                "update part set state = r.state, done_at = r.done_at, error_code = r.error_code,"
                        + " body = case when keep_text <= r.erases then erased(body) else body end"
                        + " from #rows r(id, state, done_at, error_code, erases) where part.id = r.id and part.state "
                        + open,
                List.of(
                        Arrays.Type.BIGINT,
                        Arrays.Type.INTEGER,
                        Arrays.Type.BIGINT,
                        Arrays.Type.TEXT,
                        Arrays.Type.INTEGER));
    }

    /** As its last commit told: no round trip of its own. */
    @Override
    public long lastKnown() throws SQLException {
        return isLastKnown() || writing.lastReceipt() < 0 ? last() : writing.lastReceipt();
    }

    @Override
    public void forget() {
        super.forget();
        many = false;
        known.clear();
        states.clear();
        changing.clear();
        settled.forget();
        overtaking.forget();
        sameIds.forget();
    }

    @Override
    public void apply(Group group, Answers answers) throws SQLException {
        many = isMany(group);
        if (!many) {
            super.apply(group, answers);
            return;
        }
        lookUp(group);
        events.defer(group.now, answers);
        super.apply(group, answers);
        settleNow();
        events.tellAll();
        many = false;
        known.clear();
        states.clear();
    }

    /** That the centre said yes with this id is written next. */
    void isNext(String account, String key) {
        if (key != null && isEarlyUnknown()) {
            overtaking.add(account, Texts.stored(key));
        }
    }

    Arrays overtaking() {
        return overtaking;
    }

    /** Whether so many receipts are looked up at once. */
    boolean isMany(Group group) {
        return !group.receipts.isEmpty() && group.receipts.size() >= manyFrom;
    }

    /** The results of this group had other effects than those of its packet: what was looked up before them may be another thing now. */
    void askAgain() {
        known.clear();
        sameIds.forget();
    }

    /** Looks at once which of the ids that are written next have receipts already. Gives whether it did. */
    boolean lookForEarly() throws SQLException {
        if (!overtaking.isAsked()) {
            return false;
        }
        Set<String> found = new HashSet<>();
        try (Row row = overtaking.query(EARLY)) {
            while (row.next()) {
                found.add(earlyKey(row.text("account"), row.text("remote_key")));
            }
        }
        early(found);
        return true;
    }

    /** What was found holds for those ids alone. */
    void lookNoMore() {
        early(null);
    }

    /** What the receipts of a group may be about: asked for by {@link #lookUp}, or in a packet before. */
    Arrays ask(Group group) throws SQLException {
        Set<Id> ids = new LinkedHashSet<>();
        for (Receipt r : group.receipts) {
            if (!r.account().byNumber()) {
                for (String name : names(r)) {
                    for (String id : r.ids()) {
                        for (String key : keys(r.account(), id.trim())) {
                            ids.add(new Id(words.known(name), key));
                        }
                    }
                }
            }
        }
        for (Id id : ids) {
            known.put(id, new ArrayList<>());
            sameIds.add(id.account(), Texts.stored(id.key()));
        }
        return sameIds;
    }

    private void lookUp(Group group) throws SQLException {
        if (known.isEmpty() && !ask(group).isAsked()) {
            return;
        }
        try (Row row = sameIds.query(FOUND)) {
            while (row.next()) {
                known.get(new Id(row.number("account"), row.text("remote_key"))).add(SameId.of(row));
            }
        }
    }

    @Override
    protected List<SameId> sameIds(int account, String key) throws SQLException {
        List<SameId> found = many ? known.get(new Id(account, key)) : null;
        if (found == null) {
            return super.sameIds(account, key);
        }
        return found.stream()
                .map(row -> states.containsKey(row.row()) ? row.in(states.get(row.row())) : row)
                .toList();
    }

    @Override
    protected Found apply(Receipt r, long now, Answers answers) throws SQLException {
        if (many && r.account().byNumber()) {
            settleNow(); // it looks at all parts of its number
            events.tellNow();
        }
        return super.apply(r, now, answers);
    }

    @Override
    protected void settle(Meant part, Receipt r, long now, Answers answers) throws SQLException {
        if (!many) {
            super.settle(part, r, now, answers);
            return;
        }
        if (changing.contains(part.row()) || part.heard() && events.isPending(part.messageId())) {
            settleNow();
            events.tellNow();
        }
        int state = words.number(r.state());
        settled.add(part.row(), state, r.doneAt(), Texts.stored(r.errorCode()), erases(r.state()));
        changing.add(part.row());
        states.put(part.row(), state);
        answers.heard.add(new Heard(r, part.messageId(), part.sentAt()));
        if (part.heard()) {
            events.changed(part.messageId(), now, answers);
        }
    }

    /** A receipt that overtook the result which is written now. */
    @Override
    protected boolean settle(String messageId, int part, Receipt r) throws SQLException {
        events.tellBefore(messageId);
        return super.settle(messageId, part, r);
    }

    private void settleNow() throws SQLException {
        settled.update();
        changing.clear();
    }
}
