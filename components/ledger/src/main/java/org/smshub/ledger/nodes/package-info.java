/** Hubs that share a ledger: who lives, who has what, and the routes that one hub at a time runs. */
package org.smshub.ledger.nodes;
