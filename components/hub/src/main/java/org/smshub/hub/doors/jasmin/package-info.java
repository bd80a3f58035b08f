/** Jasmin's HTTP API and REST API, and the calls of its throwers (jasmin/protocols/http, jasmin/protocols/rest, jasmin/routing/throwers.py). */
package org.smshub.hub.doors.jasmin;
