package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Heard;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Chores;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Receipts;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Insert;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.link.nature.Rare;

/**
 * Receipts on the writing connection: those that find their part, those that come before its submit result, and those
 * that can only belong to a send whose id was never learnt.
 *
 * <p>A part is meant by its id if that is equal in one of the account's forms and the numbers agree (their last digits,
 * since many centres leave out the country code). An id that is equal as text, and that one part alone has, needs no
 * number, unless it is so short that a counter which starts over may have given it out (less than {@value #SHORT}
 * characters, as in {@code IdForms}).
 */
public class SqlReceipts implements Receipts {

    /** Parts of a number under way that are looked through for what could be meant; if there are more, none is. */
    public static final int CROWD = 500;

    /** Newest parts with one id that are looked through; some centres have but one for all. */
    protected static final int SAME_ID_LIMIT = 200;

    /** Ids with fewer characters come again. */
    private static final int SHORT = 8;

    /** Aged receipts of a number that a new doubt wakes at most. */
    private static final int WOKEN = 100;

    /** Keys of kept receipts that are remembered at most. */
    private static final int EARLY = 10_000;

    private static final int TAIL = 7;
    private static final String PROBE = "probe";

    private static final Columns WRITTEN = new Columns(
            "id, account, link, remote_key, ids, state, recipient, error_code, done_at, received_at, last_part, look_at, known");
    private static final Columns READ = new Columns(
            "id, account, link, ids, state, recipient, error_code, done_at, received_at, last_part, look_at, known");
    private static final Columns KEPT = new Columns("settled, known, look_at");
    private static final Columns CANDIDATE =
            new Columns("id, message_id, state, account, doubt, doubt_account, remote_key, claimed_at");
    protected static final Columns SAME_ID =
            new Columns("id, message_id, state, remote_id, recipient, sent_at, events");
    private static final Columns ID = new Columns("id");
    private static final Columns LAST = new Columns("n");
    private static final Columns STATE = new Columns("state");
    private static final Columns COUNT = new Columns("n");

    // states have their numbers in the order of PartState; of a list of more than two SQLite builds a table each time
    private static final String OPEN = "state between #SENT and #UNKNOWN";
    private static final String LIVE = "state between #QUEUED and #UNKNOWN";
    private static final String MATCHING =
            " where settled = 0 and (?3 is null or recipient is null or " + tail("recipient")
                    + " = ?3 or (?4 = 0 and instr(char(10) || ids || char(10), char(10) || ?5 || char(10)) > 0))"
                    + " and id > ?6";

    protected final Words words;
    protected final SqlEvents events;
    protected final Accounts accounts;
    protected final Aside aside;

    private final Dialect dialect;
    private final Prepared clock;
    private final Prepared sameId;
    private final Prepared byRow;
    private final Prepared byPart;
    protected final Prepared kept;
    protected final Insert keep;
    private final Prepared keepOther;
    private final Prepared lastGiven;
    private final Prepared lastPart;
    private final Prepared newest;
    private final Prepared partsAreGone;
    private final Prepared take;
    private final Prepared takeOther;
    private final Prepared dropOther;
    private final Prepared candidates;
    private final Prepared flying;
    private final Prepared said;
    protected final Prepared settle;
    private final Prepared wake;
    private final Prepared due;
    private final Prepared lookAt;
    private final Prepared settled;
    private final Prepared ended;
    private final Prepared guess;
    private final Prepared drop;
    private final Prepared aged;
    private final Prepared agedOf;
    private final Prepared purge;
    private final Prepared any;
    private final Prepared anyOther;
    private final Prepared dropProbe;

    /** Whether unmatched_receipt may hold what a result waits for, so that the usual result need not look there. */
    private boolean mayBeKept = true;

    /**
     * Keys of kept receipts, since there were none that a result could wait for, and of how many; null = any may be there. Most
     * results find by it that none has overtaken them.
     */
    private Map<String, Integer> early;

    /** See {@link #last}; negative = not known. */
    private long last = -1;

    /** Whether unmatched_receipt_other may hold anything: few centres give two ids in two forms. */
    private boolean mayBeOther = true;

    public SqlReceipts(Common common, SqlEvents events) throws SQLException {
        dialect = common.dialect();
        this.events = events;
        words = common.words();
        accounts = common.accounts();
        aside = common.aside();
        clock = dialect.prepare("update unmatched_receipt set look_at = min(look_at, ?1),"
                + " received_at = min(received_at, ?1) where look_at > ?1 or received_at > ?1");
        sameId = dialect.prepare("select " + SAME_ID + " from part where account = ? and remote_key = ?"
                + " order by id desc limit " + SAME_ID_LIMIT);
        String told = "update part set state = ?, done_at = ?, error_code = ?, " + Retention.erased("?") + " where ";
        byRow = words.prepare(told + "id = ? and " + OPEN);
        byPart = words.prepare(told + "message_id = ? and part = ? and " + OPEN);
        kept = dialect.prepare("select " + KEPT + " from unmatched_receipt where account = ? and remote_key = ?"
                + " and state = ? and recipient is ? order by id desc limit 1");
        keep = new Insert(dialect, "unmatched_receipt", WRITTEN, "");
        lastGiven = dialect.prepare("select seq from sqlite_sequence where name = 'unmatched_receipt'");
        lastPart = dialect.prepare("select max(id) from part");
        newest = dialect.prepare("select last_part from unmatched_receipt order by id desc limit 1");
        partsAreGone = dialect.prepare("update unmatched_receipt set last_part = ?1 where last_part > ?1");
        keepOther =
                dialect.prepare("insert into unmatched_receipt_other (account, remote_key, receipt) values (?, ?, ?)"
                        + " on conflict (account, remote_key, receipt) do nothing");
        take = dialect.prepare(
                "delete from unmatched_receipt" + MATCHING + " and account = ?1 and remote_key = ?2 returning " + READ);
        takeOther = dialect.prepare("delete from unmatched_receipt" + MATCHING + " and id in"
                + " (select receipt from unmatched_receipt_other where account = ?1 and remote_key = ?2) returning "
                + READ);
        dropOther = dialect.prepare("delete from unmatched_receipt_other where receipt = ?");
        String ofNumber = "select " + CANDIDATE + " from part where recipient = ?1 and id <= ?2 and ";
        String open = "state in (#SENT, #BUFFERED) and receipt <> #NONE";
        candidates = words.prepare(ofNumber + open + " union all " + ofNumber
                + "doubt > 0 and doubt_account = ?3 and not (" + open + ") limit " + (CROWD + 1));
        flying =
                words.prepare("select state from part where link = ? and state = #CLAIMED and recipient = ? and id <= ?"
                        + " and (doubt = 0 or doubt_account is not ?) limit 1");
        said = dialect.prepare("select state from unmatched_receipt"
                + " where account = ? and recipient = ? and settled = 0 and known = 0 limit " + CROWD);
        settle = words.prepare("update part set doubt = max(doubt - 1, 0),"
                + " remote_id = iif(remote_key is null, ?1, remote_id), account = iif(remote_key is null, ?2, account),"
                + " remote_key = coalesce(remote_key, ?3), state = iif(" + LIVE + ", ?4, state),"
                + " done_at = iif(" + LIVE + ", ?5, done_at), error_code = iif(" + LIVE + ", ?6, error_code), "
                + Retention.erased("?7") + " where id = ?8 returning " + SqlEvents.TOLD);
        wake = dialect.prepare("update unmatched_receipt set look_at = 0 where id in"
                + " (select id from unmatched_receipt where account = ? and recipient = ? and look_at is null"
                + " and settled = 0 and known = 0 and last_part >= (select id from part where message_id = ? and part = ?)"
                + " limit " + WOKEN + ")");
        due = dialect.prepare("select " + READ + " from unmatched_receipt where look_at <= ? order by look_at limit ?");
        lookAt = dialect.prepare("update unmatched_receipt set look_at = ? where id = ?");
        settled = dialect.prepare("update unmatched_receipt set settled = 1, look_at = null where id = ?");
        ended = dialect.prepare("select state from unmatched_receipt"
                + " where account = ? and remote_key = ? and recipient is ? and settled = 1 and id <> ? limit "
                + WOKEN);
        guess = dialect.prepare("select one.state from part one join part other"
                + " on other.message_id = one.message_id and other.part <> one.part and other.remote_key is null"
                + " where one.account = ? and one.remote_key = ? limit 1");
        drop = dialect.prepare("delete from unmatched_receipt where id = ?");
        String of = "select " + READ + " from unmatched_receipt where look_at is null and settled = 0 and known = 0";
        aged = dialect.prepare(of + " order by id limit ?");
        agedOf = dialect.prepare(of + " and link = ? order by id limit ?");
        purge = dialect.prepare("delete from unmatched_receipt where id in (select id from"
                + " (select id, received_at from unmatched_receipt order by id limit ?2) where received_at < ?1)"
                + " returning id");
        any = dialect.prepare("select exists(select 1 from unmatched_receipt where look_at is not null)"
                + " or exists(select 1 from unmatched_receipt where settled = 0 and known = 0)");
        anyOther = dialect.prepare("select exists(select 1 from unmatched_receipt_other)");
        dropProbe = dialect.prepare("delete from unmatched_receipt where account = '' and remote_key = ?");
    }

    /** The end of a number, by which two ways of writing it agree. */
    private static String tail(String column) {
        return "substr(ltrim(" + column + ", '+0'), -" + TAIL + ")";
    }

    private static String tailOf(String number) {
        if (number == null) {
            return null;
        }
        int start = 0;
        while (start < number.length() && (number.charAt(start) == '+' || number.charAt(start) == '0')) {
            start++;
        }
        String digits = number.substring(start);
        return digits.isEmpty() ? null : digits.substring(Math.max(0, digits.length() - TAIL));
    }

    /**
     * The id of the receipt that was kept last: whatever is claimed now, it came before that. Ids are in the order in which
     * receipts came, and none is given out twice.
     */
    public long last() throws SQLException {
        if (last < 0) {
            try (Row row = lastGiven.query(LAST)) {
                last = row.next() ? row.longer("n") : 0;
            }
        }
        return last;
    }

    /** The same where others keep receipts too: the last of which this one knows. What came since is looked at as if it came later. */
    public long lastKnown() throws SQLException {
        return last();
    }

    /** Whether {@link #last} is known without asking. */
    protected final boolean isLastKnown() {
        return last >= 0;
    }

    /** The id of the part that was accepted last. */
    private long lastPart() throws SQLException {
        try (Row row = lastPart.query(LAST)) {
            row.next();
            return row.longer("n");
        }
    }

    /** Messages were deleted: where the newest was among them its number is given out again. */
    public void purged() throws SQLException {
        long last = lastPart();
        boolean again;
        try (Row row = newest.query(LAST)) {
            again = row.next() && row.longer("n") > last;
        }
        if (again) {
            partsAreGone.update(last);
        }
    }

    /** After an undone group: what was counted on may be gone, or back. */
    public void forget() {
        last = -1;
        mayBeKept = true;
        mayBeOther = true;
        early = null;
    }

    /** Whether each result must look by itself for receipts that have overtaken it. */
    protected final boolean isEarlyUnknown() {
        return mayBeKept && early == null;
    }

    /**
     * Until {@link #early early(null)} results have ids of which only these have receipts that came before them.
     *
     * @param found {@link #earlyKey}, null = each must look again
     */
    protected final void early(Set<String> found) {
        early = found == null ? null : new HashMap<>();
        if (found != null) {
            found.forEach(key -> early.put(key, 1));
        }
    }

    private void remember(String account, Set<String> keys) {
        if (early != null) {
            keys.forEach(key -> early.merge(earlyKey(account, key), 1, Integer::sum));
            early = early.size() > EARLY ? null : early;
        }
    }

    private void taken(Receipt r) {
        if (early != null) {
            for (String key : allKeys(r)) {
                early.computeIfPresent(earlyKey(r.account().name(), key), (k, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    protected static String earlyKey(String account, String key) {
        return account + '\n' + key;
    }

    @Override
    public void apply(Group group, Answers answers) throws SQLException {
        for (int i = 0; i < group.receipts.size(); i++) {
            Receipt receipt = group.receipts.get(i);
            accounts.learn(receipt.link(), receipt.account());
            Found found = apply(receipt, group.now, answers);
            if (found == Found.NONE && group.comeAgain.contains(i)) {
                Rare.hit("receipt.comes-again");
                answers.early.add(i);
                answers.receipts.add(false);
            } else if (found == Found.NONE) {
                answers.receipts.add(isKept(receipt) || keep(receipt, false));
            } else {
                answers.receipts.add(found == Found.SETTLED || found == Found.KNOWN && keepDouble(receipt));
            }
        }
    }

    /** What it is about; SEVERAL where it is kept already, since it has no id. */
    protected Found apply(Receipt r, long now, Answers answers) throws SQLException {
        if (r.account().byNumber()) {
            return applyByNumber(r, now, answers) ? Found.SETTLED : Found.SEVERAL;
        }
        return byId(r, now, answers);
    }

    /** Its id says nothing of a part, but of the receipt itself: its double must not settle another part of the number. */
    private boolean applyByNumber(Receipt r, long now, Answers answers) throws SQLException {
        if (isKept(r)) {
            return true;
        }
        boolean found = byNumber(r, 1, Long.MAX_VALUE, now, answers) == Found.SETTLED;
        keep(r, false);
        if (found) {
            settled.update(last);
        }
        return found;
    }

    /** Where its part may stand: the account, and before its links shared it the link itself. */
    protected static List<String> names(Receipt r) {
        String account = r.account().name();
        return account.equals(r.link()) ? List.of(account) : List.of(account, r.link());
    }

    /** Gives it to the part that has its id and waits for it; KNOWN if there are only such as have ended. */
    protected Found byId(Receipt r, long now, Answers answers) throws SQLException {
        String tail = tailOf(r.recipient());
        Found found = Found.NONE;
        for (String name : names(r)) {
            for (String id : r.ids()) {
                String raw = id.trim();
                for (String key : keys(r.account(), raw)) {
                    Same same = same(name, key, raw, tail, needsNumber(r.account(), raw));
                    if (same.best != null) {
                        Rare.hit("receipt.by-id");
                        settle(same.best, r, now, answers);
                        return Found.SETTLED;
                    }
                    found = same.known ? Found.KNOWN : found;
                }
            }
        }
        return found;
    }

    /**
     * A part with the id of a receipt.
     *
     * @param row its id in the table
     * @param heard whether anybody hears of it
     * @param equal its id is equal as text
     * @param number its number agrees
     */
    protected record Meant(
            long row, String messageId, boolean heard, boolean open, boolean equal, boolean number, long sentAt) {

        /** Centres and modems use an id again: equal as text, then the number, then the part that was sent last is meant. */
        boolean isBetterThan(Meant other) {
            if (other == null || equal != other.equal) {
                return other == null || equal;
            }
            return number == other.number ? sentAt > other.sentAt : number;
        }
    }

    /** What has an id. */
    private static final class Same {
        /** The one that is meant, of those that wait for a receipt. */
        private Meant best;

        private boolean known;
    }

    private Same same(String account, String key, String raw, String tail, boolean needsNumber) throws SQLException {
        Same same = new Same();
        Meant alone = null;
        int count = 0;
        for (SameId row : sameIds(words.known(account), key)) {
            count++;
            Meant one = new Meant(
                    row.row(),
                    row.messageId(),
                    row.heard(),
                    isOpen(row.state()),
                    raw.equals(row.remoteId()),
                    tail == null || tail.equals(tailOf(row.recipient())),
                    row.sentAt());
            if (count > 1) {
                Rare.hit("receipt.same-id");
            }
            if (one.number()) {
                meant(same, one);
            } else {
                alone = one;
            }
        }
        if (count == 1 && alone != null && alone.equal() && !needsNumber) {
            meant(same, alone);
        }
        return same;
    }

    /** A part that has an id, as it stands in the table. */
    protected record SameId(
            long row, String messageId, int state, String remoteId, String recipient, long sentAt, boolean heard) {

        public static SameId of(Row row) throws SQLException {
            return new SameId(
                    row.longer("id"),
                    row.text("message_id"),
                    row.number("state"),
                    row.text("remote_id"),
                    row.text("recipient"),
                    row.longer("sent_at"),
                    row.text("events") != null);
        }

        public SameId in(int newState) {
            return new SameId(row, messageId, newState, remoteId, recipient, sentAt, heard);
        }
    }

    /** The newest parts with this id. @param account the number of its name */
    protected List<SameId> sameIds(int account, String key) throws SQLException {
        List<SameId> rows = new ArrayList<>();
        try (Row row = sameId.query(SAME_ID, account, key)) {
            while (row.next()) {
                rows.add(SameId.of(row));
            }
        }
        return rows;
    }

    private static void meant(Same same, Meant one) {
        same.known = true;
        if (one.open() && one.isBetterThan(same.best)) {
            same.best = one;
        }
    }

    private boolean isOpen(int state) {
        return state == words.number(PartState.SENT)
                || state == words.number(PartState.BUFFERED)
                || state == words.number(PartState.UNKNOWN);
    }

    protected void settle(Meant part, Receipt r, long now, Answers answers) throws SQLException {
        byRow.update(words.number(r.state()), r.doneAt(), r.errorCode(), erases(r.state()), part.row());
        answers.heard.add(new Heard(r, part.messageId(), part.sentAt()));
        if (part.heard()) {
            events.changed(part.messageId(), now, answers);
        }
    }

    protected boolean settle(String messageId, int part, Receipt r) throws SQLException {
        int state = words.number(r.state());
        return byPart.update(state, r.doneAt(), r.errorCode(), erases(r.state()), messageId, part) > 0;
    }

    /** The last one is the id as it is: of parts from before there were forms. */
    protected static List<String> keys(Account account, String raw) {
        List<String> keys = account.forms().keys(raw);
        if (keys.isEmpty() || keys.contains(raw)) {
            return keys;
        }
        List<String> all = new ArrayList<>(keys);
        all.add(raw);
        return all;
    }

    private static boolean needsNumber(Account account, String raw) {
        return account.byNumber() || raw.length() < SHORT;
    }

    /** The {@link org.smshub.ledger.entry.KeepText} up to which this state erases a body. */
    protected static int erases(PartState state) {
        return state.isFinal() ? 1 : 0;
    }

    /**
     * Of a part that has ended: most likely told twice, but where ids come again it may have overtaken the result of the
     * next send with this id. So it waits its time, and is dropped without a word then.
     */
    protected boolean keepDouble(Receipt r) throws SQLException {
        Rare.hit("receipt.known");
        String key = firstKey(r);
        try (Row row = kept.query(KEPT, r.account().name(), key, r.state().name(), r.recipient())) {
            if (row.next() && row.longerOrNull("look_at") != null) {
                return true;
            }
        }
        keep(r, true);
        return true;
    }

    /** Whether its double is kept already, waits no more, or has settled what there was to settle. */
    protected boolean isKept(Receipt r) throws SQLException {
        String key = firstKey(r);
        if (key == null) {
            return false;
        }
        try (Row row = kept.query(KEPT, r.account().name(), key, r.state().name(), r.recipient())) {
            if (!row.next()) {
                return false;
            }
            if (row.longerOrNull("look_at") != null) {
                return true;
            }
        }
        keep(r, true);
        return true;
    }

    private static String firstKey(Receipt r) {
        for (String id : r.ids()) {
            List<String> keys = r.account().forms().keys(id);
            if (!keys.isEmpty()) {
                return keys.get(0);
            }
        }
        return null;
    }

    private static Set<String> allKeys(Receipt r) {
        Set<String> keys = new LinkedHashSet<>();
        for (String id : r.ids()) {
            keys.addAll(r.account().forms().keys(id));
        }
        return keys;
    }

    /** Keeps it for the submit result that has not come yet, for the doubt it can settle, for a person. */
    protected boolean keep(Receipt r, boolean known) throws SQLException {
        Set<String> keys = allKeys(r);
        String first = firstKey(r);
        String account = r.account().name();
        long id = last() + 1;
        last = id;
        keep.set("id", id)
                .set("account", account)
                .set("link", r.link())
                .set("remote_key", first)
                .set(
                        "ids",
                        r.ids().isEmpty()
                                ? null
                                : String.join(
                                        "\n", r.ids().stream().map(String::trim).toList()))
                .set("state", r.state().name())
                .set("recipient", r.recipient())
                .set("error_code", r.errorCode())
                .set("done_at", r.doneAt())
                .set("received_at", r.receivedAt())
                .set("last_part", lastPart())
                .set("look_at", r.receivedAt())
                .set("known", known)
                .run();
        mayBeKept = true;
        remember(account, keys);
        if (keys.size() > 1) {
            keys.remove(first);
            for (String key : keys) {
                keepOther.update(account, key, id);
            }
            mayBeOther = true;
        }
        return false;
    }

    /**
     * A part was sent: the receipts that overtook this result, which came since its claim. Without an id those of its number
     * are looked at again.
     *
     * @param key null when the centre gave no id
     */
    public void sent(Account account, String key, String raw, Claim claim, long now, Answers answers)
            throws SQLException {
        Submission s = claim.submission();
        if (!mayBeKept) {
            return;
        }
        if (key == null) {
            wake(account, s);
            return;
        }
        if (early != null && !early.containsKey(earlyKey(account.name(), key))) {
            return;
        }
        List<Waiting> came = new ArrayList<>();
        take(take, account, key, raw, claim, came);
        if (mayBeOther) {
            take(takeOther, account, key, raw, claim, came);
        }
        if (!came.isEmpty()) {
            Rare.hit("receipt.early");
        }
        came.sort(Comparator.comparingLong(Waiting::id));
        for (Waiting one : came) {
            Receipt r = one.receipt();
            taken(r);
            if (settle(s.messageId(), s.part(), r) && s.events() != null) {
                events.changed(s.messageId(), now, answers);
            }
            dropOther(one.id());
            answers.matchedLate.merge(r.link(), 1, Integer::sum);
            answers.heard.add(new Heard(r, s.messageId(), now)); // it came before the answer to the submit
        }
    }

    private void take(Prepared statement, Account account, String key, String raw, Claim claim, List<Waiting> into)
            throws SQLException {
        try (Row row = statement.query(
                READ,
                account.name(),
                key,
                tailOf(claim.submission().recipient()),
                needsNumber(account, raw),
                raw,
                claim.lastReceipt())) {
            while (row.next()) {
                Waiting one = kept(row);
                if (one.receipt() != null) {
                    into.add(one);
                }
            }
        }
    }

    private void dropOther(long id) throws SQLException {
        if (mayBeOther) {
            dropOther.update(id);
        }
    }

    /** A send whose id was not learnt: receipts of its number that waited in vain may be about it. */
    public void wake(Account account, Submission s) throws SQLException {
        if (mayBeKept) {
            Rare.hit("receipt.woken");
            wake.update(account.name(), s.recipient(), s.messageId(), s.part());
        }
    }

    /** A row of unmatched_receipt. @param receipt null when it cannot be read */
    protected record Waiting(long id, Receipt receipt, long lastPart, Long lookAt, boolean known) {}

    protected Waiting kept(Row row) throws SQLException {
        PartState state = PartState.read(row.text("state"));
        String ids = row.text("ids");
        Receipt receipt = state == null || !state.isToldByReceipt()
                ? null
                : new Receipt(
                        row.text("link"),
                        accounts.named(row.text("account")),
                        ids == null ? List.of() : List.of(ids.split("\n")),
                        state,
                        row.text("recipient"),
                        row.text("error_code"),
                        row.longer("done_at"),
                        row.longer("received_at"));
        return new Waiting(
                row.longer("id"), receipt, row.longer("last_part"), row.longerOrNull("look_at"), row.flag("known"));
    }

    protected enum Found {
        /** Only parts that have ended have its id: a final state never changes back. */
        KNOWN,
        /** It was meant for one, which has it now. */
        SETTLED,
        /** It can mean several; later perhaps only one. */
        SEVERAL,
        NONE
    }

    private record Candidate(long row, String messageId, PartState state, int sends, long claimedAt) {}

    private static final Comparator<Candidate> OLDEST_FIRST = Comparator.comparing(
                    (Candidate c) -> c.state().isFinal())
            .thenComparingLong(Candidate::claimedAt)
            .thenComparingLong(Candidate::row);

    /**
     * Settles the one send to the receipt's number whose id is not known, if nothing else can be meant.
     *
     * @param itself 1 while it is not in the table, else 0
     * @param lastPart of those that were accepted before it came
     */
    protected Found byNumber(Receipt r, int itself, long lastPart, long now, Answers answers) throws SQLException {
        if (r.recipient() == null) {
            return Found.NONE;
        }
        List<Candidate> meant = new ArrayList<>();
        boolean others = false;
        int seen = 0;
        int account = words.known(r.account().name());
        try (Row row = candidates.query(CANDIDATE, r.recipient(), lastPart, account)) {
            while (row.next()) {
                seen++;
                PartState state = aside.state(words.in(row, "state"), row.text("message_id"), answers);
                int sends = sends(row, state, account, r);
                if (sends > 0) {
                    meant.add(new Candidate(
                            row.longer("id"), row.text("message_id"), state, sends, row.longer("claimed_at")));
                } else {
                    others |= sends < 0;
                }
            }
        }
        if (meant.isEmpty()) {
            return Found.NONE;
        }
        Rare.hit(meant.size() > 1 ? "receipt.several-meant" : "receipt.one-meant");
        if (others || seen > CROWD || isFlying(r, lastPart) || meant.size() > 1 && !anyIsRight(r, meant, itself)) {
            return Found.SEVERAL;
        }
        Rare.hit("receipt.by-number");
        meant.sort(OLDEST_FIRST);
        Candidate one = meant.get(0);
        String id = r.ids().isEmpty() ? null : r.ids().get(0).trim();
        events.updateAndTell(
                settle,
                now,
                answers,
                id,
                words.number(r.account().name()),
                firstKey(r),
                words.number(r.state()),
                r.doneAt(),
                r.errorCode(),
                erases(r.state()),
                one.row());
        return Found.SETTLED;
    }

    /** How many sends of this part the receipt could be about; −1 if it is one whose own id will tell. */
    private static int sends(Row row, PartState state, int account, Receipt r) throws SQLException {
        boolean here = account != 0 && row.number("account") == account;
        boolean hasId = row.text("remote_key") != null;
        boolean taken = state == PartState.SENT || state == PartState.BUFFERED;
        int doubt = account != 0 && row.number("doubt_account") == account ? row.number("doubt") : 0;
        int open = here && taken && (!hasId || r.account().byNumber()) ? 1 : 0;
        if (doubt + open > 0) {
            // on the way: it stays with a part that has no other id, or the end could not find it
            return r.state().isFinal() || !hasId && !state.isFinal() ? doubt + open : -1;
        }
        return here && taken ? -1 : 0;
    }

    /** Whether a part of the number is in flight on the account: its result may have been overtaken. */
    private boolean isFlying(Receipt r, long lastPart) throws SQLException {
        String name = r.account().name();
        int account = words.known(name);
        for (String link : accounts.links(name)) {
            try (Row row = flying.query(STATE, words.known(link), r.recipient(), lastPart, account)) {
                if (row.next()) {
                    Rare.hit("receipt.flying");
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether it does not matter which of several gets it: they are parts of one message, or there is a receipt for each
     * of their sends and all say the same.
     */
    private boolean anyIsRight(Receipt r, List<Candidate> meant, int itself) throws SQLException {
        if (meant.stream().map(Candidate::messageId).distinct().count() == 1) {
            Rare.hit("receipt.one-message");
            return true;
        }
        int waiting = itself;
        try (Row row = said.query(STATE, r.account().name(), r.recipient())) {
            while (row.next()) {
                if (!r.state().name().equals(row.text("state"))) {
                    return false;
                }
                waiting++;
            }
        }
        return waiting >= meant.stream().mapToInt(Candidate::sends).sum();
    }

    @Override
    public void clock(Group group) throws SQLException {
        clock.update(group.now);
    }

    @Override
    public void replay(Group group, Group.Replay replay, Answers answers) throws SQLException {
        List<Kept> looked = new ArrayList<>();
        List<Waiting> rows = new ArrayList<>();
        try (Row row = replay.link() == null
                ? aged.query(READ, replay.limit())
                : agedOf.query(READ, replay.link(), replay.limit())) {
            while (row.next()) {
                looked.add(KeptRows.unmatched(row));
                rows.add(kept(row));
            }
        }
        for (Waiting one : rows) {
            Receipt r = one.receipt();
            if (r != null && byId(r, group.now, answers) == Found.SETTLED) {
                drop.update(one.id());
                dropOther(one.id());
                answers.matchedLate.merge(r.link(), 1, Integer::sum);
            } else {
                lookAt.update(0L, one.id());
            }
        }
        answers.replays.add(looked);
    }

    @Override
    public void tidy(Group group, Answers answers) throws SQLException {
        Chores chores = group.chores;
        if (mayBeKept) {
            look(group, chores, answers);
        }
        if (chores.retention() != null) {
            List<Long> gone = new ArrayList<>();
            try (Row row = purge.query(ID, chores.retention().receipts(), chores.limit())) {
                while (row.next()) {
                    gone.add(row.longer("id"));
                }
            }
            for (long id : gone) {
                dropOther(id);
            }
            answers.purged += gone.size();
            answers.more |= gone.size() == chores.limit();
        }
        mayBeKept = mayBeKept && is(any);
        early = mayBeKept ? early : new HashMap<>();
        mayBeOther = mayBeOther && is(anyOther);
        if (chores.probe()) {
            keep(new Receipt("", accounts.named(""), List.of(PROBE), PartState.UNKNOWN, null, null, 0, 0), false);
            dropProbe.update(PROBE);
        }
    }

    private void look(Group group, Chores chores, Answers answers) throws SQLException {
        List<Waiting> rows = new ArrayList<>();
        try (Row row = due.query(READ, chores.settleBefore(), chores.limit())) {
            while (row.next()) {
                rows.add(kept(row));
            }
        }
        answers.more |= rows.size() == chores.limit();
        for (Waiting one : rows) {
            if (one.known()) {
                drop(one);
            } else {
                look(one, group.now, chores, answers);
            }
        }
    }

    private void look(Waiting one, long now, Chores chores, Answers answers) throws SQLException {
        Receipt r = one.receipt();
        Found found = r == null ? Found.NONE : find(one, now, answers);
        if (found == Found.SETTLED) {
            settled.update(one.id());
            answers.matchedLate.merge(r.link(), 1, Integer::sum);
            return;
        } else if (found == Found.KNOWN) {
            drop(one);
            return;
        }
        Rare.hit(found == Found.SEVERAL ? "receipt.unclear" : "receipt.nobodys");
        if (found == Found.SEVERAL) {
            // as long again as it has waited, so that a number which stays unclear costs less and less
            long next = Math.max(chores.lookAgainAt(), now + Math.max(0, now - r.receivedAt()));
            lookAt.update(next - (now - chores.settleBefore()), one.id());
        } else {
            lookAt.update((Object) null, one.id());
        }
        if (r != null && one.lookAt() != null && one.lookAt() == r.receivedAt()) {
            answers.unmatched.merge(r.link(), 1, Integer::sum);
        }
    }

    /** Receipts with one id and number are about one send: where one of them has settled it, another settles nobody else's. */
    protected Found find(Waiting one, long now, Answers answers) throws SQLException {
        Receipt r = one.receipt();
        String key = r.account().byNumber() ? null : firstKey(r);
        if (key == null) {
            return byNumber(r, 0, one.lastPart(), now, answers);
        }
        if (dialect.isShared() && byId(r, now, answers) == Found.SETTLED) {
            // its submit result was written by another session at the same time: neither saw the other
            return Found.SETTLED;
        }
        boolean another = false;
        try (Row row = ended.query(STATE, r.account().name(), key, r.recipient(), one.id())) {
            while (row.next()) {
                another = true;
                PartState state = PartState.read(row.text("state"));
                if (state != null && state.isFinal()) {
                    return Found.KNOWN;
                }
            }
        }
        return another && !isGuess(r, key) && byId(r, now, answers) == Found.SETTLED
                ? Found.SETTLED
                : byNumber(r, 0, one.lastPart(), now, answers);
    }

    /** Whether another part of the message could as well be the one with this id: its answer may come yet, and say so. */
    private boolean isGuess(Receipt r, String key) throws SQLException {
        try (Row row = guess.query(STATE, words.known(r.account().name()), key)) {
            return row.next();
        }
    }

    private void drop(Waiting one) throws SQLException {
        Rare.hit("receipt.double-dropped");
        drop.update(one.id());
        dropOther(one.id());
    }

    private static boolean is(Prepared question) throws SQLException {
        try (Row row = question.query(COUNT)) {
            row.next();
            return row.flag("n");
        }
    }
}
