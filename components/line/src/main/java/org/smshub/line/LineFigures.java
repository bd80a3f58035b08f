package org.smshub.line;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.smshub.link.Failure;
import org.smshub.link.SmsNotSentException;

/** What a line counts, for metrics, since it was opened. Any thread. */
public final class LineFigures {

    /** How a request of ours ended. */
    public enum Answer {
        ACCEPTED,
        REFUSED,
        /** Refused because of the rate or a full queue. */
        THROTTLED,
        /** None in time. */
        TIMEOUT,
        /** The session ended before it came. */
        DROPPED,
        /** The request did not leave. */
        NOT_SENT
    }

    private final LongAdder opened = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder answerNanos = new LongAdder();
    private final Map<Answer, LongAdder> answers = new EnumMap<>(Answer.class);

    LineFigures() {
        for (Answer answer : Answer.values()) {
            answers.put(answer, new LongAdder());
        }
    }

    void opened() {
        opened.increment();
    }

    void lost() {
        lost.increment();
    }

    /** A request of ours goes over a session. */
    public void sent() {
        sent.increment();
    }

    /** A request of the other side is taken. */
    public void received() {
        received.increment();
    }

    /** An answer came in time, whatever it says. */
    public void answered(long nanos) {
        answered.increment();
        answerNanos.add(nanos);
    }

    /** The answer is read; @param refused why it says no, null = it says yes */
    public void ended(SmsNotSentException refused) {
        count(refused == null ? Answer.ACCEPTED : refused.isThrottled() ? Answer.THROTTLED : Answer.REFUSED);
    }

    /** There is no answer. */
    public void failed(Failure why) {
        count(
                switch (why) {
                    case NO_ANSWER -> Answer.TIMEOUT;
                    case LINE_DROPPED -> Answer.DROPPED;
                    default -> Answer.NOT_SENT;
                });
    }

    private void count(Answer answer) {
        answers.get(answer).increment();
    }

    /** Sessions that were opened: each the first time, and each time it came back. */
    public long getOpened() {
        return opened.sum();
    }

    /** Sessions that ended, and attempts to open one that failed. */
    public long getLost() {
        return lost.sum();
    }

    public long getSent() {
        return sent.sum();
    }

    public long getReceived() {
        return received.sum();
    }

    public long getAnswered() {
        return answered.sum();
    }

    /** Seconds from request to answer, summed up. */
    public double getAnswerSeconds() {
        return answerNanos.sum() / 1e9;
    }

    public long getAnswers(Answer answer) {
        return answers.get(answer).sum();
    }
}
