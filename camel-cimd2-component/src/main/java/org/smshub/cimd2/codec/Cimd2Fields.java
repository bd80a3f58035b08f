package org.smshub.cimd2.codec;

import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import java.util.List;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Passes;
import org.smshub.link.passing.ReceiptsWanted;

/**
 * What a submit says beside its text and its numbers: reply path, priority, tariff and the like ⇄ {@link Fields}; and the
 * bits of 056, the request for status reports (CIMD2 reference, section 6).
 */
public final class Cimd2Fields {

    /** Parameters that only CIMD2 has. */
    private static final List<Cimd2Parameter> OWN = List.of(CANCEL_ENABLED, TARIFF_CLASS, SERVICE_DESCRIPTION);

    private static final int SUCCESS = 8;

    /** Validity expired, delivery failed, cancelled, deleted by the operator. */
    private static final int FAILURE = 2 | 4 | 16 | 32;

    /** Of these before the last one, temporary error is what we ask for. */
    private static final int INTERMEDIATE = 1;

    private static final int ANY_INTERMEDIATE = 1 | 64;

    private Cimd2Fields() {}

    /** @return null for nothing */
    public static String read(Cimd2Frame frame, Passes passes) {
        Fields fields = Fields.NONE;
        if (frame.get(REPLY_PATH).equals("1")) {
            fields = fields.with(Fields.REPLY_PATH, 1);
        }
        String priority = frame.get(PRIORITY);
        if (PRIORITY.fits(priority)) {
            fields = fields.with(Fields.CIMD2_PRIORITY, priority);
        }
        for (Cimd2Parameter parameter : OWN) {
            if (frame.has(parameter) && parameter.fits(frame.get(parameter))) {
                fields = fields.with(Fields.CIMD2 + parameter, frame.get(parameter));
            }
        }
        int asked = asked(frame);
        if (asked != bits(receipts(asked))) {
            fields = fields.with(Fields.CIMD2 + STATUS_REPORT_REQUEST, asked);
        }
        return passes.of(fields).orNull();
    }

    public static void write(Fields fields, Cimd2Frame.Builder frame) {
        if (fields.is(Fields.REPLY_PATH)) {
            frame.add(REPLY_PATH, 1);
        }
        frame.add(PRIORITY, fields.get(Fields.CIMD2_PRIORITY));
        for (Cimd2Parameter parameter : OWN) {
            frame.add(parameter, fields.get(Fields.CIMD2 + parameter));
        }
    }

    public static int asked(Cimd2Frame frame) {
        String request = frame.get(STATUS_REPORT_REQUEST);
        return STATUS_REPORT_REQUEST.fits(request) ? Integer.parseInt(request) : 0;
    }

    public static ReceiptsWanted receipts(int bits) {
        return ReceiptsWanted.of((bits & SUCCESS) != 0, (bits & FAILURE) != 0, (bits & ANY_INTERMEDIATE) != 0);
    }

    public static int bits(ReceiptsWanted receipts) {
        return (receipts.success() ? SUCCESS : 0)
                | (receipts.failure() ? FAILURE : 0)
                | (receipts.intermediate() ? INTERMEDIATE : 0);
    }
}
