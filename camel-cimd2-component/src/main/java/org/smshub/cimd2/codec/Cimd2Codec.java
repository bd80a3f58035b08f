package org.smshub.cimd2.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.smshub.cimd2.codec.Cimd2Frame.Value;
import org.smshub.line.Digits;
import org.smshub.line.FrameException;
import org.smshub.line.StxEtx;

/**
 * Packets to octets and back: {@code STX ZZ:NNN TAB PPP:value TAB … CC ETX} (CIMD2 reference, section 2). The checksum is
 * the sum of everything from STX to the last TAB, modulo 256; both sides may leave it out.
 */
public final class Cimd2Codec {

    public static final byte TAB = 9;

    /** A submit has about 1,100 octets, and more with many destinations; what is longer than this is no packet. */
    public static final int MAX_FRAME = 16_384;

    /** {@code ZZ:NNN}. */
    private static final int HEADER = 6;

    /** {@code PPP:}. */
    private static final int CODE = 4;

    private Cimd2Codec() {}

    /**
     * The whole packet, STX and ETX included.
     *
     * @throws IllegalArgumentException if a value holds what cannot be in one (NUL, STX, ETX, TAB, a character beyond
     *     ISO 8859-1), or the packet is too long
     */
    public static byte[] encode(Cimd2Frame frame, boolean checksum) {
        int length = 1 + HEADER + 1 + (checksum ? 2 : 0) + 1;
        for (Value parameter : frame.parameters()) {
            length += CODE + parameter.value().length() + 1;
        }
        if (length > MAX_FRAME) {
            throw new IllegalArgumentException("A packet of " + length + " octets is longer than " + MAX_FRAME);
        }
        byte[] out = new byte[length];
        out[0] = StxEtx.STX;
        int at = Digits.write(out, 1, 2, frame.operation(), ':');
        at = Digits.write(out, at, 3, frame.number(), TAB);
        for (Value parameter : frame.parameters()) {
            at = Digits.write(out, at, 3, parameter.code(), ':');
            String value = parameter.value();
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c > 0xFF || c == 0 || c == StxEtx.STX || c == StxEtx.ETX || c == TAB) {
                    throw new IllegalArgumentException(String.format(
                            "parameter %03d holds U+%04X, which CIMD2 cannot carry", parameter.code(), (int) c));
                }
                out[at++] = (byte) c;
            }
            out[at++] = TAB;
        }
        if (checksum) {
            at = Digits.writeHex(out, at, Digits.sum(out, 0, at));
        }
        out[at] = StxEtx.ETX;
        return out;
    }

    /**
     * Reads what stands between STX and ETX. Empty parameters are skipped.
     *
     * @param verify false accepts a wrong checksum; none is always accepted
     * @throws FrameException with the packet's operation and number if it can be answered
     */
    public static Cimd2Frame decode(byte[] bytes, int from, int to, boolean verify) throws FrameException {
        int operation = to - from < HEADER ? -1 : Digits.read(bytes, from, 2);
        int number = operation < 0 ? -1 : Digits.read(bytes, from + 3, 3);
        int data = from + HEADER + 1;
        if (number < 0 || bytes[from + 2] != ':' || to >= data && bytes[data - 1] != TAB) {
            throw new FrameException(Cimd2Error.SYNTAX, "no header");
        }
        int end = to;
        while (end > from && bytes[end - 1] != TAB) {
            end--;
        }
        if (end == from || to - end != 0 && to - end != 2) {
            throw broken(operation, number, "no TAB after the last parameter");
        }
        if (verify && to > end && Digits.readHex(bytes, end) != (StxEtx.STX + Digits.sum(bytes, from, end) & 0xFF)) {
            throw new FrameException(null, "wrong checksum", header(operation, number));
        }
        List<Value> parameters = new ArrayList<>(8);
        for (int start = data, i = data; i < end; i++) {
            if (bytes[i] == TAB) {
                if (i > start) {
                    int code = i - start < CODE || bytes[start + 3] != ':' ? -1 : Digits.read(bytes, start, 3);
                    if (code < 0) {
                        throw broken(operation, number, "a parameter without code");
                    }
                    parameters.add(new Value(
                            code, new String(bytes, start + CODE, i - start - CODE, StandardCharsets.ISO_8859_1)));
                }
                start = i + 1;
            }
        }
        return new Cimd2Frame(operation, number, Collections.unmodifiableList(parameters));
    }

    private static Cimd2Frame header(int operation, int number) {
        return new Cimd2Frame(operation, number, List.of());
    }

    private static FrameException broken(int operation, int number, String why) {
        return new FrameException(Cimd2Error.SYNTAX, why, header(operation, number));
    }
}
