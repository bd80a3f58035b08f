package org.smshub.ledger.store;

/**
 * Something acknowledged that has no place: for a person to look at, and to be played again.
 *
 * @param id within its kind
 * @param headers what a route gave or what it takes to give it again, one {@code name=value} a line
 * @param body octets or text, or null
 */
public record Kept(Kind kind, String id, String link, String route, String headers, Object body, String reason, long receivedAt) {

    public enum Kind {
        /** A receipt that matches nothing. */
        UNMATCHED,
        /** A message to a number that nobody has. */
        UNCLAIMED,
        /** Octets that nobody understood. */
        UNREAD
    }
}
