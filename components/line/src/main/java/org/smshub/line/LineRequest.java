package org.smshub.line;

import java.util.function.Consumer;
import org.smshub.link.Failure;
import org.smshub.link.Request;
import org.smshub.link.Window;

/** A request on its way, and who wants to know how it ended. */
public final class LineRequest<F> implements Request<F> {

    /** How it ended. Called by threads that read: may not block, nor run a route that does. */
    public interface End<F> {

        /** It goes over this session now. Also where it is the other side that asks for it once more. */
        default void sent(Session<F> over) {}

        void answered(F answer);

        void failed(Failure why, Throwable cause);

        /** The answer came after {@link Failure#NO_ANSWER}. */
        default void late(F answer) {}
    }

    private final F frame;
    private final End<F> end;
    private final Session<F> not;
    private int repeats;

    public LineRequest(F frame, End<F> end) {
        this(frame, end, null);
    }

    /** @param not the session that it does not go over while there is another one, null = any will do */
    LineRequest(F frame, End<F> end, Session<F> not) {
        this.frame = frame;
        this.end = end;
        this.not = not;
    }

    /** A request of the session itself: its end in two words. */
    LineRequest(F frame, Consumer<F> answered, Consumer<Failure> failed) {
        this(frame, new End<>() {
            @Override
            public void answered(F answer) {
                answered.accept(answer);
            }

            @Override
            public void failed(Failure why, Throwable cause) {
                failed.accept(why);
            }
        });
    }

    F frame() {
        return frame;
    }

    /** How often the other side asked for it again, this time included. */
    int repeated() {
        return ++repeats;
    }

    void sent(Session<F> over) {
        end.sent(over);
    }

    @Override
    public Window<?, ?> avoids() {
        return not == null ? null : not.window();
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
