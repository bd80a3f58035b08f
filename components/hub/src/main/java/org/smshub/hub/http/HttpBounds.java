package org.smshub.hub.http;

import java.time.Duration;

/**
 * What the HTTP server holds for those who call it. A connection holds {@code header}, then at most the body that is read,
 * and what of its answers was not read yet: see {@link HttpGuard}.
 *
 * @param connections at once; those beyond are closed as they come
 * @param perAddress the same of one address; 0 = half of {@code connections}
 * @param requests that are being answered at once, one a connection; those beyond are answered 503
 * @param header octets of a request's header, 8,192 = 8 KiB; 431 beyond
 * @param headerTime from the connection, or the first octet of a header, to its end
 * @param bodyTime from the end of the header to that of the body
 * @param idle between two requests
 * @param unread how long an answer may wait to be read
 */
record HttpBounds(
        int connections,
        int perAddress,
        int requests,
        int header,
        Duration headerTime,
        Duration bodyTime,
        Duration idle,
        Duration unread) {}
