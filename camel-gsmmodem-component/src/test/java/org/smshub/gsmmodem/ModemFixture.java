package org.smshub.gsmmodem;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.link.LateAnswer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;

/** A context with one modem, which a script plays. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
abstract class ModemFixture {

    static final String TO = "+447700900123";

    final DefaultCamelContext camel = new DefaultCamelContext();
    final List<Exchange> received = new CopyOnWriteArrayList<>();
    final ScriptedModem modem;
    volatile RuntimeException routeFails;

    ModemFixture() {
        camel.getShutdownStrategy().setTimeout(2);
        try {
            modem = new ScriptedModem();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String address() {
        return "gsmmodem:tcp:127.0.0.1:" + modem.port();
    }

    void start(String options) throws Exception {
        routes(address(), options);
        camel.start();
    }

    void routes(String device, String options) throws Exception {
        String delays = options.contains("reconnectDelay") ? "" : "reconnectDelay=50&reconnectMaxDelay=200&";
        String address = device + "?" + delays + "networkTimeout=0" + (options.isEmpty() ? "" : "&" + options);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").errorHandler(noErrorHandler()).to(address);
                from(address).routeId("in").errorHandler(noErrorHandler()).process(exchange -> {
                    received.add(exchange.copy());
                    if (routeFails != null) {
                        throw routeFails;
                    }
                });
            }
        });
    }

    /** Until the line is up. */
    void startUp(String options) throws Exception {
        start(options);
        awaitUp();
    }

    void awaitUp() {
        await().atMost(Duration.ofSeconds(20)).until(() -> health().getState() == HealthCheck.State.UP);
    }

    void awaitDown(String words) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> health().getMessage().orElse("").contains(words));
    }

    HealthCheck.Result health() {
        return HealthCheckHelper.invoke(camel, "full").stream()
                .filter(result -> result.getCheck().getId().equals("consumer:in"))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        modem.close();
    }

    CompletableFuture<Exchange> send(Object body, Object... headers) {
        return send(body, null, headers);
    }

    CompletableFuture<Exchange> send(Object body, LateAnswer late, Object... headers) {
        Map<String, Object> all = new HashMap<>(Map.of(SmsHeaders.TO, TO));
        for (int i = 0; i < headers.length; i += 2) {
            all.put((String) headers[i], headers[i + 1]);
        }
        return camel.createProducerTemplate().asyncSend("direct:out", e -> {
            e.getMessage().setBody(body);
            e.getMessage().setHeaders(all);
            if (late != null) {
                e.setProperty(LateAnswer.PROPERTY, late);
            }
        });
    }

    static Exchange end(CompletableFuture<Exchange> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** Outcome, and the code of a failure or the id. */
    static String outcome(Exchange exchange) {
        Object outcome = exchange.getMessage().getHeader(SmsHeaders.OUTCOME);
        if (exchange.getException() instanceof SmsNotSentException e) {
            return outcome + " " + e.getErrorCode();
        }
        if (exchange.getException() instanceof SmsUnknownOutcomeException e) {
            return outcome + " " + e.getErrorCode();
        }
        return outcome + " "
                + (exchange.getException() == null
                        ? exchange.getMessage().getHeader(SmsHeaders.REMOTE_ID)
                        : exchange.getException().toString());
    }

    Exchange awaitReceived(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> received.size() >= count);
        return received.get(count - 1);
    }
}
