package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppField.*;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.smshub.link.passing.Fields;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.Sar;
import org.smshub.smpp.Tlv;

/** What a short message says beside its text and its numbers: the fields of a PDU ⇄ {@link Fields}. */
final class SmppFields {

    private static final HexFormat HEX = HexFormat.of();

    /** Bits of esm_class that say what kind of message it is, and of registered_delivery that ask another application. */
    private static final int KIND = 0x3C;

    private static final int ACKNOWLEDGEMENTS = 0x0C;
    private static final int REPLY_PATH = 0x80;

    private SmppFields() {}

    /**
     * @param to the destination as it was read
     * @param from the same of the source
     */
    static Fields of(SmppPdu pdu, Address destination, String to, String from) {
        Fields fields = AddressRules.types(Fields.NONE, destination, to, Fields.TO_TON, Fields.TO_NPI);
        fields = AddressRules.types(fields, pdu.get(SOURCE), from, Fields.FROM_TON, Fields.FROM_NPI);
        String service = pdu.get(SmppField.SERVICE_TYPE);
        int esmClass = pdu.get(ESM_CLASS);
        fields = fields.with(Fields.SERVICE_TYPE, service.isEmpty() ? null : service)
                .with(Fields.PRIORITY, some(pdu.get(SmppField.PRIORITY)))
                .with(Fields.REPLACE, some(pdu.get(REPLACE_IF_PRESENT)))
                .with(Fields.REPLY_PATH, (esmClass & REPLY_PATH) != 0 ? 1 : null)
                .with(Fields.KIND, some(esmClass & KIND))
                .with(Fields.ACKNOWLEDGEMENTS, some(pdu.get(REGISTERED_DELIVERY) & ACKNOWLEDGEMENTS));
        for (Tlv tlv : pdu.tlvs()) {
            if (!Sar.isContent(tlv.tag())) {
                fields = fields.with(name(tlv.tag()), HEX.formatHex(tlv.value()));
            }
        }
        return fields;
    }

    private static Integer some(int value) {
        return value == 0 ? null : Integer.valueOf(value);
    }

    private static String name(int tag) {
        return Fields.TLV + HEX.toHexDigits(tag, 4);
    }

    /** Those of a header. */
    static Fields parse(String header) {
        return header == null ? Fields.NONE : Fields.parse(header);
    }

    /** esm_class beside header and message mode. */
    static int esmClass(Fields fields) {
        int kind = number(fields, Fields.KIND) & KIND;
        return fields.is(Fields.REPLY_PATH) ? kind | REPLY_PATH : kind;
    }

    /** Of registered_delivery, beside the receipts. */
    static int acknowledgements(Fields fields) {
        return number(fields, Fields.ACKNOWLEDGEMENTS) & ACKNOWLEDGEMENTS;
    }

    private static int number(Fields fields, String name) {
        Integer number = fields.number(name);
        return number == null ? 0 : number;
    }

    /** The optional parameters among them, without those that the text itself makes. */
    static List<Tlv> tlvs(Fields fields) {
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
