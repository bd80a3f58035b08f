package org.smshub.hub;

/** A client sends more than it may: nothing is wrong with the message, later it is taken. */
public final class ThrottledException extends RefusedException {

    private final int seconds;

    /** @param seconds until it is worth another try, 1 or more */
    public ThrottledException(String detail, int seconds) {
        super(Reason.THROTTLED, null, detail);
        this.seconds = seconds;
    }

    public int getSeconds() {
        return seconds;
    }
}
