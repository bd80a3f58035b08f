package org.smshub.ucp.codec;

import static org.smshub.ucp.codec.UcpField.*;

import org.smshub.line.FrameException;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Passes;

/** What an operation says beside its text and its numbers: extra services, reply path, priority ⇄ {@link Fields}. */
public final class UcpFields {

    /** RPI: reply path requested (EMI-UCP 4.0, section 5.1). */
    private static final String REPLY_PATH = "1";

    private UcpFields() {}

    /** @return null for nothing */
    public static String read(UcpFrame frame, Passes passes) throws FrameException {
        String field = frame.get(XSER);
        String priority = frame.get(PR);
        boolean replyPath = frame.get(RPI).equals(REPLY_PATH);
        if (field.isEmpty() && priority.isEmpty() && !replyPath) {
            return null;
        }
        Fields fields = Fields.NONE
                .with(Fields.UCP_PRIORITY, priority.isEmpty() ? null : priority)
                .with(Fields.REPLY_PATH, replyPath ? 1 : null);
        for (UcpXser.Element element : UcpXser.parse(field, false).elements()) {
            if (element.type() != UcpXser.UDH && element.type() != UcpXser.DCS) {
                fields = fields.with(Fields.XSER + String.format("%02X", element.type()), element.hex());
            }
        }
        return passes.of(fields).orNull();
    }

    public static void write(Fields fields, UcpFrame.Builder frame) {
        if (fields.is(Fields.REPLY_PATH)) {
            frame.set(RPI, REPLY_PATH);
        }
        Integer priority = fields.number(Fields.UCP_PRIORITY);
        if (priority != null) {
            frame.set(PR, priority.toString());
        }
    }

    /** The extra services among them. */
    public static UcpXser services(Fields fields) {
        UcpXser xser = UcpXser.EMPTY;
        for (Fields.Field field : fields.all()) {
            if (field.name().startsWith(Fields.XSER)) {
                xser = xser.with(Integer.parseInt(field.name().substring(Fields.XSER.length()), 16), field.value());
            }
        }
        return xser;
    }
}
