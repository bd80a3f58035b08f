package org.smshub.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A one-octet character set as the "default alphabet" of a link. The centre turns the octets into GSM-7 for the air
 * interface, so a text is planned with what both have, and counted in septets; the codec itself takes all of the set.
 */
final class SingleByte implements Encoding {

    static final SingleByte LATIN1 = new SingleByte("LATIN1", StandardCharsets.ISO_8859_1, 0xFF);
    static final SingleByte ASCII = new SingleByte("ASCII", StandardCharsets.US_ASCII, 0x7F);

    private final String name;
    private final Charset charset;
    private final int highest;

    private SingleByte(String name, Charset charset, int highest) {
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
            if (text.charAt(i) > highest) {
                throw Missing.exception(name, text, i);
            }
        }
        return text.getBytes(charset);
    }

    @Override
    public Decoded decode(byte[] octets, int from, int to) {
        int undecodable = 0;
        for (int i = from; i < to; i++) {
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
