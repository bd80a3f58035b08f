package org.smshub.smpp;

/** esm_class (§5.2.12). */
public final class EsmClass {

    /** The short message starts with a user data header. */
    public static final int UDHI = 0x40;

    public static final int RECEIPT = 0x04;
    public static final int INTERMEDIATE = 0x20;

    /** Bits 5 to 2, the type of the message. */
    private static final int TYPE = 0x3C;

    private EsmClass() {}

    public static boolean hasUdh(int esmClass) {
        return (esmClass & UDHI) != 0;
    }

    /** A delivery receipt, with whatever else is set. */
    public static boolean isReceipt(int esmClass) {
        return (esmClass & TYPE) == RECEIPT;
    }

    /** An intermediate notification; it looks like a receipt and is not the last word. */
    public static boolean isIntermediate(int esmClass) {
        return (esmClass & TYPE) == INTERMEDIATE;
    }
}
