package org.smshub.hub.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.junit.jupiter.api.Test;
import org.smshub.hub.RefusedException;
import org.smshub.link.SmsHeaders;

class KafkaMessagesTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final KafkaMessages messages = new KafkaMessages();

    private Exchange record(String value, int offset) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, "sms.shop");
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, 3);
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, (long) offset);
        exchange.getMessage().setHeader(KafkaConstants.KEY, "k".getBytes(StandardCharsets.UTF_8));
        return exchange;
    }

    private Exchange batch(Exchange... records) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(List.of(records));
        exchange.getMessage().setHeader("CAmelHttpUri", "evil");
        messages.read(exchange);
        return exchange;
    }

    @Test
    void aRecordIsKnownByItsPlaceUnlessItSaysItself() {
        Exchange header = record("{\"to\":\"+48600100202\",\"text\":\"c\"}", 9);
        header.getMessage().setHeader(SmsHeaders.CLIENT_REF, "mine".getBytes(StandardCharsets.UTF_8));
        Exchange exchange = batch(
                record("{\"to\":\"+48600100200\",\"text\":\"a\"}", 7),
                record("{\"to\":\"+48600100201\",\"text\":\"b\",\"ref\":\"r\"}", 8),
                header);
        List<?> records = exchange.getMessage().getBody(List.class);
        List<Object> references = new ArrayList<>();
        records.forEach(one -> references.add(((Map<?, ?>) one).get("ref")));
        assertThat(references).containsExactly("sms.shop-3-7", "r", "mine");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void whatIsRefusedGoesAsideAsItCame() {
        Exchange exchange = batch(
                record("no JSON", 1),
                record("{\"to\":\"+48600100200\",\"text\":\"a\"}", 2),
                record(null, 3),
                record("{\"to\":\"+48600100200\",\"text\":\"a\",\"text\":\"b\"}", 4));
        List<?> records = exchange.getMessage().getBody(List.class);
        assertThat(records).hasSize(1);
        Exchange became = new DefaultExchange(context);
        became.setException(RefusedException.invalid("to", "no number"));
        exchange.getMessage().setBody(List.of(became));
        messages.refused(exchange);
        List<?> refused = exchange.getMessage().getBody(List.class);
        List<String> origins = new ArrayList<>();
        for (Object one : refused) {
            Exchange aside = new DefaultExchange(context);
            aside.getMessage().setBody(one);
            messages.aside(aside);
            origins.add(aside.getMessage().getHeader("SmsOrigin", String.class));
            assertThat(aside.getMessage().getHeader(SmsHeaders.ERROR_TEXT, String.class))
                    .isNotBlank();
            assertThat(aside.getMessage().getHeader(KafkaConstants.KEY, byte[].class))
                    .isEqualTo("k".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(origins).containsExactly("sms.shop-3-1", "sms.shop-3-3", "sms.shop-3-4", "sms.shop-3-2");
    }

    @Test
    void whatIsTooLongIsNotSentOn() {
        Exchange exchange = batch(record("x".repeat(messages.getMaxSize() + 1), 1));
        exchange.getMessage().setBody(List.of());
        messages.refused(exchange);
        Exchange aside = new DefaultExchange(context);
        aside.getMessage().setBody(exchange.getMessage().getBody(List.class).get(0));
        messages.aside(aside);
        assertThat(aside.getMessage().getBody()).isNull();
        assertThat(aside.getMessage().getHeader(KafkaConstants.KEY)).isNotNull();
        assertThat(aside.getMessage().getHeader("SmsOrigin")).isEqualTo("sms.shop-3-1");
    }

    /** To try again would be for ever: only a poll tells a consumer what it has now. */
    @Test
    void aPartitionThatIsGivenAwayHoldsNothingUp() {
        Exchange record = record("no JSON", 1);
        KafkaManualCommit gone = () -> {
            throw new CommitFailedException();
        };
        record.getMessage().setHeader(KafkaConstants.MANUAL_COMMIT, gone);
        assertThatCode(() -> messages.commit(batch(record))).doesNotThrowAnyException();
    }

    @Test
    void withoutManualCommitsTheRouteSaysWhatItWants() {
        Exchange exchange = batch(record("{\"to\":\"+48600100200\",\"text\":\"a\"}", 1));
        assertThatThrownBy(() -> messages.commit(exchange)).hasMessageContaining("allowManualCommit: true");
    }

    @Test
    void ofARecordsHeadersNoneStandsWhereCamelsDoes() {
        KafkaHeaders headers = new KafkaHeaders();
        for (String name :
                List.of("KAFKA.OFFSET", "kafka.TOPIC", "CamelHttpUri", "CAmelHttpUri", "SmsClient", "smsclientref")) {
            assertThat(headers.applyFilterToExternalHeaders(name, "x", null))
                    .as(name)
                    .isTrue();
        }
        assertThat(headers.applyFilterToExternalHeaders(SmsHeaders.CLIENT_REF, "x", null))
                .isFalse();
    }
}
