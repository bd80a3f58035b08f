package org.smshub.ledger.postgres;

import java.util.HexFormat;

/**
 * Text as PostgreSQL can hold it, which is all but U+0000: that stands as {@value #MARK} and 0, the mark itself as the
 * mark and 1, and octets in a column that holds either as the mark, x and their hex. U+FFFE is no character, so that
 * hardly any text has it.
 */
final class Texts {

    private static final char MARK = '\uFFFE';
    private static final char ZERO = '0';
    private static final char ITSELF = '1';
    private static final char OCTETS = 'x';

    private Texts() {}

    static String stored(String text) {
        if (text == null || text.indexOf(0) < 0 && text.indexOf(MARK) < 0) {
            return text;
        }
        return text.replace(String.valueOf(MARK), "" + MARK + ITSELF).replace("\0", "" + MARK + ZERO);
    }

    static String read(String stored) {
        if (stored == null || stored.indexOf(MARK) < 0) {
            return stored;
        }
        return stored.replace("" + MARK + ZERO, "\0").replace("" + MARK + ITSELF, String.valueOf(MARK));
    }

    /** @param body text, octets or null */
    static String storedBody(Object body) {
        return body instanceof byte[] octets
                ? "" + MARK + OCTETS + HexFormat.of().formatHex(octets)
                : stored((String) body);
    }

    /**
     * @return text, octets or null; of octets that are none any more, as after an edit by hand, the text as it stands
     * there
     */
    static Object readBody(String stored) {
        if (stored == null || stored.length() < 2 || stored.charAt(0) != MARK || stored.charAt(1) != OCTETS) {
            return read(stored);
        }
        try {
            return HexFormat.of().parseHex(stored, 2, stored.length());
        } catch (IllegalArgumentException e) {
            return stored;
        }
    }
}
