package org.smshub.ucp.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.smshub.line.Digits;
import org.smshub.line.FrameException;

/**
 * Frames to bytes and back: {@code STX TRN/LEN/O|R/OT/fields/CS ETX} (EMI-UCP 4.0, section 2). LEN counts everything
 * between STX and ETX; CS is the sum of everything from TRN to the last slash, modulo 256.
 */
public final class UcpCodec {

    public static final byte STX = 2;
    public static final byte ETX = 3;

    /** The largest legal frame has about 2,000 octets; what is longer than this is no frame. */
    public static final int MAX_FRAME = 8192;

    /** {@code TRN/LEN/O/OT/}: where the data fields start. */
    private static final int HEADER = 14;

    private static final int CHECKSUM = 2;

    private UcpCodec() {}

    /**
     * The whole frame, STX and ETX included.
     *
     * @throws IllegalArgumentException if a field holds what cannot be in one (a slash, a control or an 8-bit character)
     */
    public static byte[] encode(UcpFrame frame) {
        int length = HEADER + CHECKSUM;
        for (String field : frame.fields()) {
            length += field.length() + 1;
        }
        if (length + 2 > MAX_FRAME) {
            throw new IllegalArgumentException("A frame of " + length + " octets is longer than " + MAX_FRAME);
        }
        byte[] out = new byte[length + 2];
        out[0] = STX;
        int at = Digits.write(out, 1, 2, frame.trn(), '/');
        at = Digits.write(out, at, 5, length, '/');
        out[at++] = (byte) (frame.result() ? 'R' : 'O');
        out[at++] = '/';
        at = Digits.write(out, at, 2, frame.ot(), '/');
        for (String field : frame.fields()) {
            for (int i = 0; i < field.length(); i++) {
                char c = field.charAt(i);
                if (c < ' ' || c > '~' || c == '/') {
                    throw new IllegalArgumentException(
                            "A field of " + frame + " holds a character that UCP cannot carry");
                }
                out[at++] = (byte) c;
            }
            out[at++] = '/';
        }
        at = Digits.writeHex(out, at, Digits.sum(out, 1, at));
        out[at] = ETX;
        return out;
    }

    /** Nothing is escaped in UCP, so a slash or a control character would be another field or frame. */
    static char requireSendable(char c) {
        if (c < ' ' || c > '~' || c == '/') {
            throw new IllegalArgumentException("a field holds a character that UCP cannot carry");
        }
        return c;
    }

    /**
     * Reads what stands between STX and ETX.
     *
     * @param verifyChecksum false accepts a wrong sum; some centres are known to send one
     * @throws FrameException with the frame's TRN and OT if it can be answered, without if it can only be dropped
     */
    public static UcpFrame decode(byte[] bytes, int from, int to, boolean verifyChecksum) throws FrameException {
        int data = from + HEADER;
        if (to - data < CHECKSUM || bytes[from + 2] != '/' || bytes[from + 8] != '/' || bytes[from + 10] != '/') {
            throw new FrameException(UcpErrorCode.SYNTAX, "no header");
        }
        int trn = Digits.read(bytes, from, 2);
        int len = Digits.read(bytes, from + 3, 5);
        int ot = Digits.read(bytes, from + 11, 2);
        byte kind = bytes[from + 9];
        if (trn < 0 || len < 0 || ot < 0 || bytes[data - 1] != '/' || kind != 'O' && kind != 'R') {
            throw new FrameException(UcpErrorCode.SYNTAX, "no header");
        }
        int end = to - CHECKSUM;
        UcpFrame header = new UcpFrame(trn, kind == 'R', ot, List.of());
        if (verifyChecksum && Digits.readHex(bytes, end) != Digits.sum(bytes, from, end)) {
            throw new FrameException(UcpErrorCode.CHECKSUM, "wrong checksum", header);
        }
        if (len != to - from) {
            throw new FrameException(UcpErrorCode.SYNTAX, "LEN is " + len + " of " + (to - from), header);
        }
        if (bytes[end - 1] != '/') {
            throw new FrameException(UcpErrorCode.SYNTAX, "no slash before the checksum", header);
        }
        List<String> fields = fields(bytes, data, end, header);
        if (kind == 'O') {
            checkCount(header, fields);
        }
        return new UcpFrame(trn, kind == 'R', ot, Collections.unmodifiableList(fields));
    }

    private static List<String> fields(byte[] bytes, int from, int to, UcpFrame header) throws FrameException {
        List<String> fields = new ArrayList<>(34);
        int start = from;
        int bits = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            bits |= b;
            if (b == '/') {
                fields.add(i == start ? "" : new String(bytes, start, i - start, StandardCharsets.ISO_8859_1));
                start = i + 1;
            }
        }
        if (bits < 0 && !header.result()) {
            throw new FrameException(UcpErrorCode.SYNTAX, "8-bit characters", header);
        }
        return fields;
    }

    /** The number of fields is fixed by the operation, in 02 by NPL; more are ignored, as everybody does. */
    private static void checkCount(UcpFrame header, List<String> fields) throws FrameException {
        UcpOperation operation = header.operation();
        if (operation == null) {
            throw new FrameException(UcpErrorCode.NOT_SUPPORTED, "unknown operation", header);
        }
        int expected = operation.fields().size();
        if (operation == UcpOperation.MULTIPLE_CALL_INPUT) {
            byte[] npl = fields.isEmpty() ? new byte[0] : fields.get(0).getBytes(StandardCharsets.ISO_8859_1);
            int recipients = npl.length < 1 || npl.length > 2 ? -1 : Digits.read(npl, 0, npl.length);
            if (recipients < 1 || recipients > UcpFrame.MAX_RECIPIENTS) {
                throw new FrameException(UcpErrorCode.SYNTAX, "NPL is 1 to 20", header);
            }
            expected += recipients - 1;
        }
        if (fields.size() < expected) {
            throw new FrameException(UcpErrorCode.SYNTAX, fields.size() + " of " + expected + " fields", header);
        }
        if (fields.size() > expected) {
            fields.subList(expected, fields.size()).clear();
        }
    }
}
