package org.smshub.text.udh;

import java.util.Arrays;
import org.smshub.text.Hex;
import org.smshub.text.TextException;

/**
 * An element kept byte for byte: unknown, of the SIM toolkit (70–7F), the SME (80–9F) or the centre (C0–DF), an EMS
 * object (0B–1F), or one whose data does not fit its type, such as part 4 of 3.
 *
 * @param id information element identifier, 0 to 255
 */
public record RawElement(int id, byte[] data) implements InformationElement {

    public RawElement {
        TextException.inRange("information element identifier", id, 0, 255);
        TextException.inRange("information element length", data.length, 0, Udh.MAX_OCTETS - 3);
        data = data.clone();
    }

    @Override
    public byte[] data() {
        return data.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawElement raw && raw.id == id && Arrays.equals(raw.data, data);
    }

    @Override
    public int hashCode() {
        return 31 * id + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return String.format("RawElement[id=%02X, data=%s]", id, Hex.of(data));
    }
}
