/** A provider with an HTTP API as a link: the Camel component, its client, and what providers call back with. */
package org.smshub.hub.httplink;
