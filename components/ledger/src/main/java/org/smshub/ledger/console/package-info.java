/** What Camel's developer console shows of the ledger, where it is switched on: thin, over what the API and the metrics have. */
package org.smshub.ledger.console;
