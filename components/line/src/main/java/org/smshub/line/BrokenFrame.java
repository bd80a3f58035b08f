package org.smshub.line;

/**
 * Octets that are no good frame. It has no stack trace: hostile octets may cause one a frame.
 */
public final class BrokenFrame extends Exception {

    private final transient Object answer;
    private final boolean fatal;

    /**
     * @param answer the frame that answers it, null for none
     * @param fatal whether nothing behind it can be understood: it is answered, and the connection ends
     */
    public BrokenFrame(String message, Object answer, boolean fatal) {
        super(message, null, false, false);
        this.answer = answer;
        this.fatal = fatal;
    }

    /** The frame that answers it, null for none. */
    public Object answer() {
        return answer;
    }

    boolean isFatal() {
        return fatal;
    }
}
