package org.smshub.line.options;

import java.time.ZoneId;
import org.smshub.link.passing.Passes;
import org.smshub.text.Encoding;

/** What both ends of UCP and CIMD2 need to know to read and write. */
public interface StxEtxOptions {

    String getInternationalPrefix();

    boolean isVerifyChecksum();

    Encoding encoding();

    ZoneId zone();

    /** What goes on of what else a message says. */
    Passes passed();

    /** What stands for the plus sign, "" for none. */
    default String prefix() {
        String prefix = getInternationalPrefix();
        return prefix == null || prefix.equals("NONE") ? "" : prefix;
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

    /** The id of a message as it stands in SmsRemoteId. */
    default String remoteId(String number, String time) {
        return number + ":" + time;
    }
}
