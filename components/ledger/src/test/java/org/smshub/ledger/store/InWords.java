package org.smshub.ledger.store;

import java.util.Arrays;
import java.util.stream.Collectors;

/** SQL for tests that write into the tables by hand: a word where the table holds its number. */
public final class InWords {

    private InWords() {}

    /** A statement that makes words known. */
    public static String known(String... words) {
        return "insert into word (word) values "
                + Arrays.stream(words).map(w -> "('" + w + "')").collect(Collectors.joining(", "))
                + " on conflict (word) do nothing";
    }

    /** The number of a word that is known, as an expression. */
    public static String w(String word) {
        return "(select id from word where word = '" + word + "')";
    }
}
