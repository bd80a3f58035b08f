package org.smshub.ledger.nodes;

/**
 * What this hub is to have or not: the route of a link, of an events consumer, or of whatever one hub at a time may do. Called by the
 * thread of {@link Membership}, one after the other; must not block for longer than a second.
 */
public interface Holder {

    /** This hub has it now. */
    void gained();

    /** This hub has it no more: nothing of it may go on. */
    void lost();

    /** It is to go to another hub: nothing new begins. */
    void ends();

    /** Whether all that had begun is over. */
    boolean hasEnded();

    /** Whether it is out of service here, for so long that what waits goes by another. */
    default boolean isOut() {
        return false;
    }

    /** Called several times in a second while this hub has it. */
    default void tend() {}

    /** What keeps it from going on here, in words; null = nothing. */
    default String trouble() {
        return null;
    }

    /** Whether it was tried here often enough: another hub may. */
    default boolean givesUp() {
        return false;
    }
}
