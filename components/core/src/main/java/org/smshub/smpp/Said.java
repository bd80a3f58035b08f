package org.smshub.smpp;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.smshub.link.passing.Fields;

/** What a short message says beside its text and its numbers: fields of a submit_sm or deliver_sm ⇄ {@link Fields}. */
public final class Said {

    /** Bits of esm_class: the messaging mode, what kind of message it is, the reply path (§5.2.12). */
    private static final int MODE = 0x03;

    private static final int KIND = 0x3C;
    private static final int REPLY_PATH = 0x80;

    /** Bits of registered_delivery that ask another application (§5.2.17). */
    private static final int ACKNOWLEDGEMENTS = 0x0C;

    private static final HexFormat HEX = HexFormat.of();

    private Said() {}

    /** Adds them to the types of its numbers. @param tlvs those of the content are left out */
    public static Fields read(
            Fields types,
            String serviceType,
            int esmClass,
            int priority,
            int registeredDelivery,
            int replaceIfPresent,
            List<Tlv> tlvs) {
        Fields fields = types.with(Fields.SERVICE_TYPE, serviceType.isEmpty() ? null : serviceType)
                .with(Fields.PRIORITY, some(priority))
                .with(Fields.REPLACE, some(replaceIfPresent))
                .with(Fields.REPLY_PATH, (esmClass & REPLY_PATH) != 0 ? 1 : null)
                .with(Fields.KIND, some(esmClass & KIND))
                .with(Fields.MESSAGE_MODE, some(esmClass & MODE))
                .with(Fields.ACKNOWLEDGEMENTS, some(registeredDelivery & ACKNOWLEDGEMENTS));
        for (Tlv tlv : tlvs) {
            if (!Sar.isContent(tlv.tag())) {
                fields = fields.with(Fields.TLV + HEX.toHexDigits(tlv.tag(), 4), HEX.formatHex(tlv.value()));
            }
        }
        return fields;
    }

    private static Integer some(int value) {
        return value == 0 ? null : Integer.valueOf(value);
    }

    /** esm_class beside the header. @param mode where the message has none of its own */
    public static int esmClass(Fields fields, int mode) {
        int own = number(fields, Fields.MESSAGE_MODE) & MODE;
        int kind = number(fields, Fields.KIND) & KIND | (own == 0 ? mode : own);
        return fields.is(Fields.REPLY_PATH) ? kind | REPLY_PATH : kind;
    }

    /** Of registered_delivery, beside the receipts. */
    public static int acknowledgements(Fields fields) {
        return number(fields, Fields.ACKNOWLEDGEMENTS) & ACKNOWLEDGEMENTS;
    }

    private static int number(Fields fields, String name) {
        Integer number = fields.number(name);
        return number == null ? 0 : number;
    }

    /** The optional parameters among them, without those that the text itself makes. */
    public static List<Tlv> tlvs(Fields fields) {
        List<Tlv> tlvs = new ArrayList<>();
        for (Fields.Field field : fields.all()) {
            if (field.name().startsWith(Fields.TLV)) {
                int tag = Integer.parseInt(field.name().substring(Fields.TLV.length()), 16);
                if (!Sar.isContent(tag)) {
                    tlvs.add(new Tlv(tag, HEX.parseHex(field.value())));
                }
            }
        }
        return tlvs;
    }
}
