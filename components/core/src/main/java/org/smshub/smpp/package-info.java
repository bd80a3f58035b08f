/**
 * What SMPP says, once: for our client, our server, and the binding of camel-smpp. Pure functions and records, without
 * Camel, Netty or I/O.
 *
 * <p>Sources: SMPP 3.4 (its clauses are those quoted without a version) and SMPP 5.0. The one exception of the package is
 * {@link org.smshub.smpp.SmppValueException}.
 */
package org.smshub.smpp;
