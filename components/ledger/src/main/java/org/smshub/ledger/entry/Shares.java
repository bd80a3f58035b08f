package org.smshub.ledger.entry;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which messages of a link are meant where hubs share it: each message is in one share, by the last letter of its id, which goes round.
 * So nobody has to say on a part who claimed it.
 *
 * @param of into how many the link is split, 1 or more
 * @param own those that are meant, 0 to {@code of} - 1
 */
public record Shares(int of, Set<Integer> own) {

    /** The link is not split. */
    public static final Shares ALL = new Shares(1, Set.of(0));

    public Shares {
        own = Set.copyOf(own);
    }

    /** The share that a message is in. */
    public static int share(String messageId, int of) {
        return messageId.charAt(messageId.length() - 1) % of;
    }

    public boolean isSplit() {
        return of > 1;
    }

    public boolean isNone() {
        return own.isEmpty();
    }

    /** Those that the other has, too. */
    public Shares and(Shares other) {
        Set<Integer> both = new TreeSet<>(own);
        both.retainAll(other.own);
        return new Shares(of, both);
    }

    /** Those that the other has not. */
    public Shares without(Shares other) {
        Set<Integer> rest = new TreeSet<>(own);
        rest.removeAll(other.own);
        return new Shares(of, rest);
    }

    public Shares or(Shares other) {
        Set<Integer> all = new TreeSet<>(own);
        all.addAll(other.own);
        return new Shares(of, all);
    }

    public static Shares one(int share, int of) {
        return new Shares(of, Set.of(share));
    }

    public static Shares none(int of) {
        return new Shares(of, Set.of());
    }
}
