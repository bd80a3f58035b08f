package org.smshub.ucp.codec;

import java.util.List;
import org.smshub.line.FrameException;

/**
 * What a result says: acknowledged or not (EMI-UCP 4.0, section 4 and 5, "result" of each operation).
 *
 * @param ack whether the operation was accepted
 * @param ec error code of a negative result, two digits, "" in a positive one
 * @param mvp modified validity period, DDMMYYHHmm, or ""
 * @param sm system message; the id of a submit, {@code AdC:SCTS}; else free text, or ""
 */
public record UcpResult(boolean ack, String ec, String mvp, String sm) {

    /** Taken for a negative result without a readable error code. */
    static final String NO_CODE = "99";

    /**
     * Reads a result leniently: the short form {@code A/SM} for operations that have MVP, the three-field form for
     * operation 31, further empty fields, and slashes in SM are all met in the wild.
     *
     * @throws FrameException if it is neither positive nor negative
     */
    public static UcpResult of(UcpFrame frame) throws FrameException {
        List<String> fields = frame.fields();
        String first = fields.isEmpty() ? "" : fields.get(0);
        if (first.equals("N")) {
            String ec = fields.size() > 1 ? fields.get(1) : "";
            boolean readable = ec.length() == 2 && Character.isDigit(ec.charAt(0)) && Character.isDigit(ec.charAt(1));
            return new UcpResult(false, readable && !ec.equals("00") ? ec : NO_CODE, "", rest(fields, 2));
        }
        if (!first.equals("A")) {
            throw new FrameException(UcpErrorCode.SYNTAX, "a result is A or N");
        }
        UcpOperation operation = frame.operation();
        boolean mvp = operation != null && operation.resultHasMvp() && fields.size() > 2;
        boolean gap = operation == UcpOperation.ALERT
                && fields.size() > 2
                && fields.get(1).isEmpty();
        return new UcpResult(true, "", mvp ? fields.get(1) : "", rest(fields, mvp || gap ? 2 : 1));
    }

    public static boolean isResult(UcpFrame frame) {
        return !frame.fields().isEmpty() && frame.fields().get(0).matches("[AN]");
    }

    /** A result that {@link #isResult} is one. */
    public static UcpResult read(UcpFrame frame) {
        try {
            return of(frame);
        } catch (FrameException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    public static UcpResult ack(String sm) {
        return new UcpResult(true, "", "", sm);
    }

    /** @param ec one of {@link UcpErrorCode} */
    public static UcpResult nak(String ec, String sm) {
        return new UcpResult(false, ec, "", sm);
    }

    /**
     * What the end of an exchange means: acknowledged, unless it is refused.
     *
     * @param code it is refused with, null when it is not; one that the table lacks is 04, which means "try again"
     * @param sm what a positive result carries
     */
    public static UcpResult of(String code, String sm) {
        String ec = code == null ? null : UcpErrorCode.known(code, UcpErrorCode.NOT_ALLOWED);
        return ec == null ? ack(sm) : nak(ec, UcpErrorCode.of(ec).words());
    }

    /** The frame that answers an operation, in the form of the specification: A/SM, A/MVP/SM or N/EC/SM. */
    public UcpFrame to(UcpFrame operation) {
        String words = printable(sm);
        List<String> fields = !ack
                ? List.of("N", ec, words)
                : operation.operation() != null && operation.operation().resultHasMvp()
                        ? List.of("A", mvp, words)
                        : List.of("A", words);
        return new UcpFrame(operation.trn(), true, operation.ot(), fields);
    }

    /** Everything up to the last slash: SM is the one field that may hold some. */
    private static String rest(List<String> fields, int from) {
        int to = fields.size();
        while (to > from && fields.get(to - 1).isEmpty()) {
            to--;
        }
        return to <= from ? "" : String.join("/", fields.subList(from, to));
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < Math.min(text.length(), 200); i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || c > '~' || c == '/' ? ' ' : c);
        }
        return out.toString();
    }
}
