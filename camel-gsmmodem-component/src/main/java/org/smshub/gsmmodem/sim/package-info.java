/** The virtual modem: the Camel component {@code gsmmodem-sim}. */
package org.smshub.gsmmodem.sim;
