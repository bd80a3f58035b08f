package org.smshub.hub.doors.kannel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.smshub.hub.doors.Octets;

/**
 * The escape codes of dlr-url, get-url and post-url (gw/urltrans.c), replaced in one pass, from left to right. Replacing knows
 * nothing of percent-encoding, as in Kannel: {@code %C5} in an address is {@code %C} and a 5.
 */
final class KannelEscapes {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd+HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String BLANKS = " \t\n\r\f\u000B";

    /**
     * What the codes stand for; strings are octets, one a character, and null is nothing.
     *
     * @param phone of the phone, whichever way the message goes
     * @param ours our number
     * @param text of the message, or of the receipt
     * @param time epoch milliseconds
     * @param value of a receipt, one bit; −1 = this is none
     * @param validity minutes, or null
     */
    record Values(
            String phone,
            String ours,
            String text,
            long time,
            String link,
            String id,
            int value,
            String dlrUrl,
            String foreignId,
            String metaData,
            String service,
            String account,
            int coding,
            String charset,
            int messageClass,
            int waiting,
            int dcs,
            String udh,
            String binfo,
            Long validity,
            Long deferred) {}

    private final Values values;
    private final List<String> words;
    private int next = 1;

    private KannelEscapes(Values values) {
        this.values = values;
        this.words = words(values.text());
    }

    /** @param pattern octets, one a character */
    static String fill(String pattern, Values values) {
        return new KannelEscapes(values).fill(pattern);
    }

    /** Whether a pattern has this code. */
    static boolean has(String pattern, char code) {
        for (int i = pattern.indexOf('%'); i >= 0 && i + 1 < pattern.length(); i = pattern.indexOf('%', i + 2)) {
            if (pattern.charAt(i + 1) == code) {
                return true;
            }
        }
        return false;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; text != null && i <= text.length(); i++) {
            boolean blank = i == text.length() || BLANKS.indexOf(text.charAt(i)) >= 0;
            if (!blank && from < 0) {
                from = i;
            } else if (blank && from >= 0) {
                words.add(text.substring(from, i));
                from = -1;
            }
        }
        return words;
    }

    private String fill(String pattern) {
        StringBuilder filled = new StringBuilder(pattern.length() + 64);
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c != '%' || at + 1 == pattern.length()) {
                filled.append(c);
                at++;
            } else if (pattern.charAt(at + 1) == '#') {
                at = metaData(pattern, at, filled);
            } else {
                filled.append(value(pattern.charAt(at + 1)));
                at += 2;
            }
        }
        return filled.toString();
    }

    private String value(char code) {
        return switch (code) {
            case 'a' -> joined(0);
            case 'A', 'b' -> encoded(values.text());
            case 'B' -> encoded(values.binfo());
            case 'c' -> String.valueOf(values.coding());
            case 'C' -> charset();
            case 'd' -> String.valueOf(values.value());
            case 'D' -> encoded(values.metaData());
            case 'e' -> hex(values.text());
            // the number of the centre, which modems know in Kannel
            case 'f' -> "";
            case 'F' -> encoded(values.foreignId());
            case 'i' -> encoded(values.link());
            case 'I' -> values.id() == null ? "" : values.id();
            case 'k' -> words.isEmpty() ? "" : encoded(words.get(0));
            case 'm' -> String.valueOf(values.messageClass());
            case 'M' -> String.valueOf(values.waiting());
            case 'n' -> encoded(values.service());
            case 'o' -> encoded(values.account());
            case 'O' -> String.format("%02d", values.dcs());
            case 'p' -> encoded(values.phone());
            case 'P' -> encoded(values.ours());
            case 'q' -> international(values.phone());
            case 'Q' -> international(values.ours());
            case 'r' -> joined(next);
            case 'R' -> encoded(values.dlrUrl());
            case 's' -> next < words.size() ? encoded(words.get(next++)) : "";
            case 'S' -> next < words.size() ? words.get(next++).replace('*', '~') : "";
            case 't' -> TIME.format(Instant.ofEpochMilli(values.time()));
            case 'T' -> String.valueOf(values.time() / 1_000);
            case 'u' -> encoded(values.udh());
            case 'v' -> values.validity() == null ? "" : String.valueOf(values.validity());
            case 'V' -> values.deferred() == null ? "" : String.valueOf(values.deferred());
            case '%' -> "%";
            default -> "%" + code;
        };
    }

    private static String encoded(String octets) {
        return octets == null ? "" : Octets.encoded(octets);
    }

    private String joined(int from) {
        StringBuilder joined = new StringBuilder();
        for (int i = from; i < words.size(); i++) {
            joined.append(i == from ? "" : "+").append(Octets.encoded(words.get(i)));
        }
        return joined.toString();
    }

    private static String international(String number) {
        return number != null && number.startsWith("00") ? "%2B" + encoded(number.substring(2)) : encoded(number);
    }

    private static String hex(String octets) {
        StringBuilder hex = new StringBuilder();
        for (byte octet : (octets == null ? "" : octets).getBytes(StandardCharsets.ISO_8859_1)) {
            hex.append(String.format("%02X", octet));
        }
        return hex.toString();
    }

    private String charset() {
        if (values.charset() != null && !values.charset().isEmpty()) {
            return values.charset();
        }
        return switch (values.coding()) {
            case KannelCoding.EIGHT_BIT -> "8-BIT";
            case KannelCoding.UCS2 -> "UTF-16BE";
            default -> "UTF-8";
        };
    }

    /** {@code %#group#key#}; what is no whole one leaves nothing. @return where it goes on */
    private int metaData(String pattern, int at, StringBuilder filled) {
        int group = pattern.indexOf('#', at + 2);
        int key = group < 0 ? -1 : pattern.indexOf('#', group + 1);
        if (key < 0) {
            return group < 0 ? at + 2 : group + 1;
        }
        filled.append(encoded(KannelEscapes.metaData(
                values.metaData(), pattern.substring(at + 2, group), pattern.substring(group + 1, key))));
        return key + 1;
    }

    /** A value of {@code ?group?key=value&key=value?group?…}; null = there is none. */
    static String metaData(String all, String group, String key) {
        if (all == null) {
            return null;
        }
        String[] parts = all.split("\\?");
        for (int i = 1; i + 1 < parts.length; i += 2) {
            if (parts[i].equals(group)) {
                return Octets.parameters(parts[i + 1]).get(key);
            }
        }
        return null;
    }
}
