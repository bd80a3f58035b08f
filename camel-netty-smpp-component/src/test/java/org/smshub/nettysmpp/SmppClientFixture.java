package org.smshub.nettysmpp;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context that sends by {@code smpp-client} and hears what comes back. */
final class SmppClientFixture implements AutoCloseable {

    final DefaultCamelContext context = new DefaultCamelContext();
    final List<Message> heard = new CopyOnWriteArrayList<>();
    final String uri;
    final ProducerTemplate template;
    volatile Exception refusal;

    /** @param options of the address, such as {@code window=10} */
    SmppClientFixture(int port, String options) throws Exception {
        uri = "smpp-client:127.0.0.1:" + port + "?systemId=app&password=secret&reconnectDelay=50&reconnectMaxDelay=200"
                + (options.isEmpty() ? "" : "&" + options);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    if (refusal != null) {
                        throw refusal;
                    }
                    heard.add(exchange.getMessage().copy());
                });
            }
        });
        context.start();
        template = context.createProducerTemplate();
    }

    Exchange send(Object body, Map<String, Object> headers) throws Exception {
        return sendLater(body, headers).get(30, TimeUnit.SECONDS);
    }

    CompletableFuture<Exchange> sendLater(Object body, Map<String, Object> headers) {
        return template.asyncSend(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("SmsTo", "+48600100200");
            exchange.getMessage().setHeader("SmsFrom", "Shop");
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    @Override
    public void close() throws IOException {
        template.close();
        context.stop();
    }
}
