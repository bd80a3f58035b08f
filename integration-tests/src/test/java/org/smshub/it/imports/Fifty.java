package org.smshub.it.imports;

import java.util.ArrayList;
import java.util.List;

/**
 * Fifty messages of Kannel's users, as Kannel's sendsms takes them. Each has a number of its own, by which it is known at a centre.
 *
 * @param to as Kannel is told it; with + for the hub
 * @param from null = its user's own
 * @param coding of sendsms; null = none is said
 * @param flash whether it is shown at once
 * @param udh header and content of a binary message in hex, null = it is none
 * @param smsc that it asks for, or null
 * @param parts that it has
 */
record Fifty(
        String user,
        String to,
        String from,
        String text,
        Integer coding,
        boolean flash,
        String udh,
        String data,
        String smsc,
        int parts) {

    private static final String LONG =
            "A long message that goes in parts, by one link. ".repeat(6).strip();
    private static final String LONG_CYRILLIC =
            "Длинное сообщение, в частях. ".repeat(4).strip();

    /** Number as a centre sees it. */
    String digits() {
        return to.replaceFirst("^(\\+|00)", "");
    }

    static List<Fifty> all() {
        List<Fifty> all = new ArrayList<>();
        // Poland: one carrier for all, and preferred for two networks; in every spelling that a number has
        for (String prefix : List.of("+4860", "+4866", "004860", "+4850", "+4851", "004879", "+4853")) {
            all.add(plain("shop", prefix, all.size(), "Your parcel is here"));
            all.add(plain("shop", prefix, all.size(), "Zażółć gęślą jaźń").coded(2));
        }
        // Germany by an expression, the world, two that share a country
        for (String prefix :
                List.of("+49151", "+49160", "0049170", "+44770", "+1212", "0039333", "+33612", "+33712", "+33653")) {
            all.add(plain("shop", prefix, all.size(), "From the shop: @ £ $ ¥ è é"));
            all.add(plain("shop", prefix, all.size(), "€ {braces} [brackets] ~ ^ | \\"));
        }
        // nobody takes these
        all.add(plain("shop", "+882", all.size(), "satellite"));
        all.add(plain("codes", "+882", all.size(), "a user's own link takes them"));
        // forced, faked, by default, asked for
        for (String prefix : List.of("+4860", "+49151", "+44770")) {
            all.add(plain("codes", prefix, all.size(), "Your code is 4711"));
            all.add(plain("bulk", prefix, all.size(), "Sale!"));
            all.add(plain("shop", prefix, all.size(), "by gold").by("gold"));
            all.add(plain("bulk", prefix, all.size(), "by gold, too").by("gold"));
        }
        // what is more than a short text
        all.add(new Fifty("shop", number("+4860", 46), "+48600100100", LONG, null, false, null, null, null, 2));
        all.add(new Fifty("shop", number("+49151", 47), "Shop", LONG_CYRILLIC, 2, false, null, null, null, 2));
        all.add(new Fifty("shop", number("+4860", 48), "12345", "flash", 0, true, null, null, null, 1));
        all.add(new Fifty(
                "shop", number("+44770", 49), "12345", null, 1, false, "0605040b8423f0", "0102a0ff00", null, 1));
        return all;
    }

    private static String number(String prefix, int at) {
        String digits = prefix.replaceFirst("^(\\+|00)", "");
        return prefix + String.format("%0" + (11 - digits.length()) + "d", 1_000 + at);
    }

    private static Fifty plain(String user, String prefix, int at, String text) {
        return new Fifty(user, number(prefix, at), null, text, null, false, null, null, null, 1);
    }

    private Fifty coded(int as) {
        return new Fifty(user, to, from, text, as, flash, udh, data, smsc, parts);
    }

    private Fifty by(String link) {
        return new Fifty(user, to, from, text, coding, flash, udh, data, link, parts);
    }
}
