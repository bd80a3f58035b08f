package org.smshub.it.centre;

/** What a receipt tells. */
enum Told {
    DELIVERED("DELIVRD", 2, "0", 4, 0x00),
    UNDELIVERABLE("UNDELIV", 5, "2", 3, 0x43),
    BUFFERED("ENROUTE", 1, "1", 1, 0x20);

    /** After stat: in a receipt of SMPP. */
    final String word;
    /** message_state of SMPP. */
    final int state;
    /** Dst of UCP. */
    final String dst;
    /** Status code of CIMD2. */
    final int code;
    /** TP-ST of a status report. */
    final int status;

    Told(String word, int state, String dst, int code, int status) {
        this.word = word;
        this.state = state;
        this.dst = dst;
        this.code = code;
        this.status = status;
    }
}
