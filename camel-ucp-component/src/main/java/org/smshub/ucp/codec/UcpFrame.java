package org.smshub.ucp.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.smshub.line.FrameException;
import org.smshub.text.Hex;
import org.smshub.text.TextException;

/**
 * One frame: an operation or a result, its fields as they are on the wire (EMI-UCP 4.0, section 2).
 *
 * @param trn transaction reference, 0 to 99
 * @param result false for an operation (O), true for a result (R)
 * @param ot operation type, 0 to 99; a result has that of its operation
 * @param fields the data fields in order, empty ones included; never changed
 */
public record UcpFrame(int trn, boolean result, int ot, List<String> fields) {

    /** The largest number of recipients of operation 02. */
    static final int MAX_RECIPIENTS = 20;

    /** A message of 640 characters in hex. */
    private static final int MAX_FIELD = 1280;

    public UcpFrame {
        if (trn < 0 || trn > 99 || ot < 0 || ot > 99) {
            throw new IllegalArgumentException("TRN and OT are 0 to 99, not " + trn + " and " + ot);
        }
    }

    /** An operation to fill in. */
    public static Builder operation(UcpOperation operation) {
        return new Builder(operation);
    }

    /** The operation, or null if it is none that this module knows. */
    public UcpOperation operation() {
        return UcpOperation.of(ot);
    }

    /** The same frame under another transaction reference. */
    public UcpFrame withTrn(int other) {
        return new UcpFrame(other, result, ot, fields);
    }

    /** Content of a field of an operation, "" when it is empty or the operation has no such field. */
    public String get(UcpField field) {
        UcpOperation operation = operation();
        int at = operation == null || result ? -1 : operation.position(field);
        if (at > 1 && ot == UcpOperation.MULTIPLE_CALL_INPUT.code()) {
            at += fields.size() - operation.fields().size();
        }
        return at < 0 || at >= fields.size() ? "" : fields.get(at);
    }

    public boolean has(UcpField field) {
        return !get(field).isEmpty();
    }

    /** @throws FrameException when the field is not hex */
    public byte[] octets(UcpField field) throws FrameException {
        try {
            return Hex.parse(get(field));
        } catch (TextException e) {
            throw new FrameException(UcpErrorCode.SYNTAX, field + " is not hex");
        }
    }

    /** The recipients of operation 02, without their legitimisation codes. */
    public List<String> recipients() {
        return fields.subList(1, fields.size() - 4).stream()
                .map(rad -> rad.contains(",") ? rad.substring(0, rad.indexOf(',')) : rad)
                .toList();
    }

    /** Everything but the content, which belongs in no log: TRN, O or R, and OT. */
    @Override
    public String toString() {
        return String.format("%02d/%s/%02d", trn, result ? "R" : "O", ot);
    }

    /** Fields of an operation, set by name. */
    public static final class Builder {

        private final UcpOperation operation;
        private final String[] values;
        private List<String> recipients;

        private Builder(UcpOperation operation) {
            this.operation = operation;
            this.values = new String[operation.fields().size()];
            Arrays.fill(values, "");
        }

        public UcpOperation operation() {
            return operation;
        }

        /**
         * @param value null or "" for an empty field, else printable ASCII without a slash
         * @throws IllegalArgumentException if the operation has no such field, or no field can hold that
         */
        public Builder set(UcpField field, String value) {
            int at = operation.position(field);
            if (at < 0) {
                throw new IllegalArgumentException("Operation " + operation + " has no field " + field);
            }
            values[at] = value == null ? "" : value;
            if (values[at].length() > MAX_FIELD) {
                throw new IllegalArgumentException(field + " is longer than " + MAX_FIELD);
            }
            values[at].chars().forEach(c -> UcpCodec.requireSendable((char) c));
            return this;
        }

        /** The recipients of operation 02, 1 to 20; NPL is set with them. */
        public Builder recipients(List<String> all) {
            if (operation != UcpOperation.MULTIPLE_CALL_INPUT || all.isEmpty() || all.size() > MAX_RECIPIENTS) {
                throw new IllegalArgumentException("Operation 02 has 1 to 20 recipients");
            }
            recipients = List.copyOf(all);
            return set(UcpField.NPL, Integer.toString(all.size()));
        }

        /** The frame with TRN 00; a session gives it its own. */
        public UcpFrame build() {
            List<String> fields = new ArrayList<>(Arrays.asList(values));
            if (recipients != null) {
                fields.remove(1);
                fields.addAll(1, recipients);
            }
            return new UcpFrame(0, false, operation.code(), Collections.unmodifiableList(fields));
        }
    }
}
