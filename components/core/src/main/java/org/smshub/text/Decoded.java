package org.smshub.text;

/**
 * Text read from octets.
 *
 * @param text the characters; U+FFFD stands where a unit means nothing
 * @param undecodable how many units meant nothing, a half unit at the end included; 0 for a clean text
 */
public record Decoded(String text, int undecodable) {}
