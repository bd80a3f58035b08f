package org.smshub.text;

/**
 * National language identifier of the locking and single shift elements (3GPP TS 23.038 6.2.1.2.4; tables in annex A).
 * The ordinal is the identifier on the air.
 */
public enum NationalLanguage {
    /** No national table: the default alphabet and its extension table. */
    DEFAULT,
    TURKISH,
    /** Has a single shift table only. */
    SPANISH,
    PORTUGUESE,
    BENGALI,
    GUJARATI,
    HINDI,
    KANNADA,
    MALAYALAM,
    ORIYA,
    PUNJABI,
    TAMIL,
    TELUGU,
    URDU;

    private static final NationalLanguage[] ALL = values();

    /** The octet in the information element, 0 to 13. */
    public int id() {
        return ordinal();
    }

    /** Whether a locking shift table exists. */
    public boolean hasLockingTable() {
        return this != SPANISH;
    }

    /** @return the language; {@link #DEFAULT} for a reserved identifier, as 3GPP TS 23.040 9.2.3.24.15 asks */
    public static NationalLanguage of(int id) {
        return id >= 0 && id < ALL.length ? ALL[id] : DEFAULT;
    }
}
