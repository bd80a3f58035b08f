package org.smshub.link.passing;

/**
 * Exchange property, in a route that tells an application something: where it was told, and what it answered. Whoever asks for
 * it (the ledger) keeps it; nobody else needs it.
 *
 * @param where an address for people, without secrets and without a path, such as {@code https://hooks.example.org}; a queue, a
 *     topic, a file
 * @param answer as short as it can be, such as {@code 200}; null = none was given
 */
public record Told(String where, String answer) {

    public static final String PROPERTY = "SmsTold";

    /** Characters of each that are kept. */
    private static final int MOST = 200;

    public Told {
        where = cut(where);
        answer = cut(answer);
    }

    private static String cut(String words) {
        return words == null || words.length() <= MOST ? words : words.substring(0, MOST - 1) + "…";
    }
}
