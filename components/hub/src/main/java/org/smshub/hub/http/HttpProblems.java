package org.smshub.hub.http;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.Problem;
import org.smshub.hub.ThrottledException;

/** A failed request as problem details (RFC 9457), in the words its sender can act on. */
public class HttpProblems {

    private static final Logger LOG = LoggerFactory.getLogger(HttpProblems.class);

    /** The routes whose requests are messages. */
    private static final Set<String> SENDING = Set.of("http-send", "http-batch", "http-form");

    /** Of the answer's content. */
    static final String TYPE = "application/problem+json";

    /** When to come back to a hub that has too much to do. */
    static final int RETRY_SECONDS = 5;

    /** Answers with what the exchange failed of. */
    public void answer(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (SENDING.contains(String.valueOf(exchange.getFromRouteId()))) {
            Answer.count(exchange, failure);
        }
        Problem problem = Problem.of(failure);
        if (problem.status() == 500) {
            LOG.warn("A request failed: {}", failure.toString());
        } else if (problem.status() > 500) {
            // what keeps the hub from taking it has been said once, by whoever met it
            LOG.debug("A request was refused: {}", failure.toString());
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
        message.setBody(problem.json());
    }

    /** The problem of a request that no route answers. */
    static byte[] body(int status, String title, String detail) {
        return new Problem(status, title, null, detail).json();
    }
}
