package org.smshub.cimd2;

import java.time.ZoneId;
import org.smshub.link.passing.Passes;
import org.smshub.text.Encoding;

/** What both ends need to know to read and write. */
interface Cimd2Options {

    String getInternationalPrefix();

    /** A server writes what every client can read. */
    default boolean isEightBit() {
        return false;
    }

    default boolean isSendChecksum() {
        return true;
    }

    boolean isVerifyChecksum();

    Encoding encoding();

    ZoneId zone();

    /** What goes on of what else a message says. */
    Passes passed();

    /** A number as it stands on the wire. */
    default String toWire(String number) {
        return number.startsWith("+") ? prefix() + number.substring(1) : number;
    }

    /** A number as it stands on a message. */
    default String toMessage(String number) {
        String prefix = prefix();
        return !prefix.isEmpty() && number.startsWith(prefix) ? "+" + number.substring(prefix.length()) : number;
    }

    private String prefix() {
        return getInternationalPrefix().equals("NONE") ? "" : getInternationalPrefix();
    }

    /** The id of a message as it stands in SmsRemoteId. */
    default String remoteId(String number, String time) {
        return number + ":" + time;
    }
}
