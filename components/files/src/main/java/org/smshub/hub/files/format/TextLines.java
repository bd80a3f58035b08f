package org.smshub.hub.files.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

/** The lines of a text, which end with LF, CR LF or CR; none is longer in memory than {@link #LONGEST}. */
final class TextLines implements Closeable {

    /** Characters; a message of 255 parts has some 39,000. */
    static final int LONGEST = 65_536;

    private final Reader reader;
    private final char[] buffer = new char[8_192];
    private final StringBuilder line = new StringBuilder();
    private int at;
    private int end;
    private long number;
    private boolean tooLong;
    private boolean afterCr;

    TextLines(Reader reader) {
        this.reader = reader;
    }

    /** Without its end; null after the last one. Of a line that is {@link #tooLong} its beginning. */
    String next() throws IOException {
        line.setLength(0);
        tooLong = false;
        boolean any = false;
        while (true) {
            if (at == end) {
                end = Math.max(0, reader.read(buffer, 0, buffer.length));
                at = 0;
                if (end == 0) {
                    return any ? ended() : null;
                }
            }
            if (afterCr) {
                afterCr = false;
                if (buffer[at] == '\n') {
                    at++;
                    continue;
                }
            }
            any = true;
            int start = at;
            while (at < end && buffer[at] != '\n' && buffer[at] != '\r') {
                at++;
            }
            keep(start);
            if (at < end) {
                afterCr = buffer[at++] == '\r';
                return ended();
            }
        }
    }

    private void keep(int start) {
        int room = LONGEST - line.length();
        tooLong |= at - start > room;
        line.append(buffer, start, Math.min(at - start, room));
    }

    private String ended() {
        number++;
        return line.toString();
    }

    /** Of the line that was read last, 1-based. */
    long number() {
        return number;
    }

    boolean tooLong() {
        return tooLong;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
