package org.smshub.hub.doors.kannel;

/** What smsbox would answer, word for word; without a stack trace, since anybody can cause one. */
final class KannelRefusal extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    /** @param words the body of the answer */
    KannelRefusal(int status, String words) {
        super(words, null, false, false);
        this.status = status;
    }

    static KannelRefusal field(String words) {
        return new KannelRefusal(400, words + ", rejected");
    }

    int status() {
        return status;
    }
}
