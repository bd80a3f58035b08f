package org.smshub.text.udh;

import org.smshub.text.NationalLanguage;
import org.smshub.text.TextException;

/**
 * National language of the body: single shift table (IEI 24, 3GPP TS 23.040 9.2.3.24.15) or locking shift table (IEI 25,
 * 9.2.3.24.16).
 *
 * @param locking which of the two
 * @param languageId 0 to 255; a reserved one is read as the default alphabet
 */
public record NationalShift(boolean locking, int languageId) implements InformationElement {

    static final int SINGLE_ID = 0x24;
    static final int LOCKING_ID = 0x25;

    public NationalShift {
        TextException.inRange("national language", languageId, 0, 255);
    }

    /** The language whose table is meant; {@code DEFAULT} when it has no such table. */
    public NationalLanguage language() {
        NationalLanguage language = NationalLanguage.of(languageId);
        return locking && !language.hasLockingTable() ? NationalLanguage.DEFAULT : language;
    }

    @Override
    public int id() {
        return locking ? LOCKING_ID : SINGLE_ID;
    }

    @Override
    public byte[] data() {
        return new byte[] {(byte) languageId};
    }
}
