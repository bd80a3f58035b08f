package org.smshub.text.udh;

import org.smshub.text.Address;

/**
 * Where an answer goes instead of the sender (IEI 22, 3GPP TS 23.040 9.2.3.24.13).
 *
 * @param address coded as in a TPDU
 */
public record ReplyAddress(Address address) implements InformationElement {

    static final int ID = 0x22;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] data() {
        return address.octets();
    }
}
