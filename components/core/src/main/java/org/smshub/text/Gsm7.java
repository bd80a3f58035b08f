package org.smshub.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** GSM 7-bit with a locking and a single shift table (3GPP TS 23.038 6.2.1); {@link #DEFAULT} has the standard two. */
public final class Gsm7 implements Encoding {

    static final int ESCAPE = 0x1B;

    /** In {@link #pages}: not in the alphabet. */
    private static final short MISSING = -1;

    /** In {@link #pages}: reached by an escape, so two septets. */
    private static final int SHIFTED = 0x100;

    private static final char REPLACEMENT = '\uFFFD';

    /** Coders work in buffers of their thread, so that they allocate their result alone; longer texts have their own. */
    private static final int SCRATCH = 512;

    private static final ThreadLocal<char[]> CHARS = ThreadLocal.withInitial(() -> new char[SCRATCH]);

    private static final ThreadLocal<byte[]> OCTETS = ThreadLocal.withInitial(() -> new byte[SCRATCH]);

    /** A class of its own: {@link Encoding} asks for one of these before the constants here are there, if this class is first. */
    private static final class Known {
        static final int LANGUAGES = NationalLanguage.values().length;
        static final AtomicReferenceArray<Gsm7> ALL = new AtomicReferenceArray<>(LANGUAGES * LANGUAGES);
    }

    /** The default alphabet and its extension table. */
    public static final Gsm7 DEFAULT = of(NationalLanguage.DEFAULT, NationalLanguage.DEFAULT);

    private final NationalLanguage locking;
    private final NationalLanguage single;
    /** The locking table, then as many octets that are no septets; the escape is not assigned either. */
    private final char[] octets;

    private final char[] shifted;
    /** Character to septet in two steps (high octet, low octet): 256 pages, nearly all the same empty one. */
    private final short[][] pages = new short[256][];

    private Gsm7(NationalLanguage locking, NationalLanguage single) {
        this.locking = locking;
        this.single = single;
        this.octets = Arrays.copyOf(GsmTables.locking(locking), 256);
        this.shifted = GsmTables.singleShift(single);
        short[] empty = new short[256];
        Arrays.fill(empty, MISSING);
        Arrays.fill(pages, empty);
        // The lower code wins where a table holds a character twice, a plain septet over an escaped one.
        for (int code = 0; code < 128; code++) {
            enter(octets[code], code, empty);
        }
        for (int code = 0; code < 128; code++) {
            enter(shifted[code], SHIFTED | code, empty);
        }
    }

    private void enter(char c, int value, short[] empty) {
        if (c == GsmTables.NONE) {
            return;
        }
        if (pages[c >> 8] == empty) {
            pages[c >> 8] = empty.clone();
        }
        if (pages[c >> 8][c & 0xFF] == MISSING) {
            pages[c >> 8][c & 0xFF] = (short) value;
        }
    }

    /** @throws TextException when the language has no locking table */
    public static Gsm7 of(NationalLanguage locking, NationalLanguage single) {
        int at = locking.id() * Known.LANGUAGES + single.id();
        Gsm7 found = Known.ALL.get(at);
        if (found == null) {
            Known.ALL.compareAndSet(at, null, new Gsm7(locking, single));
            found = Known.ALL.get(at);
        }
        return found;
    }

    /** Language of the locking shift table, {@code DEFAULT} for none. */
    public NationalLanguage locking() {
        return locking;
    }

    /** Language of the single shift table, {@code DEFAULT} for none. */
    public NationalLanguage singleShift() {
        return single;
    }

    /** Octets that the shift elements add to a header: 0, 3 or 6. */
    public int shiftOctets() {
        return (locking == NationalLanguage.DEFAULT ? 0 : 3) + (single == NationalLanguage.DEFAULT ? 0 : 3);
    }

    @Override
    public Alphabet alphabet() {
        return Alphabet.GSM7;
    }

    @Override
    public String name() {
        return this == DEFAULT ? "GSM7" : "GSM7/" + locking + "/" + single;
    }

    private int code(char c) {
        return pages[c >> 8][c & 0xFF];
    }

    @Override
    public int units(CharSequence text, int from, int to) {
        int units = to - from;
        int seen = 0;
        for (int i = from; i < to; i++) {
            int code = code(text.charAt(i));
            seen |= code;
            units += code >> 8 & 1;
        }
        return seen < 0 ? -1 : units;
    }

    /** Septets of one character: 1, 2, or 0 when it is not in the alphabet. */
    public int cost(char c) {
        int code = code(c);
        return code < 0 ? 0 : 1 + (code >> 8);
    }

    @Override
    public int firstMissing(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (code(text.charAt(i)) < 0) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int fit(CharSequence text, int from, int capacity) {
        int left = capacity;
        int at = from;
        while (at < text.length()) {
            left -= 1 + (code(text.charAt(at)) >> 8 & 1);
            if (left < 0) {
                break;
            }
            at++;
        }
        return at;
    }

    @Override
    public byte[] encode(String text) {
        int length = text.length();
        char[] chars = length > SCRATCH ? new char[length] : CHARS.get();
        byte[] septets = 2 * length > SCRATCH ? new byte[2 * length] : OCTETS.get();
        text.getChars(0, length, chars, 0);
        short[] low = pages[0];
        int at = 0;
        for (int i = 0; i < length; i++) {
            // As in decode: characters below U+0100 that need no escape run through the inner loop.
            int ahead = i - at;
            while (i < length && chars[i] < 0x100 && low[chars[i]] >>> 7 == 0) {
                septets[i - ahead] = (byte) low[chars[i++]];
            }
            at = i - ahead;
            if (i == length) {
                break;
            }
            int code = code(chars[i]);
            if (code < 0) {
                throw Missing.exception(name(), text, i);
            }
            if (code >= SHIFTED) {
                septets[at++] = ESCAPE;
            }
            septets[at++] = (byte) (code & 0x7F);
        }
        return Arrays.copyOf(septets, at);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A code that the shift table lacks reads as the plain character there, an escape after an escape or at the end as
     * a space (3GPP TS 23.038 6.2.1.1); the one at the end counts as undecodable.
     */
    @Override
    public Decoded decode(byte[] septets, int from, int to) {
        char[] plain = octets;
        int same = from;
        while (same < to && plain[septets[same] & 0xFF] == septets[same]) {
            same++;
        }
        if (same == to) {
            // Letters, digits and most signs stand where ASCII has them: such a text needs no table.
            return new Decoded(new String(septets, from, to - from, StandardCharsets.ISO_8859_1), 0);
        }
        char[] chars = to - from > SCRATCH ? new char[to - from] : CHARS.get();
        int length = 0;
        int undecodable = 0;
        for (int i = from; i < to; i++) {
            // The inner loop is the one that counts: as simple as it is, it runs without checks of the bounds.
            int ahead = i - length;
            char c = GsmTables.NONE;
            for (; i < to; i++) {
                c = plain[septets[i] & 0xFF];
                if (c == GsmTables.NONE) {
                    break;
                }
                chars[i - ahead] = c;
            }
            length = i - ahead;
            if (i == to) {
                break;
            }
            if (septets[i] != ESCAPE) {
                undecodable++;
                c = REPLACEMENT;
            } else if (++i == to) {
                undecodable++;
                c = ' ';
            } else {
                c = shiftedOrPlain(septets[i]);
                undecodable += c == REPLACEMENT ? 1 : 0;
            }
            chars[length++] = c;
        }
        return new Decoded(new String(chars, 0, length), undecodable);
    }

    @Override
    public String exact(byte[] septets, int from) {
        Decoded decoded = decode(septets, from, septets.length);
        if (decoded.undecodable() > 0) {
            return null;
        }
        boolean sure = this == DEFAULT;
        for (int i = from; sure && i < septets.length; i++) {
            sure = septets[i] != ESCAPE;
        }
        // an escape may stand before what needs none, and national tables have characters twice
        boolean same = sure || Arrays.equals(encode(decoded.text()), Arrays.copyOfRange(septets, from, septets.length));
        return same ? decoded.text() : null;
    }

    private char shiftedOrPlain(int code) {
        if (code == ESCAPE) {
            return ' ';
        }
        char c = code < 0 || shifted[code] == GsmTables.NONE ? octets[code & 0xFF] : shifted[code];
        return c == GsmTables.NONE ? REPLACEMENT : c;
    }

    @Override
    public String toString() {
        return name();
    }
}
