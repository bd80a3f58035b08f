package org.smshub.hub.mail;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.ScheduledPollConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The looks into a mailbox: what goes wrong with them is one line in the log, now and then, and one in the health check; Camel's own
 * is a stack trace a look. One for each route.
 */
public class MailboxPolls implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxPolls.class);

    private final Said said = new Said();
    private String name = "mailbox";
    private volatile Exception failure;
    private volatile int failures;

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        if (consumer instanceof ScheduledPollConsumer polls && polls.getExceptionHandler() != this) {
            // behind master: it has none
            name = polls.getRouteId() == null ? mailbox(endpoint) : polls.getRouteId();
            polls.setExceptionHandler(this);
            if (HealthCheckHelper.getHealthCheckRepository(endpoint.getCamelContext(), "consumers") != null) {
                polls.setHealthCheck(new Check(name));
            }
        }
        return true;
    }

    private static String mailbox(Endpoint endpoint) {
        return endpoint instanceof MailEndpoint mail
                ? mail.getConfiguration().getUsername() + " at "
                        + mail.getConfiguration().getHost()
                : "mailbox";
    }

    @Override
    public synchronized void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (failure != null) {
            failure = null;
            failures = 0;
            said.forget();
            LOG.info("Mailbox {} can be read again", name);
        }
    }

    @Override
    public synchronized boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        failures++;
        failure = cause;
        return false;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException("Mailbox", exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        String line = Said.line(exception);
        if (said.isNews(line)) {
            LOG.warn(
                    "Mailbox {}: {}: {}; it is looked into again",
                    name,
                    exchange == null ? "cannot be read" : "a mail stays where it is",
                    line);
        }
        LOG.debug("Mailbox {}", name, exception);
    }

    private final class Check extends AbstractHealthCheck {

        Check(String route) {
            super("camel", "consumer:" + route);
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            Exception error = failure;
            if (error == null) {
                builder.up();
            } else {
                builder.detail("failedLooks", failures)
                        .down()
                        .message("The mailbox cannot be read: " + Said.line(error));
            }
        }
    }
}
