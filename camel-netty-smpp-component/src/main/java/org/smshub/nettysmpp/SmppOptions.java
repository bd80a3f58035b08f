package org.smshub.nettysmpp;

import org.smshub.smpp.CodingRules;
import org.smshub.text.plan.TextProfile;

/** What both ends need to know to read and write. */
interface SmppOptions {

    /** UDH, SAR or PAYLOAD. */
    String getLongMessages();

    CodingRules codingRules();

    TextProfile profile();

    /** interface_version of SMPP, such as 0x34. */
    static int version(String option, String text) {
        return switch (text) {
            case "3.3" -> 0x33;
            case "3.4" -> 0x34;
            case "5.0" -> 0x50;
            default -> throw new IllegalArgumentException("Option " + option + " is 3.3, 3.4 or 5.0, not " + text);
        };
    }
}
