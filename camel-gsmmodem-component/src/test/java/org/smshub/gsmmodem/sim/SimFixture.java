package org.smshub.gsmmodem.sim;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.line.Kannel;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/**
 * A virtual modem, and a network that takes what it sends and says DELIVERED where that was asked. What it does with a
 * message is in its text: {@code refuse CODE}, {@code answer NONE}, {@code fail}.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
abstract class SimFixture {

    final DefaultCamelContext camel = new DefaultCamelContext();
    final List<Exchange> submitted = new CopyOnWriteArrayList<>();
    final int port = Kannel.freePort();
    final String address = "gsmmodem-sim:127.0.0.1:" + port;

    void start(String options) throws Exception {
        camel.getShutdownStrategy().setTimeout(2);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(address + "?timeZone=UTC" + (options.isEmpty() ? "" : "&" + options))
                        .routeId("network")
                        .errorHandler(noErrorHandler())
                        .process(SimFixture.this::take)
                        .filter(header(SmsHeaders.RECEIPT).isEqualTo("FINAL"))
                        .setHeader(SmsHeaders.STATE, constant("DELIVERED"))
                        .wireTap("direct:receipt");
                from("direct:receipt")
                        .delay(200)
                        .setHeader(SmsHeaders.KIND, constant("RECEIPT"))
                        .to(address + "?timeZone=UTC");
                from("direct:message").errorHandler(noErrorHandler()).to(address + "?timeZone=UTC");
            }
        });
        camel.start();
    }

    void take(Exchange exchange) throws Exception {
        submitted.add(exchange.copy());
        String[] words = (exchange.getMessage().getBody(String.class) + " ").split(" ");
        switch (words[0]) {
            case "refuse" -> throw new SmsNotSentException(words[1], "the scenario", false);
            case "header" -> exchange.getMessage().setHeader(SmsHeaders.ERROR_CODE, words[1]);
            case "answer" -> exchange.getMessage().setHeader("SmsAnswer", words[1]);
            case "fail" -> throw new IllegalStateException("the route does not want it");
            case "slow" -> Thread.sleep(Long.parseLong(words[1]));
            default -> {}
        }
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** A message from the network. */
    Exchange deliver(Object body, Object... headers) {
        Map<String, Object> all = new HashMap<>(Map.of(SmsHeaders.FROM, "+41791234567"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put((String) headers[i], headers[i + 1]);
        }
        return camel.createProducerTemplate().request("direct:message", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(all);
        });
    }

    void script(String rules) {
        if (deliver(rules, SmsHeaders.KIND, "SCRIPT").getException() != null) {
            throw new AssertionError("the script is wrong");
        }
    }

    /** What the network has got, whole messages with their parts joined. */
    List<String> texts() {
        List<String> texts = new CopyOnWriteArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Exchange exchange : submitted) {
            text.append(exchange.getMessage().getBody(String.class));
            int parts = exchange.getMessage().getHeader(SmsHeaders.PARTS, 1, Integer.class);
            if (exchange.getMessage().getHeader(SmsHeaders.PART, 1, Integer.class) == parts) {
                texts.add(text.toString());
                text.setLength(0);
            }
        }
        return texts;
    }

    static boolean isInstalled(String program) {
        return Files.isExecutable(Path.of(program));
    }
}
