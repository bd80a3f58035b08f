package org.smshub.hub.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.smshub.hub.Clients;

/** Where a key may stand: in {@code Authorization}, in {@code X-Api-Key}, or for clients that may in the URL as {@code key}. */
final class HttpCredentials {

    private static final String API_KEY = "X-Api-Key";
    private static final String IN_QUERY = "key";

    private HttpCredentials() {}

    /** As {@code Authorization} would have it; null = there is none. */
    static String of(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return authorization;
        }
        String key = request.getHeader(API_KEY);
        if (key != null) {
            return "Bearer " + key;
        }
        // the parameters are taken apart for those alone that have no header
        String inQuery = request.query() == null ? null : request.getParam(IN_QUERY);
        return inQuery == null ? null : Clients.IN_URL + inQuery;
    }
}
