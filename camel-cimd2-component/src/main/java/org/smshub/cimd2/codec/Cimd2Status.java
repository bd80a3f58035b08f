package org.smshub.cimd2.codec;

import java.util.Map;
import org.smshub.link.errors.Tables;

/** Status reports: what parameters 061 and 062 mean for a message (CIMD2 reference, sections 7.2 and 7.3). */
public final class Cimd2Status {

    public static final String DELIVERED = "DELIVERED";

    /** By status code. */
    private static final String[] STATES = ("UNKNOWN BUFFERED EXPIRED UNDELIVERABLE DELIVERED BUFFERED UNDELIVERABLE"
                    + " DELETED DELETED DELETED")
            .split(" ");

    private static final Map<String, String> WORDS = Tables.words(Cimd2Status.class, "status-errors.txt");

    private Cimd2Status() {}

    /** The state of the message; what is no status code is UNKNOWN. */
    public static String state(String code) {
        return code.matches("0*[0-9]") ? STATES[Integer.parseInt(code)] : STATES[0];
    }

    /** The code of a state. */
    public static int code(String state) {
        return switch (state) {
            case DELIVERED -> 4;
            case "BUFFERED", "ACCEPTED", "QUEUED", "SENT" -> 1;
            case "EXPIRED" -> 2;
            case "CANCELLED" -> 7;
            case "DELETED" -> 8;
            case "UNKNOWN" -> 0;
            default -> 3;
        };
    }

    /** What an error code of a report says. */
    public static String words(String error) {
        return WORDS.getOrDefault(error, "unknown status error code");
    }
}
