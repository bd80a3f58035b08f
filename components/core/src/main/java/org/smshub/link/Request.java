package org.smshub.link;

/**
 * Something that is sent on a line and answered there. Exactly one of {@link #answered} and {@link #failed} is called,
 * once, on the thread that found out; neither may block.
 *
 * @param <A> the answer
 */
public interface Request<A> {

    /** Whether this answer, which carries the request's key, fits it in every other respect (the operation, say). */
    default boolean accepts(A answer) {
        return true;
    }

    /** The window that it does not go over while the line has another one; null = any will do. */
    default Window<?, ?> avoids() {
        return null;
    }

    void answered(A answer);

    /** The answer came when its time was over and {@link Failure#NO_ANSWER} had been told; the line was up all the time. */
    default void late(A answer) {}

    /**
     * @param why what happened, with the outcome that follows from it
     * @param cause what the wire said, or null
     */
    void failed(Failure why, Throwable cause);
}
