package org.smshub.smpp;

import java.util.EnumSet;
import java.util.Set;

/** Ways in which centres deliver what the specification has otherwise; each was met in the field. */
public enum Manner {
    /** A receipt in text alone. */
    NO_TLVS,
    /** A receipt in optional parameters alone. */
    NO_TEXT,
    /** receipted_message_id without the NUL that ends it. */
    NO_NUL,
    /** A receipt or intermediate notification under esm_class 0. */
    NO_ESM_CLASS,
    /** A receipt whose text is UCS-2. */
    UCS2,
    /** data_sm in place of deliver_sm. */
    DATA_SM,
    /** Three octets after the last parameter. */
    STRAY_OCTETS,
    /** By another bind of the account than the message came by. */
    OTHER_BIND;

    /**
     * @param names comma-separated, or null for none
     * @throws IllegalArgumentException naming the first that is none
     */
    public static Set<Manner> parse(String names) {
        Set<Manner> manners = EnumSet.noneOf(Manner.class);
        if (names != null && !names.isBlank()) {
            for (String name : names.split(",")) {
                manners.add(valueOf(name.trim()));
            }
        }
        return manners;
    }
}
