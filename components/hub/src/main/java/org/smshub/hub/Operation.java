package org.smshub.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What operations of the API have in common, in whichever package they are: the parameters of a request, its body, the answer. */
public final class Operation {

    /** Exchange property: the parameters of the query, a map of strings. */
    public static final String QUERY = "query";

    private static final ObjectWriter WRITER = StrictJson.MAPPER.writer();

    private Operation() {}

    @SuppressWarnings("unchecked")
    public static Map<String, String> query(Exchange exchange) {
        return exchange.getProperty(QUERY, Map.of(), Map.class);
    }

    /** The parameters, of those that are known. @throws RefusedException there is another: what it should have done would not be done */
    public static Map<String, String> query(Exchange exchange, Set<String> known) throws RefusedException {
        Map<String, String> query = query(exchange);
        only(query, known);
        return query;
    }

    /** @throws RefusedException a parameter that is not known */
    public static void only(Map<String, String> parameters, Set<String> known) throws RefusedException {
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                String shown = RefusedException.shown(name);
                throw RefusedException.invalid(
                        shown,
                        "There is no parameter '" + shown + "'"
                                + (known.isEmpty() ? "" : "; there are " + String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    /** For operations without any parameter. */
    public static void none(Exchange exchange) throws RefusedException {
        only(query(exchange), Set.of());
    }

    /** The body's octets; none = an empty array. */
    public static byte[] octets(Message message) {
        byte[] octets = message.getBody() instanceof Buffer buffer ? buffer.getBytes() : message.getBody(byte[].class);
        return octets == null ? new byte[0] : octets;
    }

    /** Answers with an object. */
    public static void json(Message message, int status, Object body) throws JsonProcessingException {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(WRITER.writeValueAsBytes(body));
    }
}
