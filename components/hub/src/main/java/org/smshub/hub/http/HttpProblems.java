package org.smshub.hub.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.text.TextException;

/** A failed request as problem details (RFC 9457), in the words its sender can act on. */
public class HttpProblems {

    private static final Logger LOG = LoggerFactory.getLogger(HttpProblems.class);
    private static final ObjectWriter WRITER = new ObjectMapper().writer();

    /** Of the answer's content. */
    static final String TYPE = "application/problem+json";

    /** When to come back to a hub that has too much to do. */
    static final int RETRY_SECONDS = 5;

    private record Problem(int status, String title, String field, String detail) {}

    /** Answers with what the exchange failed of. */
    public void answer(Exchange exchange) throws JsonProcessingException {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Problem problem = problem(failure);
        if (problem.status() >= 500) {
            LOG.warn("A request failed: {}", failure.toString());
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
        message.setHeader(Exchange.CONTENT_TYPE, TYPE);
        if (problem.status() == 401) {
            message.setHeader("WWW-Authenticate", "Bearer");
        } else if (failure instanceof ThrottledException throttled) {
            message.setHeader("Retry-After", throttled.getSeconds());
        } else if (problem.status() == 503 || problem.status() == 507) {
            message.setHeader("Retry-After", RETRY_SECONDS);
        }
        message.setBody(body(problem));
    }

    /** The problem of a request that no route answers. */
    static byte[] body(int status, String title, String detail) {
        try {
            return body(new Problem(status, title, null, detail));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // strings and a number
        }
    }

    private static byte[] body(Problem problem) throws JsonProcessingException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        if (problem.field() != null) {
            body.put("field", problem.field());
        }
        return WRITER.writeValueAsBytes(body);
    }

    private static Problem problem(Exception failure) {
        if (failure instanceof RefusedException e) {
            return switch (e.getReason()) {
                case UNAUTHORIZED -> new Problem(401, "Unauthorized", null, e.getMessage());
                case FORBIDDEN -> new Problem(403, "Forbidden", e.getField(), e.getMessage());
                case NOT_FOUND -> new Problem(404, "Not Found", null, e.getMessage());
                case INVALID -> new Problem(400, "Invalid message", e.getField(), e.getMessage());
                case THROTTLED -> new Problem(429, "Too Many Requests", null, e.getMessage());
            };
        }
        if (failure instanceof TextException) {
            return new Problem(400, "Invalid message", "text", failure.getMessage());
        }
        if (failure instanceof LedgerException e) {
            return switch (e.getReason()) {
                case STORAGE -> new Problem(507, "Insufficient Storage", null, e.getMessage());
                case BUSY, STOPPED -> new Problem(503, "Service Unavailable", null, e.getMessage());
                case ROW -> new Problem(500, "Internal Server Error", null, e.getMessage());
            };
        }
        // what else there may be is the hub's own affair: it goes to the log, not to the caller
        return new Problem(500, "Internal Server Error", null, "The hub failed on this request; its log says why");
    }
}
