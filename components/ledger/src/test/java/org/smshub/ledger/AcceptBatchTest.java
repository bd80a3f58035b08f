package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.processor.aggregate.GroupedExchangeAggregationStrategy;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.link.SmsHeaders;

/** Many messages in one exchange: each has its own answer. */
class AcceptBatchTest {

    @TempDir
    Path folder;

    private Exchange one(CamelLedger camel, String ref) {
        Exchange exchange = new DefaultExchange(camel.context);
        camel.message(exchange, "client", "a");
        exchange.getMessage().setHeader(SmsHeaders.CLIENT_REF, ref);
        return exchange;
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader(SmsHeaders.ID, String.class);
    }

    private static String state(Exchange exchange) {
        return exchange.getMessage().getHeader(SmsHeaders.STATE, String.class);
    }

    private static void accept(CamelLedger camel, List<?> batch) {
        camel.ask("ledger:accept", e -> e.getMessage().setBody(batch));
    }

    @Test
    void eachMessageHasItsOwnAnswer() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder, "a")) {
            camel.start();
            Exchange good = one(camel, "r1");
            Exchange again = one(camel, "r1");
            Exchange empty = one(camel, "r2");
            empty.getMessage().setBody("");
            Exchange refused = one(camel, "r3");
            IllegalStateException reason = new IllegalStateException("its input has refused it");
            refused.setException(reason);
            Exchange nowhere = one(camel, "r4");
            nowhere.getMessage().setHeader(SmsHeaders.LINKS, "typo");
            Exchange last = one(camel, "r5");
            accept(camel, List.of(good, again, empty, refused, nowhere, last));
            assertThat(state(good)).isEqualTo("ACCEPTED");
            assertThat(id(again)).isEqualTo(id(good));
            assertThat(again.getException()).isNull();
            assertThat(empty.getException()).hasMessageContaining("no text to send");
            assertThat(refused.getException()).isSameAs(reason);
            assertThat(nowhere.getException()).hasMessageContaining("'typo', which no route serves");
            assertThat(state(nowhere)).isNull();
            assertThat(state(last)).isEqualTo("ACCEPTED");
            camel.awaitSent(2);
            // what has its answer is not accepted again, not even what has no reference
            String first = id(last);
            accept(camel, List.of(good, last));
            assertThat(id(last)).isEqualTo(first);
            // the same file once more
            Exchange later = one(camel, "r5");
            accept(camel, List.of(later));
            assertThat(id(later)).isEqualTo(first);
            camel.awaitState(first, "SENT");
            camel.awaitSent(2);
        }
    }

    @Test
    void aBatchCostsFewCommits() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder)) {
            camel.routes(routes -> routes.from("ledger:link?name=a&threads=1")
                    .autoStartup(false)
                    .process(e -> {}));
            camel.start();
            accept(camel, List.of(one(camel, null)));
            long before = camel.ledger().figures().getCommits();
            List<Exchange> batch =
                    IntStream.range(0, 1_000).mapToObj(i -> one(camel, "n" + i)).toList();
            accept(camel, batch);
            Set<String> ids = new HashSet<>();
            batch.forEach(e -> ids.add(id(e)));
            assertThat(ids).hasSize(1_000);
            // one for it; one more where the writer woke amid it; and the housekeeping
            assertThat(camel.ledger().figures().getCommits() - before).isBetween(1L, 5L);
        }
    }

    @Test
    void aSplitMakesItAsTheRoutesDo() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder, "a")) {
            camel.routes(routes -> routes.from("direct:many")
                    .split(routes.body(), new GroupedExchangeAggregationStrategy())
                    .process(e -> {
                        String text = e.getMessage().getBody(String.class);
                        camel.message(e, "client", "a");
                        e.getMessage().setBody(text);
                        if (text.equals("two")) {
                            throw new IllegalArgumentException("not two");
                        }
                    })
                    .end()
                    .to("ledger:accept"));
            camel.start();
            Exchange told = camel.ask("direct:many", e -> e.getMessage().setBody(List.of("one", "two", "three")));
            List<?> batch = told.getMessage().getBody(List.class);
            assertThat(batch).hasSize(3);
            assertThat(state((Exchange) batch.get(0))).isEqualTo("ACCEPTED");
            assertThat(((Exchange) batch.get(1)).getException()).hasMessage("not two");
            assertThat(state((Exchange) batch.get(2))).isEqualTo("ACCEPTED");
            camel.awaitSent(2);
        }
    }

    @Test
    void whatIsNoBatchIsRefusedAsAWhole() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder, "a")) {
            camel.start();
            accept(camel, List.of());
            assertThatThrownBy(() -> accept(camel, List.of("text"))).hasStackTraceContaining("has exchanges in it");
            List<Exchange> many = new ArrayList<>();
            for (int i = 0; i <= 1_000; i++) {
                many.add(one(camel, null));
            }
            assertThatThrownBy(() -> accept(camel, many)).hasStackTraceContaining("A batch has up to 1000 messages");
        }
    }

    @Test
    void whatTheLedgerCannotWriteNowFailsTheBatchAndCanBeTriedAgain() throws Exception {
        try (CamelLedger camel = new CamelLedger(folder, "a")) {
            camel.start();
            camel.ledger().close();
            Exchange one = one(camel, "r1");
            assertThatThrownBy(() -> accept(camel, List.of(one))).hasStackTraceContaining("LedgerException");
            assertThat(one.getException()).isNull();
            assertThat(state(one)).isNull();
        }
    }
}
