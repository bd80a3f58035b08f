/** What goes with a message beside its text, and which links can take it: pure functions and records, without Camel or I/O. */
package org.smshub.link.passing;
