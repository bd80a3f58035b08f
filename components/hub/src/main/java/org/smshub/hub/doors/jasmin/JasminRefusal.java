package org.smshub.hub.doors.jasmin;

/** What Jasmin would answer, word for word; without a stack trace, since anybody can cause one. */
sealed class JasminRefusal extends Exception permits JasminProblem {

    private static final long serialVersionUID = 1;

    private final int status;

    /** @param words between the quotes */
    JasminRefusal(int status, String words) {
        super(words, null, false, false);
        this.status = status;
    }

    static JasminRefusal argument(String words) {
        return new JasminRefusal(400, words);
    }

    int status() {
        return status;
    }
}
