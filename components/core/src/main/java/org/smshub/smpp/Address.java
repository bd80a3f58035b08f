package org.smshub.smpp;

/**
 * Type of number, numbering plan and digits or characters (§5.2.5 to 5.2.9).
 *
 * @param ton an octet; {@link #LIST} for the name of a distribution list in a submit_multi
 * @param npi an octet
 */
public record Address(int ton, int npi, String value) {

    public static final int UNKNOWN = 0;
    public static final int INTERNATIONAL = 1;
    public static final int NATIONAL = 2;
    public static final int NETWORK_SPECIFIC = 3;
    public static final int SUBSCRIBER = 4;
    public static final int ALPHANUMERIC = 5;
    public static final int ABBREVIATED = 6;

    /** Numbering plan E.164. */
    public static final int ISDN = 1;

    /** No type of number: dest_flag 2 (§5.2.25). */
    public static final int LIST = -1;

    public static final Address NONE = new Address(0, 0, "");

    public static Address list(String name) {
        return new Address(LIST, 0, name);
    }

    public boolean isList() {
        return ton == LIST;
    }

    /** Without the digits, which belong into no log. */
    @Override
    public String toString() {
        return "Address[ton=" + ton + ", npi=" + npi + ", " + value.length() + " characters]";
    }
}
