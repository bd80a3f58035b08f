/** What one hub at a time may do beside links and events, by Camel's own {@code master:}. */
package org.smshub.ledger.cluster;
