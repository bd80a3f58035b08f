/** The console: a page of the hub's own on a port of its own. What it shows and does, the API says and does. */
package org.smshub.hub.http.console;
