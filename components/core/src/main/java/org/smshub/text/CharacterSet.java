package org.smshub.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A character set as the "default alphabet" of a link or an application. The centre turns the octets into GSM-7 for the air
 * interface, so a text is planned with what both have, and counted in septets; the codec itself takes all of the set.
 */
final class CharacterSet implements Encoding {

    static final CharacterSet LATIN1 = new CharacterSet("LATIN1", StandardCharsets.ISO_8859_1, 0xFF);
    static final CharacterSet ASCII = new CharacterSet("ASCII", StandardCharsets.US_ASCII, 0x7F);
    static final CharacterSet UTF8 = new CharacterSet("UTF8", StandardCharsets.UTF_8, 0xFFFF);

    private final String name;
    private final Charset charset;
    private final int highest;

    private CharacterSet(String name, Charset charset, int highest) {
        this.name = name;
        this.charset = charset;
        this.highest = highest;
    }

    @Override
    public Alphabet alphabet() {
        return Alphabet.GSM7;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int units(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) > highest) {
                return -1;
            }
        }
        return Gsm7.DEFAULT.units(text, from, to);
    }

    @Override
    public int firstMissing(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) > highest || Gsm7.DEFAULT.cost(text.charAt(i)) == 0) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int fit(CharSequence text, int from, int capacity) {
        return Gsm7.DEFAULT.fit(text, from, capacity);
    }

    @Override
    public byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > highest) {
                throw Missing.exception(name, text, i);
            }
            if (Character.isSurrogate(c)) {
                // only UTF8 gets here: a pair is one character, a half is none
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw Missing.exception(name, text, i);
                }
                i++;
            }
        }
        return text.getBytes(charset);
    }

    @Override
    public Decoded decode(byte[] octets, int from, int to) {
        int undecodable = 0;
        if (this == UTF8) {
            try {
                return new Decoded(
                        charset.newDecoder()
                                .decode(ByteBuffer.wrap(octets, from, to - from))
                                .toString(),
                        0);
            } catch (CharacterCodingException e) {
                undecodable = 1;
            }
        }
        for (int i = from; i < to && this == ASCII; i++) {
            if ((octets[i] & 0xFF) > highest) {
                undecodable++;
            }
        }
        return new Decoded(new String(octets, from, to - from, charset), undecodable);
    }

    @Override
    public String toString() {
        return name;
    }
}
