package org.smshub.cimd2;

import org.smshub.line.options.StxEtxOptions;

/** What both ends need to know to read and write. */
interface Cimd2Options extends StxEtxOptions {

    /** A server writes what every client can read. */
    default boolean isEightBit() {
        return false;
    }

    default boolean isSendChecksum() {
        return true;
    }

    /** A number as it stands on the wire. */
    default String toWire(String number) {
        return number.startsWith("+") ? prefix() + number.substring(1) : number;
    }

    /** A number as it stands on a message. */
    default String toMessage(String number) {
        String prefix = prefix();
        return !prefix.isEmpty() && number.startsWith(prefix) ? "+" + number.substring(prefix.length()) : number;
    }
}
