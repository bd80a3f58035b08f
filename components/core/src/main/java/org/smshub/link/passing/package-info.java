/**
 * What goes with a message beside its text, which links can take it, and who is there to hear: pure functions, records and seams,
 * without Camel or I/O.
 */
package org.smshub.link.passing;
