package org.smshub.link.passing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a link passes on of what a message says beside its text and its numbers. Written as a list: {@code standard} is all
 * but vendor tags and the messaging mode; a name, {@code tlv.1400} or {@code xser.0C} lets through, with a minus before it keeps back. The more
 * particular word counts, whatever the order.
 */
public final class Passes {

    /** What every link passes unless its block says otherwise. */
    public static final String USUAL = "standard,vendor";

    /** What an input takes: it is for the links to say what goes on. */
    public static final String ALL = "standard,vendor,messageMode";

    /** What {@code standard} leaves out. */
    private static final Set<String> APART = Set.of("vendor", "messageMode");

    /** What may be named, and what it stands for. */
    private static final Set<String> NAMES = Set.of(
            "standard", // all below but vendor and messageMode
            "numberTypes", // TON and NPI
            "serviceType",
            "priority",
            "validity",
            "protocolId",
            "replace",
            "messageMode", // of esm_class: what it asks of a centre is not what the hub does for its sender
            "replyPath",
            "acks", // requests for acknowledgements of the other application, and these
            "tlvs", // optional parameters that SMPP knows
            "vendor", // all others, of the clients that list them
            "billing", // XSer 0C of UCP, 064 and 065 of CIMD2
            "xser", // other extra services of UCP
            "cimd2"); // other parameters of CIMD2

    /** The first tag that a vendor may give a meaning to (SMPP 3.4 5.3.2). */
    private static final int VENDOR = 0x1400;

    private final Map<String, Boolean> said = new HashMap<>();

    private Passes() {}

    /** @throws IllegalArgumentException for a word that is none of the list */
    public static Passes of(String list) {
        Passes passes = new Passes();
        for (String item : list.split(",")) {
            String word = item.trim();
            if (word.isEmpty()) {
                continue;
            }
            boolean let = word.charAt(0) != '-';
            String name = let ? word : word.substring(1).trim();
            if (!NAMES.contains(name) && !name.matches("tlv\\.[0-9a-fA-F]{4}|xser\\.[0-9a-fA-F]{2}|cimd2\\.[0-9]{3}")) {
                throw new IllegalArgumentException(
                        "passes is a list of standard, vendor, tlv.1400, -priority and so on;" + " there is no "
                                + name);
            }
            passes.said.put(key(name), let);
        }
        return passes;
    }

    private static String key(String name) {
        return name.indexOf('.') < 0 ? name : name.toLowerCase(Locale.ROOT);
    }

    /** @param name of {@link Fields}, or {@code validity} and {@code protocolId} */
    public boolean pass(String name) {
        Boolean itself = said.get(key(name));
        if (itself != null) {
            return itself;
        }
        String group = group(name);
        Boolean all = said.get(group);
        return all != null ? all : !APART.contains(group) && said.getOrDefault("standard", false);
    }

    private static String group(String name) {
        if (name.startsWith(Fields.TLV)) {
            return isVendors(name) ? "vendor" : "tlvs";
        }
        return switch (name) {
            case Fields.TO_TON, Fields.TO_NPI, Fields.FROM_TON, Fields.FROM_NPI -> "numberTypes";
            case Fields.ACKNOWLEDGEMENTS, Fields.KIND -> "acks";
            case Fields.PROTOCOL_ID -> "protocolId";
            case Fields.UCP_PRIORITY, Fields.CIMD2_PRIORITY -> Fields.PRIORITY;
            case "xser.0C", "xser.0c", "cimd2.064", "cimd2.065" -> "billing";
            default -> name.startsWith(Fields.XSER) ? "xser" : name.startsWith(Fields.CIMD2) ? "cimd2" : name;
        };
    }

    /** Whether it is an optional parameter that no specification has a meaning for. */
    public static boolean isVendors(String name) {
        return name.startsWith(Fields.TLV) && Integer.parseInt(name.substring(Fields.TLV.length()), 16) >= VENDOR;
    }

    /** What passes of the fields in a header, which may be null. */
    public Fields read(String header) {
        return header == null ? Fields.NONE : of(Fields.parse(header));
    }

    /** What passes of these. */
    public Fields of(Fields fields) {
        return fields.only(field -> pass(field.name()));
    }
}
