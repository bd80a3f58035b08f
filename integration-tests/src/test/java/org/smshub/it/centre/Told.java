package org.smshub.it.centre;

/** What a receipt tells. */
enum Told {
    DELIVERED("DELIVRD", 2, "0"),
    UNDELIVERABLE("UNDELIV", 5, "2"),
    BUFFERED("ENROUTE", 1, "1");

    /** After stat: in a receipt of SMPP. */
    final String word;
    /** message_state of SMPP. */
    final int state;
    /** Dst of UCP. */
    final String dst;

    Told(String word, int state, String dst) {
        this.word = word;
        this.state = state;
        this.dst = dst;
    }
}
