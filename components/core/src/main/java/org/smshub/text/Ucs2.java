package org.smshub.text;

import java.nio.charset.StandardCharsets;

/** UCS-2 of 3GPP TS 23.038 6.2.3, as handsets read it: UTF-16BE. A half of a surrogate pair is kept when encoding. */
final class Ucs2 implements Encoding {

    static final Ucs2 INSTANCE = new Ucs2();

    private Ucs2() {}

    @Override
    public Alphabet alphabet() {
        return Alphabet.UCS2;
    }

    @Override
    public String name() {
        return "UCS2";
    }

    @Override
    public int units(CharSequence text, int from, int to) {
        return to - from;
    }

    @Override
    public int firstMissing(CharSequence text, int from) {
        return -1;
    }

    @Override
    public int fit(CharSequence text, int from, int capacity) {
        return Math.min(text.length(), from + capacity);
    }

    @Override
    public byte[] encode(String text) {
        byte[] octets = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            octets[2 * i] = (byte) (c >> 8);
            octets[2 * i + 1] = (byte) c;
        }
        return octets;
    }

    /** {@inheritDoc} Half a surrogate pair is undecodable; so is an odd octet at the end, which gives no character. */
    @Override
    public Decoded decode(byte[] octets, int from, int to) {
        int half = (to - from) & 1;
        int end = to - half;
        int lone = 0;
        for (int i = from; i < end; i += 2) {
            if ((octets[i] & 0xF8) == 0xD8) {
                boolean pair = (octets[i] & 0xFC) == 0xD8 && i + 2 < end && (octets[i + 2] & 0xFC) == 0xDC;
                if (pair) {
                    i += 2;
                } else {
                    lone++;
                }
            }
        }
        // The charset would read a lone high half and the unit after it as one error; so a text with halves goes by
        // hand.
        String text = lone == 0
                ? new String(octets, from, end - from, StandardCharsets.UTF_16BE)
                : withReplacements(octets, from, end);
        return new Decoded(text, lone + half);
    }

    private static String withReplacements(byte[] octets, int from, int end) {
        StringBuilder text = new StringBuilder((end - from) / 2);
        for (int i = from; i < end; i += 2) {
            char c = unit(octets, i);
            if (Character.isHighSurrogate(c) && i + 2 < end && Character.isLowSurrogate(unit(octets, i + 2))) {
                text.append(c).append(unit(octets, i + 2));
                i += 2;
            } else {
                text.append(Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        return text.toString();
    }

    private static char unit(byte[] octets, int at) {
        return (char) ((octets[at] & 0xFF) << 8 | octets[at + 1] & 0xFF);
    }

    @Override
    public String toString() {
        return name();
    }
}
