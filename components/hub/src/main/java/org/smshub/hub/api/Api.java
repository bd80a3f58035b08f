package org.smshub.hub.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.smshub.hub.RefusedException;

/** What operations in packages of their own have from the API: the request's parameters, and the answer's form. */
public final class Api {

    private Api() {}

    /** Api 200 with an object. */
    public static void json(Exchange exchange, Object body) throws JsonProcessingException {
        Messages.json(exchange.getMessage(), 200, body);
    }

    /** The parameters, of those that are known. @throws RefusedException there is another */
    public static Map<String, String> query(Exchange exchange, Set<String> known) throws RefusedException {
        Map<String, String> query = Requests.query(exchange);
        Requests.only(query, known);
        return query;
    }

    /** For operations without any parameter. */
    public static void none(Exchange exchange) throws RefusedException {
        Requests.none(exchange);
    }

    /** What stands at a place of the path, from 1 on: 3 is the link in {@code /v1/links/LINK/pause}. */
    public static String inPath(Exchange exchange, int place) {
        return Requests.inPath(exchange, place);
    }

    /** The body's octets; none = an empty array. */
    public static byte[] octets(Exchange exchange) {
        return Requests.octets(exchange.getMessage());
    }
}
