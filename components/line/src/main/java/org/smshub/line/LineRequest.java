package org.smshub.line;

import org.smshub.link.Failure;
import org.smshub.link.Request;

/** A request on its way, and who wants to know how it ended. */
public final class LineRequest<F> implements Request<F> {

    /** How it ended. Called by threads that read: may not block, nor run a route that does. */
    public interface End<F> {

        void answered(F answer);

        void failed(Failure why, Throwable cause);

        /** The answer came after {@link Failure#NO_ANSWER}. */
        default void late(F answer) {}
    }

    private final F frame;
    private final End<F> end;
    private int repeats;

    public LineRequest(F frame, End<F> end) {
        this.frame = frame;
        this.end = end;
    }

    F frame() {
        return frame;
    }

    /** How often the other side asked for it again, this time included. */
    int repeated() {
        return ++repeats;
    }

    @Override
    public void answered(F answer) {
        end.answered(answer);
    }

    @Override
    public void failed(Failure why, Throwable cause) {
        end.failed(why, cause);
    }

    @Override
    public void late(F answer) {
        end.late(answer);
    }
}
