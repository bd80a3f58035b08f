package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.link.nature.Rare;

/**
 * The table {@code word}: what comes again and again stands there once, and rows of {@code part} hold its number. Numbers
 * below {@value #FIRST_FREE} are fixed by the schema.
 */
public final class Words {

    private static final int FIRST_FREE = 100;

    /** As the schema has them: a flipped bit in one of them would say something else of every row. */
    private static final String FIXED_WORDS = "1=QUEUED 2=CLAIMED 3=SENT 4=BUFFERED 5=UNKNOWN 6=DELIVERED"
            + " 7=UNDELIVERABLE 8=EXPIRED 9=REJECTED 10=DELETED 11=FAILED 12=CANCELLED 21=NONE 22=FINAL 23=ALL"
            + " 31=GSM7 32=UCS2 33=BINARY 99=";

    /** Words that are remembered at most; a hub has some hundred. */
    private static final int REMEMBERED = 10_000;

    private static final Columns ID = new Columns("id");
    private static final Columns WORD = new Columns("word");
    private static final Columns WORD_AND_ID = new Columns("word, id");
    private static final Pattern FIXED = Pattern.compile("#([A-Z0-9]+)");

    private final Dialect dialect;
    private final Prepared find;
    private final Prepared insert;
    private final Prepared read;
    private final Map<String, Integer> fixed = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, String> words = new HashMap<>();

    public Words(Dialect dialect) throws SQLException {
        this.dialect = dialect;
        StringBuilder words = new StringBuilder();
        try (Row row =
                dialect.query("select word, id from word where id < " + FIRST_FREE + " order by id", WORD_AND_ID)) {
            while (row.next()) {
                String word = row.text("word");
                int id = row.number("id");
                fixed.put(word, id);
                words.append(words.isEmpty() ? "" : " ").append(id).append('=').append(word);
            }
        }
        if (!FIXED_WORDS.contentEquals(words)) {
            throw dialect.damage("the words of the table word that never change have changed");
        }
        find = dialect.prepare("select id from word where word = ?");
        insert = dialect.prepare("insert into word (word) values (?) on conflict (word) do nothing");
        read = dialect.prepare("select word from word where id = ?");
        forget();
    }

    /** After an undone group: words that were new in it are gone. */
    public void forget() {
        numbers.clear();
        words.clear();
        fixed.forEach(this::remember);
    }

    private void remember(String word, int number) {
        if (numbers.size() >= Rare.value("words.remembered", REMEMBERED, fixed.size() + 1)) {
            Rare.hit("words.forgotten");
            forget();
        }
        numbers.put(word, number);
        words.put(number, word);
    }

    /** The number of a word, which is written if it is new; null for null. */
    public Integer number(String word) throws SQLException {
        if (word == null) {
            return null;
        }
        int known = known(word);
        if (known == 0) {
            insert.update(word);
            known = known(word);
        }
        return known;
    }

    /** The number of a word; 0 = no row holds it. */
    public int known(String word) throws SQLException {
        Integer number = numbers.get(word);
        if (number != null) {
            return number;
        }
        try (Row row = find.query(ID, word)) {
            if (!row.next()) {
                return 0;
            }
            number = row.number("id");
        }
        // found by the index of the table: the row itself decides
        String there;
        try (Row row = read.query(WORD, number)) {
            there = row.next() ? row.text("word") : null;
        }
        if (!word.equals(there)) {
            throw dialect.damage("the index of the table word names another word");
        }
        remember(word, number);
        return number;
    }

    public int number(PartState state) {
        return fixed.get(state.name());
    }

    /** The word in a column, or null; what is no number of a word, as after an edit by hand, is given as it stands there. */
    public String in(Row row, String column) throws SQLException {
        Integer number = row.numberOrNull(column);
        String word = number == null ? null : word(number);
        return number != null && word == null ? row.text(column) : word;
    }

    private String word(int number) throws SQLException {
        String word = words.get(number);
        if (word == null) {
            try (Row row = read.query(WORD, number)) {
                word = row.next() ? row.text("word") : null;
            }
            if (word != null) {
                remember(word, number);
            }
        }
        return word;
    }

    /** Prepares a statement in which {@code #QUEUED} stands for the fixed number of that word, a literal for partial indexes. */
    public Prepared prepare(String sql) throws SQLException {
        return dialect.prepare(coded(sql));
    }

    public String coded(String sql) {
        Matcher matcher = FIXED.matcher(sql);
        StringBuilder coded = new StringBuilder();
        while (matcher.find()) {
            Integer number = fixed.get(matcher.group(1));
            if (number == null) {
                throw new IllegalArgumentException(matcher.group() + " has no fixed number: " + sql);
            }
            matcher.appendReplacement(coded, number.toString());
        }
        return matcher.appendTail(coded).toString();
    }

    /** Columns of {@code part} for a select, some of them as their words. */
    public static String inWords(Columns columns, String... asWords) {
        List<String> some = List.of(asWords);
        return Arrays.stream(columns.toString().split(", "))
                .map(c -> some.contains(c)
                        ? "coalesce((select word from word where id = part." + c + "), part." + c + ")"
                        : "part." + c)
                .collect(Collectors.joining(", "));
    }
}
