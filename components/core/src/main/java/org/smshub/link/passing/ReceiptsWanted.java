package org.smshub.link.passing;

import org.smshub.link.SmsHeaders;

/**
 * Which receipts the sender of a message asks for; the names are the values of {@link SmsHeaders#RECEIPT}. As bits:
 * delivered 1, not delivered 2, what happens before 4, which are those of NT in UCP.
 */
public enum ReceiptsWanted {
    NONE,
    SUCCESS,
    FAILURE,
    FINAL,
    INTERMEDIATE,
    SUCCESS_INTERMEDIATE,
    FAILURE_INTERMEDIATE,
    ALL;

    private static final ReceiptsWanted[] BY_BITS = values();

    /** All but {@code NONE}: who wants none asks for nothing. */
    public boolean any() {
        return this != NONE;
    }

    public static ReceiptsWanted of(boolean success, boolean failure, boolean intermediate) {
        return BY_BITS[(success ? 1 : 0) | (failure ? 2 : 0) | (intermediate ? 4 : 0)];
    }

    /** @param bits of NT; what is above 7 is left out */
    public static ReceiptsWanted of(int bits) {
        return BY_BITS[bits & 7];
    }

    /** @throws IllegalArgumentException naming the header, for another word */
    public static ReceiptsWanted of(String name) {
        for (ReceiptsWanted known : BY_BITS) {
            if (known.name().equalsIgnoreCase(name)) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                SmsHeaders.RECEIPT + " is one of NONE, FINAL, ALL, SUCCESS, FAILURE, INTERMEDIATE,"
                        + " SUCCESS_INTERMEDIATE or FAILURE_INTERMEDIATE, not " + name);
    }

    /** The same of what was kept; what is no such word asks for nothing. */
    public static ReceiptsWanted orNone(String name) {
        try {
            return of(name);
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }

    public int bits() {
        return ordinal();
    }

    public boolean success() {
        return (ordinal() & 1) != 0;
    }

    public boolean failure() {
        return (ordinal() & 2) != 0;
    }

    public boolean intermediate() {
        return (ordinal() & 4) != 0;
    }

    /**
     * registered_delivery (SMPP 3.4 5.2.17): success alone is of SMPP 5.0; where the centre has an older one it is asked for
     * both.
     */
    public int registeredDelivery(boolean successAlone) {
        int last = success() ? failure() ? 1 : successAlone ? 3 : 1 : failure() ? 2 : 0;
        return last | (intermediate() ? 0x10 : 0);
    }

    /** @param registered an octet; bits 2 and 3 ask another application for something, and not for a receipt */
    public static ReceiptsWanted ofRegisteredDelivery(int registered) {
        int last = registered & 3;
        return of(last == 1 || last == 3, last == 1 || last == 2, (registered & 0x10) != 0);
    }
}
