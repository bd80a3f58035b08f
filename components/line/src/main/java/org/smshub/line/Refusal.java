package org.smshub.line;

/** Why the line refuses a request by itself. Each protocol has its own code for each. */
public enum Refusal {
    /** Before the login. */
    NOT_LOGGED_IN("log in first"),
    /** A second login, or one while another is under way. */
    LOGGED_IN("logged in already"),
    /** Name and password do not fit; the connection is closed after it. */
    LOGIN_FAILED("authentication failure"),
    /** Nobody can decide now: too many logins wait, or the authenticator failed. */
    LOGIN_BUSY("no login now"),
    /** The account has all the sessions it may. */
    TOO_MANY_SESSIONS("too many sessions"),
    /** The route is suspended, stopping, or not there. */
    NOT_READY("not ready"),
    /** No worker can take it. */
    BUSY("busy"),
    /** More requests at once than this end answers. */
    TOO_MANY("too many operations outstanding"),
    /** More requests a second than allowed. */
    TOO_FAST("too many operations a second");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
