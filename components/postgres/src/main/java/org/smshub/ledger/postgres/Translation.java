package org.smshub.ledger.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A statement of the ledger in PostgreSQL's words. What differs from SQLite's is little and stands here alone: {@code
 * iif}, {@code min} and {@code max} of two values, {@code instr}, {@code char}, {@code substr} from the end, {@code is}
 * between values, a value that is needed again ({@code ?1}), a query within {@code from} without a name, conditions
 * that are counted, types of values where PostgreSQL cannot tell them, and states that indexes know by another name.
 */
final class Translation {

    /** What follows a query in brackets, and is no name of it. */
    private static final Set<String> AFTER =
            Set.of("where", "group", "order", "union", "limit", "cross", "join", "on", ")", ",", "");

    /** What stands before a sign that is none of two values. */
    private static final Set<String> BEFORE_SIGN =
            Set.of("and", "or", "where", "(", ",", "=", "<", ">", "then", "else", "when", "select");

    private static final Set<String> LONG = Set.of(
            "due",
            "expires",
            "keep_text",
            "claimed_at",
            "sent_at",
            "done_at",
            "accepted_at",
            "sum",
            "look_at",
            "received_at");
    private static final Set<String> NUMBERS =
            Set.of("state", "link", "account", "doubt", "attempts", "throttles", "told");

    /** What is said otherwise altogether. */
    private static final Map<String, String> WHOLE = Map.of(
            "case typeof(body) when 'blob' then x'' else '' end", "erased(body)",
            "select seq from sqlite_sequence where name = 'unmatched_receipt'",
                    "select last_value from unmatched_receipt_id",
            // of an undone group too: then no part has it
            "select max(id) from part", "select case when is_called then last_value else 0 end from part_id_seq",
            "last_insert_rowid()", "currval('unmatched_receipt_id')",
            "state > 6 and state = ", "ended = ");

    private final List<String> tokens;
    private final StringBuilder sql = new StringBuilder();
    private final List<Integer> places = new ArrayList<>();
    private int at;
    private int last;
    private int queries;
    private String column;

    private Translation(String sqlite) {
        String given = sqlite;
        for (Map.Entry<String, String> one : WHOLE.entrySet()) {
            given = given.replace(one.getKey(), one.getValue());
        }
        tokens = tokens(given);
    }

    /**
     * @param sql with {@code ?} for each value
     * @param places which of SQLite's values each of them is, 1-based
     */
    record Result(String sql, List<Integer> places) {}

    static Result of(String sqlite) {
        Translation translation = new Translation(sqlite);
        translation.statement();
        String sql = translation.sql.toString().strip();
        if (sql.startsWith("insert into unmatched_receipt (id,")) {
            // whoever writes one next, in this hub or another, goes on from there
            sql = sql.replaceFirst("values \\(\\?", "values (setval('unmatched_receipt_id', ?)");
        }
        return new Result(sql, List.copyOf(translation.places));
    }

    private static List<String> tokens(String sql) {
        List<String> tokens = new ArrayList<>();
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            int end = i + 1;
            if (Character.isWhitespace(c)) {
                i++;
                continue;
            } else if (c == '\'') {
                end = quoted(sql, i);
            } else if (c == '?') {
                end = while_(sql, end, Character::isDigit);
            } else if (Character.isLetterOrDigit(c) || c == '_' || c == '#') {
                end = while_(sql, end, ch -> Character.isLetterOrDigit(ch) || ch == '_' || ch == '.');
            } else if (i + 1 < sql.length()
                    && Set.of("<=", ">=", "<>", "||", "::").contains(sql.substring(i, i + 2))) {
                end = i + 2;
            }
            tokens.add(sql.substring(i, end));
            i = end;
        }
        return tokens;
    }

    private static int quoted(String sql, int from) {
        int i = from + 1;
        while (true) {
            if (sql.charAt(i) != '\'') {
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == '\'') {
                i += 2;
            } else {
                return i + 1;
            }
        }
    }

    private interface Test {
        boolean is(char c);
    }

    private static int while_(String sql, int from, Test test) {
        int i = from;
        while (i < sql.length() && test.is(sql.charAt(i))) {
            i++;
        }
        return i;
    }

    private String peek(int ahead) {
        int place = at + ahead;
        return place >= 0 && place < tokens.size() ? tokens.get(place).toLowerCase(Locale.ROOT) : "";
    }

    private void statement() {
        boolean setting = false;
        while (at < tokens.size()) {
            String token = peek(0);
            if (token.equals("set")) {
                setting = true;
            } else if (setting && Set.of("where", "returning", "from").contains(token)) {
                setting = false;
                column = null;
            }
            if (setting && peek(1).equals("=") && Set.of("set", ",").contains(peek(-1))) {
                column = token;
            }
            one();
        }
    }

    /** The next token, or all of a bracket that it begins. */
    private void one() {
        String token = peek(0);
        boolean calls = peek(1).equals("(");
        if (calls && token.equals("iif")) {
            iif();
        } else if (calls && (token.equals("min") || token.equals("max") || token.equals("sum"))) {
            extreme(token);
        } else if (calls && token.equals("instr")) {
            call("strpos");
        } else if (calls && token.equals("char")) {
            call("chr");
        } else if (calls && token.equals("substr")) {
            substr();
        } else if (calls && token.equals("coalesce")) {
            coalesce();
        } else if (isWaiting()) {
            put(tokens.get(at++).replace("state", "waits"));
        } else if (token.startsWith("?")) {
            value();
        } else if (token.equals("(")) {
            bracket();
        } else if (token.equals("+") && BEFORE_SIGN.contains(peek(-1))) {
            at++; // keeps SQLite from an index
        } else if (token.equals("is") && peek(1).startsWith("?")) {
            at++;
            put("is not distinct from");
        } else if (token.equals("is") && peek(1).equals("not") && peek(2).startsWith("?")) {
            at += 2;
            put("is distinct from");
        } else {
            put(tokens.get(at++));
        }
    }

    /** A condition by which a partial index is meant: of what is queued, or claimed on a link. No index knows the state itself. */
    private boolean isWaiting() {
        boolean state = Set.of("state", "part.state", "p.state").contains(peek(0)) && peek(1).equals("=");
        boolean condition = Set.of("where", "and", "when").contains(peek(-1));
        boolean ofLink = peek(-4).equals("link") && peek(-2).startsWith("?");
        return state && condition && (peek(2).equals("1") || peek(2).equals("2") && ofLink);
    }

    private void put(String text) {
        boolean tight = sql.isEmpty()
                || sql.charAt(sql.length() - 1) == '('
                || text.equals(")")
                || text.equals(",")
                || text.startsWith("::");
        sql.append(tight ? "" : " ").append(text);
    }

    private void value() {
        String number = tokens.get(at++).substring(1);
        last = number.isEmpty() ? last + 1 : Integer.parseInt(number);
        places.add(last);
        String before = peek(-2);
        put("?");
        if (peek(0).equals("is") && (peek(1).equals("null") || peek(2).equals("null"))) {
            put("::text");
        } else if (column != null && (before.equals("then") || before.equals("else"))) {
            put("::" + type(column));
        }
    }

    private static String type(String column) {
        return LONG.contains(column) ? "bigint" : NUMBERS.contains(column) ? "integer" : "text";
    }

    /** A bracket that is no call's; a query in it that {@code from} or {@code join} reads gets a name. */
    private void bracket() {
        boolean read = (peek(-1).equals("from") || peek(-1).equals("join")) && peek(1).equals("select");
        inBrackets();
        if (read && AFTER.contains(peek(0))) {
            put("as q" + ++queries);
        }
    }

    private void inBrackets() {
        put("(");
        at++;
        while (!peek(0).equals(")")) {
            one();
        }
        at++;
        put(")");
    }

    private void call(String name) {
        at++;
        put(name);
        inBrackets();
    }

    /** Where the arguments of the call at this place end: each of its commas, and its bracket. */
    private List<Integer> ends() {
        List<Integer> ends = new ArrayList<>();
        int depth = 0;
        for (int i = at + 1; i < tokens.size(); i++) {
            String token = tokens.get(i);
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth == 0) {
                ends.add(i);
                return ends;
            } else if (depth == 1 && token.equals(",")) {
                ends.add(i);
            }
        }
        throw new IllegalArgumentException("A bracket does not end: " + tokens);
    }

    private void until(int end) {
        while (at < end) {
            one();
        }
    }

    private void iif() {
        List<Integer> ends = ends();
        at += 2;
        put("case when");
        until(ends.get(0));
        at++;
        put("then");
        branch(ends.get(1));
        put("else");
        branch(ends.get(2));
        put("end");
    }

    /** A value alone is of the type of the column that it goes to: beside null PostgreSQL takes it for text. */
    private void branch(int end) {
        boolean alone = end == at + 1 && peek(0).startsWith("?");
        until(end);
        if (alone && column != null) {
            put("::" + type(column));
        }
        at++;
    }

    private void extreme(String name) {
        List<Integer> ends = ends();
        if (name.equals("sum") || ends.size() == 1) {
            // a condition counts 1 or 0
            boolean condition = tokens.subList(at, ends.get(0)).contains("in");
            at++;
            put(name);
            if (!condition) {
                inBrackets();
                return;
            }
            put("(");
            put("case when");
            at++;
            until(ends.get(0));
            at++;
            put("then 1 else 0 end");
            put(")");
            return;
        }
        String function = name.equals("min") ? "lesser" : "greater";
        at += 2;
        for (int i = 0; i < ends.size() - 1; i++) {
            put(function);
            put("(");
            until(ends.get(i));
            at++;
            put(",");
        }
        until(ends.get(ends.size() - 1));
        at++;
        sql.append(")".repeat(ends.size() - 1));
    }

    /** The last characters. */
    private void substr() {
        List<Integer> ends = ends();
        if (ends.size() != 2 || !tokens.get(ends.get(0) + 1).equals("-")) {
            throw new IllegalArgumentException("substr is known from the end alone: " + tokens);
        }
        at += 2;
        put("right");
        put("(");
        until(ends.get(0));
        at += 2; // the sign too
        put(",");
        until(ends.get(1));
        at++;
        put(")");
    }

    /** A word or, where there is none, its number. */
    private void coalesce() {
        List<Integer> ends = ends();
        boolean word = peek(2).equals("(") && peek(3).equals("select") && peek(4).equals("word");
        if (!word || ends.size() != 2) {
            call("coalesce");
            return;
        }
        at++;
        put("coalesce");
        at++;
        put("(");
        until(ends.get(0));
        at++;
        put(", (");
        until(ends.get(1));
        at++;
        put(")");
        put("::text");
        put(")");
    }
}
