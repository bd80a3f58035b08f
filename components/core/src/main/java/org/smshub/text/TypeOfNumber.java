package org.smshub.text;

/** Type of number, bits 6–4 of a type-of-address octet (3GPP TS 23.040 9.1.2.5); the ordinal is the value. */
public enum TypeOfNumber {
    UNKNOWN,
    INTERNATIONAL,
    NATIONAL,
    NETWORK_SPECIFIC,
    SUBSCRIBER,
    ALPHANUMERIC,
    ABBREVIATED,
    RESERVED;

    private static final TypeOfNumber[] ALL = values();

    static TypeOfNumber of(int typeOfAddress) {
        return ALL[typeOfAddress >> 4 & 7];
    }
}
