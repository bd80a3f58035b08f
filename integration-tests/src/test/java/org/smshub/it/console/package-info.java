/** The console, in Debian's Chromium: what it shows, what it does, and what it does not let through. */
package org.smshub.it.console;
