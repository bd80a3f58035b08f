package org.smshub.hub.files.format;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Gives no more than so many characters to one record: a parser in a broken file would take it whole into memory. */
final class RecordReader extends FilterReader {

    /** With what a parser reads ahead. */
    private static final long LONGEST = 1_048_576;

    private long given;

    RecordReader(Reader reader) {
        super(reader);
    }

    /** The next record begins. */
    void begin() {
        given = 0;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        given += Math.max(0, read);
        if (given > LONGEST) {
            throw new BrokenFileException("A record has more than " + LONGEST + " characters, or has no end");
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }
}
