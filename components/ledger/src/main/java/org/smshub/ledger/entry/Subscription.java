package org.smshub.ledger.entry;

/**
 * Whether a client of an events consumer wants to hear of its events.
 *
 * @param address where it hears of them: what one has ended does not hold for another
 * @param endedAt epoch milliseconds at which it said that it wants to hear no more; null = it hears (again)
 */
public record Subscription(String consumer, String client, String address, Long endedAt) {}
