package org.smshub.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The tables of 3GPP TS 23.038 6.2.1 and annex A. The resource is generated (README, "Tables"); a line is parsed when
 * its language is first used.
 */
final class GsmTables {

    /** Stands for "not assigned": no table holds U+0000. */
    static final char NONE = 0;

    private static final String RESOURCE = "gsm-tables.txt";
    private static final int PREFIX = 4;
    private static final String[] LINES = lines();

    private GsmTables() {}

    /** @return 128 characters, {@link #NONE} where nothing is assigned */
    static char[] locking(NationalLanguage language) {
        return table(language, 'L');
    }

    /** @return what follows an escape, 128 characters, {@link #NONE} where nothing is assigned */
    static char[] singleShift(NationalLanguage language) {
        return table(language, 'S');
    }

    private static char[] table(NationalLanguage language, char kind) {
        String prefix = String.format("%02d%c ", language.id(), kind);
        for (String line : LINES) {
            if (line.startsWith(prefix)) {
                char[] table = new char[128];
                for (int i = 0; i < table.length; i++) {
                    int at = PREFIX + 4 * i;
                    table[i] = (char) Integer.parseInt(line, at, at + 4, 16);
                }
                return table;
            }
        }
        throw TextException.invalid(language + " has no table of the kind " + kind);
    }

    private static String[] lines() {
        try (InputStream in = GsmTables.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
