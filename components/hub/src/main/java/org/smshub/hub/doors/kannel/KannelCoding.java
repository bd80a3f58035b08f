package org.smshub.hub.doors.kannel;

/** {@code coding}, {@code mclass}, {@code mwi}, {@code compress} and {@code alt-dcs} as TP-DCS (gw/sms.c, fields_to_dcs). */
final class KannelCoding {

    static final int SEVEN_BIT = 0;
    static final int EIGHT_BIT = 1;
    static final int UCS2 = 2;

    private KannelCoding() {}

    /**
     * TP-DCS.
     *
     * @param messageClass null = none
     * @param waiting {@code mwi}; null = none
     * @param text whether there is one
     */
    static int dcs(
            int coding, Integer messageClass, Integer waiting, boolean compressed, boolean alternative, boolean text) {
        if (waiting != null) {
            int mailbox = waiting & 3;
            if ((waiting & 4) != 0) {
                return 0xC0 | mailbox;
            }
            return mailbox | 8 | (!text ? 0xC0 : coding == SEVEN_BIT ? 0xD0 : 0xE0);
        }
        if (alternative && coding != UCS2 && !compressed) {
            return 0xF0 | coding << 2 | (messageClass == null ? 1 : messageClass);
        }
        return (compressed ? 0x20 : 0) | (messageClass == null ? 0 : 0x10 | messageClass) | coding << 2;
    }

    /** Whether the hub makes the same of alphabet and class alone. */
    static boolean isPlain(int coding, Integer waiting, boolean compressed, boolean alternative) {
        return waiting == null && !compressed && (!alternative || coding == UCS2);
    }
}
