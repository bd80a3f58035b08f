/**
 * The virtual modem: the Camel component {@code gsmmodem-sim}. To whatever AT client connects by TCP it is a GSM modem with
 * its SIM card; the network behind it is a route.
 */
package org.smshub.gsmmodem.sim;
