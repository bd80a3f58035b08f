package org.smshub.nettysmpp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.smpp.CommandStatus;

/** Decides who may bind, on threads of its own: an authenticator that takes its time keeps no message waiting. */
final class SmppLoginDesk implements AutoCloseable {

    /** What became of a login: the client, or null and the command_status that says why not. */
    @FunctionalInterface
    interface Decision {
        void made(String client, int status);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SmppLoginDesk.class);

    private static final int THREADS = 4;

    /** Logins that wait for a thread; all applications bind at a time after a restart. */
    private static final int QUEUE = 1000;

    private final CamelContext context;
    private final SmppServerConfiguration options;
    private final ExecutorService threads;

    SmppLoginDesk(CamelContext context, SmppServerConfiguration options) {
        this.context = context;
        this.options = options;
        this.threads = SmppThreads.pool(context, this, "SmppServerLogin", THREADS, QUEUE);
    }

    /** @param waits whether anybody still waits for the decision; asked when it is the turn of this login */
    void ask(SmppLogin login, BooleanSupplier waits, Decision decision) {
        try {
            threads.execute(() -> {
                if (waits.getAsBoolean()) {
                    decide(login, decision);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("No login of {} now: {} wait for the authenticator", login, QUEUE);
            decision.made(null, CommandStatus.BIND_FAILED);
        }
    }

    private void decide(SmppLogin login, Decision decision) {
        String client = null;
        int status = CommandStatus.INVALID_PASSWORD;
        try {
            client = authenticate(login);
        } catch (SmsNotSentException e) {
            status = SmppStatus.of(e, CommandStatus.BIND_FAILED);
        } catch (SmsUnknownOutcomeException silent) {
            return; // bindTimeout ends it
        } catch (Throwable e) {
            LOG.warn("The authenticator failed for {}: {}", login, e.toString());
            status = CommandStatus.BIND_FAILED;
        }
        decision.made(client, status);
    }

    private String authenticate(SmppLogin login) throws Exception {
        if (options.getAuthenticator() != null) {
            return options.getAuthenticator().authenticate(login);
        }
        boolean known = options.isAnonymous()
                || same(login.systemId(), options.getSystemId()) & same(login.password(), options.getPassword());
        return known ? login.systemId() : null;
    }

    private static boolean same(String given, String wanted) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        context.getExecutorServiceManager().shutdownNow(threads);
    }
}
