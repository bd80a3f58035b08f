package org.smshub.ledger.entry;

/**
 * Something that was acknowledged on a line, or stood in the ledger, and could not be understood; kept so that nothing is gone.
 *
 * @param link the link it came by
 * @param route the address that read it and may read it again, such as {@code direct:received}, or null
 * @param octets as they came, or null
 * @param headers what the line said of it, one {@code name=value} a line, or null
 * @param reason why it could not be understood, for a person
 */
public record Unread(String link, String route, byte[] octets, String headers, String reason, long receivedAt) {}
