/**
 * Short messages through the SIM card of a GSM or LTE modem: the Camel component {@code gsmmodem}.
 *
 * <p>Sources: 3GPP TS 27.005 (SMS commands), 27.007 (other commands), ITU-T V.250 (lines and results).
 */
package org.smshub.gsmmodem;
