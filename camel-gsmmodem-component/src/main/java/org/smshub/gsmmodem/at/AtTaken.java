package org.smshub.gsmmodem.at;

/**
 * What the route did with a message.
 *
 * @param taken whether the modem need not keep it any longer
 */
public record AtTaken(AtMessage message, boolean taken) implements AtFrame {}
