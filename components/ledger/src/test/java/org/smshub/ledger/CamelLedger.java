package org.smshub.ledger;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.smshub.ledger.entry.PartState;
import org.smshub.link.SmsHeaders;

/** A real ledger in a real Camel context. Links of its own take everything; their id of a part is r and the message's id. */
final class CamelLedger implements AutoCloseable {

    final DefaultCamelContext context = new DefaultCamelContext();
    final LedgerComponent component = new LedgerComponent();
    private final AtomicInteger sent = new AtomicInteger();
    private ProducerTemplate template;

    CamelLedger(Path folder, String... links) throws Exception {
        context.getShutdownStrategy().setTimeUnit(java.util.concurrent.TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(2_000);
        component.setDirectory(folder.toString());
        component.setReceiptPatience(200);
        context.addComponent("ledger", component);
        for (String link : links) {
            routes(routes -> routes.from("ledger:link?name=" + link + "&window=100&threads=1")
                    .process(this::take));
        }
    }

    private void take(Exchange exchange) {
        exchange.getMessage()
                .setHeader(SmsHeaders.REMOTE_ID, "r" + exchange.getMessage().getHeader(SmsHeaders.ID));
        sent.incrementAndGet();
    }

    void routes(Consumer<RouteBuilder> routes) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routes.accept(this);
            }
        });
    }

    void start() {
        context.start();
        template = context.createProducerTemplate();
        // no pool of the test's own decides what can run at once
        template.setThreadedAsyncMode(false);
    }

    Ledger ledger() {
        return component.ledger();
    }

    ProducerTemplate template() {
        return template;
    }

    void message(Exchange exchange, String client, String links) {
        exchange.getMessage().setBody("text");
        exchange.getMessage().setHeader(SmsHeaders.CLIENT, client);
        exchange.getMessage().setHeader(SmsHeaders.TO, "+48600100200");
        exchange.getMessage().setHeader(SmsHeaders.LINKS, links);
    }

    /** Accepted means committed. Gives the message's id. */
    String send(String uri, String client, String links) {
        return ask(uri, e -> message(e, client, links)).getMessage().getHeader(SmsHeaders.ID, String.class);
    }

    /** Whatever is wrong is thrown. */
    Exchange ask(String uri, Consumer<Exchange> change) {
        Exchange exchange = template.request(uri, change::accept);
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
        return exchange;
    }

    CompletableFuture<Boolean> receipt(String id) {
        return ledger().receipt(
                        Parts.LINK,
                        List.of("r" + id),
                        PartState.DELIVERED,
                        "+48600100200",
                        null,
                        System.currentTimeMillis());
    }

    String state(String id) {
        return ledger().find(id, null).orElseThrow().state();
    }

    void awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(state(id))
                .isEqualTo(state));
    }

    /** Parts that its links took. */
    void awaitSent(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> sent.get() == count);
    }

    @Override
    public void close() {
        context.stop();
    }
}
