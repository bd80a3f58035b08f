package org.smshub.nettysmpp.codec;

import static org.smshub.nettysmpp.codec.SmppField.*;

import org.smshub.link.passing.Fields;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.Said;

/** What a PDU says beside its text and its numbers. */
public final class SmppFields {

    private SmppFields() {}

    /**
     * @param to the destination as it was read
     * @param from the same of the source
     */
    public static Fields of(SmppPdu pdu, Address destination, String to, String from) {
        Fields fields = AddressRules.types(Fields.NONE, destination, to, Fields.TO_TON, Fields.TO_NPI);
        fields = AddressRules.types(fields, pdu.get(SOURCE), from, Fields.FROM_TON, Fields.FROM_NPI);
        return Said.read(
                fields,
                pdu.get(SERVICE_TYPE),
                pdu.get(ESM_CLASS),
                pdu.get(PRIORITY),
                pdu.get(REGISTERED_DELIVERY),
                pdu.get(REPLACE_IF_PRESENT),
                pdu.tlvs());
    }

    /** Those of a header. */
    public static Fields parse(String header) {
        return header == null ? Fields.NONE : Fields.parse(header);
    }
}
