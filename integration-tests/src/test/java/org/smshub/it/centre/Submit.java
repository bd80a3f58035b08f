package org.smshub.it.centre;

import java.io.IOException;

/** One submit that a centre has read, and the connection it can be answered on. */
final class Submit {

    final Centre.Line line;
    final int sequence;
    final String from;
    final String to;
    final byte[] octets;

    /** All that was read, as its protocol has it: the body of a submit_sm, a frame, a packet. */
    final Object whole;

    /** {@link System#nanoTime()} when it was read. */
    final long nanos = System.nanoTime();

    /** The id it was answered with; null = none yet. */
    volatile String id;

    private volatile boolean refused;

    Submit(Centre.Line line, int sequence, String from, String to, byte[] octets, Object whole) {
        this.line = line;
        this.sequence = sequence;
        this.from = from;
        this.to = to;
        this.octets = octets;
        this.whole = whole;
    }

    /** Yes, under an id of its own. */
    void accept() throws IOException {
        if (id == null) {
            id = line.newId(this);
        }
        line.accept(this);
    }

    void accept(String asId) throws IOException {
        id = asId;
        line.accept(this);
    }

    void refuse(Refusal refusal) throws IOException {
        refused();
        line.refuse(this, refusal);
    }

    /** The centre has not got the message, whatever it did to say so. */
    void refused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /** A receipt on the same connection. */
    void receipt(Told told) throws IOException {
        line.receipt(this, told);
    }
}
