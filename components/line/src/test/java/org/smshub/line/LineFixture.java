package org.smshub.line;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.smshub.link.LateAnswer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;

/** A context with the toy at both ends. */
@Timeout(60)
abstract class LineFixture {

    final DefaultCamelContext camel = new DefaultCamelContext();
    final ToyCamel.Server server = new ToyCamel.Server();
    final List<Exchange> taken = new CopyOnWriteArrayList<>();
    private ToyPeer peer;

    LineFixture() {
        camel.addComponent("toy", new ToyCamel.Client());
        camel.addComponent("toy-server", server);
        camel.getShutdownStrategy().setTimeout(2);
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        if (peer != null) {
            peer.close();
        }
    }

    ToyPeer peer() {
        return peer;
    }

    /** A peer with this script, and routes to and from it. */
    void start(String options, ToyPeer.Script script) throws Exception {
        peer = new ToyPeer(script);
        String most = options.contains("reconnectMaxDelay") ? "" : "&reconnectMaxDelay=200";
        route("toy:127.0.0.1:" + peer.port() + "?username=me&reconnectDelay=50" + most
                + (options.isEmpty() ? "" : "&" + options));
        camel.start();
    }

    void route(String address) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").errorHandler(noErrorHandler()).to(address);
                from(address).errorHandler(noErrorHandler()).process(LineFixture.this::take);
            }
        });
    }

    static int freePort() {
        return Kannel.freePort();
    }

    void take(Exchange exchange) throws Exception {
        exchange.setProperty("thread", Thread.currentThread().getName());
        taken.add(exchange.copy());
        if (exchange.getMessage().getBody(String.class).startsWith("fail")) {
            throw new IllegalStateException("the route does not want it");
        }
    }

    CompletableFuture<Exchange> send(String text, Object... headers) {
        return send(text, null, headers);
    }

    CompletableFuture<Exchange> send(String text, LateAnswer late, Object... headers) {
        ExchangeBuilder exchange = ExchangeBuilder.anExchange(camel).withBody(text);
        for (int i = 0; i < headers.length; i += 2) {
            exchange.withHeader((String) headers[i], headers[i + 1]);
        }
        if (late != null) {
            exchange.withProperty(LateAnswer.PROPERTY, late);
        }
        return camel.createProducerTemplate().asyncSend("direct:out", exchange.build());
    }

    /** Outcome, and the code of a failure. */
    static String end(CompletableFuture<Exchange> future) throws Exception {
        Exchange exchange = future.get(20, TimeUnit.SECONDS);
        Object outcome = exchange.getMessage().getHeader(SmsHeaders.OUTCOME);
        if (exchange.getException() instanceof SmsNotSentException e) {
            assertNoCause(e);
            return outcome + " " + e.getErrorCode();
        }
        if (exchange.getException() instanceof SmsUnknownOutcomeException e) {
            assertNoCause(e);
            return outcome + " " + e.getErrorCode();
        }
        return outcome + (exchange.getException() == null ? "" : " " + exchange.getException());
    }

    private static void assertNoCause(Exception e) {
        if (e.getCause() != null) {
            throw new AssertionError("a clause of onException would match the cause", e);
        }
    }
}
