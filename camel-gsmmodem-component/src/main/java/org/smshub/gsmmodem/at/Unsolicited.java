package org.smshub.gsmmodem.at;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.smshub.link.errors.Tables;

/** What a modem says without being asked. The table, with its sources, is {@code unsolicited.txt}. */
public enum Unsolicited {
    /** A message or report was stored: memory, index. */
    STORED,
    /** A message or report, the PDU is the next line. */
    DIRECT,
    /** Something else whose next line is of no interest either. */
    SKIP,
    /** Registration: state. */
    NETWORK,
    /** The state of the SIM card. */
    SIM,
    /** No more room for messages. */
    FULL,
    /** The modem was switched off or started anew. */
    RESTART,
    /** It takes what comes for a call's data. */
    DATA,
    /** A PDU was announced and did not come. */
    LOST,
    NOISE;

    private static final String TABLE = "/org/smshub/gsmmodem/unsolicited.txt";
    private static final Map<String, Unsolicited> NAMES = new HashMap<>();

    static {
        for (String line : Tables.lines(Unsolicited.class, TABLE)) {
            int space = line.indexOf(' ');
            NAMES.put(line.substring(space).strip(), valueOf(line.substring(0, space)));
        }
    }

    /** What this line is, null when the table has no such line: its name, the whole of it, or its first character. */
    static Unsolicited of(String line) {
        String upper = line.toUpperCase(Locale.ROOT);
        int colon = upper.indexOf(':');
        Unsolicited known = NAMES.get(upper);
        if (known == null && colon > 0) {
            known = NAMES.get(upper.substring(0, colon + 1));
        }
        return known == null ? NAMES.get(upper.substring(0, 1)) : known;
    }
}
