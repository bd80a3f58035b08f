/**
 * Doors: the HTTP interfaces of others, octet for octet, so that clients written for them work unchanged ({@code docs/doors.md}).
 *
 * <p>A door is a route and two beans of pure functions: request → message, and where its callbacks go; event → callback. What all of
 * them need stands here; what a door says stands in a package of its own, and no door knows another.
 */
package org.smshub.hub.doors;
