package org.smshub.hub.mail;

import java.util.concurrent.TimeUnit;

/** What goes on for hours is said once, again when it is something else, and every ten minutes. */
final class Said {

    private static final long AGAIN = TimeUnit.MINUTES.toNanos(10);
    private static final int LONGEST = 300;

    private String last;
    private long at;

    synchronized boolean isNews(String line) {
        long now = System.nanoTime();
        if (line.equals(last) && now - at < AGAIN) {
            return false;
        }
        last = line;
        at = now;
        return true;
    }

    synchronized void forget() {
        last = null;
    }

    /** What a person can make something of: of one failure within another the innermost that has words. */
    static String line(Throwable failure) {
        String words = failure.toString();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            words = cause.getMessage() == null ? words : cause.getMessage();
        }
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
