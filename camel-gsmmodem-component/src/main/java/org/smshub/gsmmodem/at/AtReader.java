package org.smshub.gsmmodem.at;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Octets of a modem as lines. CR and LF are separators and empty lines nothing, since modems frame their lines in many
 * ways; octets are read as ISO 8859-1. A line longer than {@link #MAX_LINE} is noise and dropped to its end.
 */
public final class AtReader {

    /** Octets of a line at most; the longest that is none, a PDU of 512 octets in hex, has 1024. */
    public static final int MAX_LINE = 4096;

    /** Stands for the prompt behind which a PDU is typed; no line can be this one. */
    public static final String PROMPT = "\r>";

    /** Stands for a line that was too long. */
    public static final String NOISE = "\r?";

    private static final byte NUL = 0;
    private final StringBuilder line = new StringBuilder();
    private boolean noise;

    /**
     * The next line without its end and the blanks around it.
     *
     * @param prompt whether a {@code >} at the beginning of a line is the prompt, which has no end of its own
     * @return {@link #PROMPT}, {@link #NOISE}, or null when no line is whole
     */
    public String next(ByteBuf in, boolean prompt) {
        while (in.isReadable()) {
            byte octet = in.readByte();
            if (octet == '\r' || octet == '\n') {
                String whole = end();
                if (whole != null) {
                    return whole;
                }
            } else if (prompt && octet == '>' && line.length() == 0 && !noise) {
                return PROMPT;
            } else if (octet != NUL && (octet != ' ' || line.length() > 0)) {
                add((char) (octet & 0xFF));
            }
        }
        return null;
    }

    private void add(char c) {
        if (line.length() == MAX_LINE) {
            noise = true;
            line.setLength(0);
        }
        if (!noise) {
            line.append(c);
        }
    }

    private String end() {
        if (noise) {
            noise = false;
            return NOISE;
        }
        String whole = line.toString().stripTrailing();
        line.setLength(0);
        return whole.isEmpty() ? null : whole;
    }

    /** Whether a line has begun and is not whole. */
    public boolean isInside() {
        return noise || line.length() > 0;
    }

    /** Forgets a line that has begun. */
    public void reset() {
        noise = false;
        line.setLength(0);
    }

    /** What is written to a modem, octet for octet. */
    public static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
