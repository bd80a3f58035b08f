package org.smshub.hub.httplink.file;

/**
 * One thing that a provider tells.
 *
 * @param kind RECEIPT, MESSAGE, or OTHER: nobody knows what
 * @param state of a receipt, in the hub's word; null = its word is unknown
 * @param code of a receipt, the provider's own
 * @param body of a message: text ({@code String}) or octets; of OTHER as it came
 * @param at epoch milliseconds; null = it says nothing
 * @param part of a message that the provider does not join; null = it is whole
 */
public record Heard(
        String kind,
        String id,
        String from,
        String to,
        String state,
        String code,
        Object body,
        String udh,
        Long at,
        Integer part,
        Integer parts,
        Integer partRef) {

    public static final String RECEIPT = "RECEIPT";
    public static final String MESSAGE = "MESSAGE";
    public static final String OTHER = "OTHER";

    static Heard other(String body) {
        return new Heard(OTHER, null, null, null, null, null, body, null, null, null, null, null);
    }

    /** Without text and numbers, which belong in no log. */
    @Override
    public String toString() {
        return "Heard[" + kind + ", " + state + "]";
    }
}
