package org.smshub.hub.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.link.SmsHeaders;

class KafkaMessagesTest {

    private static final byte[] KEY = "k".getBytes(StandardCharsets.UTF_8);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final KafkaMessages messages = new KafkaMessages();

    private static ConsumerRecord<byte[], byte[]> record(byte[] value, String topic, int offset) {
        return new ConsumerRecord<>(
                topic,
                3,
                offset,
                99,
                TimestampType.CREATE_TIME,
                1,
                1,
                KEY,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private static KafkaBatch batchOf(List<ConsumerRecord<byte[], byte[]>> records) {
        return new KafkaBatch(records.stream().map(KafkaBatch.One::new).toList());
    }

    private static ConsumerRecord<byte[], byte[]> record(String value, int offset) {
        return record(value == null ? null : value.getBytes(StandardCharsets.UTF_8), "sms.shop", offset);
    }

    private Exchange batch(List<ConsumerRecord<byte[], byte[]>> records) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(batchOf(records));
        return exchange;
    }

    private List<Object> references(Exchange exchange) {
        List<?> records = exchange.getMessage().getBody(List.class);
        List<Object> references = new ArrayList<>();
        records.forEach(one -> references.add(((Map<?, ?>) one).get("ref")));
        return references;
    }

    @Test
    void aRecordGoesOnInItsTrace() throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        ConsumerRecord<byte[], byte[]> traced = record("{\"to\":\"+48600100202\",\"text\":\"c\"}", 1);
        traced.headers().add("traceparent", trace.getBytes(StandardCharsets.US_ASCII));
        traced.headers().add("tracestate", "vendor=1".getBytes(StandardCharsets.US_ASCII));
        ConsumerRecord<byte[], byte[]> broken = record("{\"to\":\"+48600100202\",\"text\":\"c\"}", 2);
        broken.headers().add("traceparent", "00-0-0-01".getBytes(StandardCharsets.US_ASCII));
        Exchange batch = batch(List.of(traced, broken));
        messages.read(batch);
        assertThat(traceOf(batch, 0)).isEqualTo(trace);
        assertThat(traceOf(batch, 1)).isNull();
    }

    private Object traceOf(Exchange batch, int place) throws Exception {
        Exchange one = new DefaultExchange(context);
        Records.set((Map<?, ?>) batch.getMessage().getBody(List.class).get(place), one.getMessage());
        assertThat(one.getMessage().getHeader(SmsHeaders.TO)).isEqualTo("+48600100202");
        return one.getMessage().getHeader(SmsHeaders.TRACE);
    }

    @Test
    void aRecordIsKnownByItsPlaceUnlessItSaysItself() {
        ConsumerRecord<byte[], byte[]> header = record("{\"to\":\"+48600100202\",\"text\":\"c\"}", 9);
        header.headers().add(SmsHeaders.CLIENT_REF, "mine".getBytes(StandardCharsets.UTF_8));
        ConsumerRecord<byte[], byte[]> empty = record("{\"to\":\"+48600100202\",\"text\":\"c\",\"ref\":\"\"}", 10);
        empty.headers().add("smsclientref", "no".getBytes(StandardCharsets.UTF_8));
        empty.headers().add(SmsHeaders.CLIENT_REF, null);
        Exchange exchange = batch(List.of(
                record("{\"to\":\"+48600100200\",\"text\":\"a\"}", 7),
                record("{\"to\":\"+48600100201\",\"text\":\"b\",\"ref\":\"r\"}", 8),
                header,
                empty));
        messages.read(exchange);
        assertThat(references(exchange)).containsExactly("sms.shop-3-7-99", "r", "mine", "sms.shop-3-10-99");
    }

    @Test
    void theLongestNameOfATopicMakesAReferenceThatIsTaken() {
        byte[] value = "{\"to\":\"+48600100200\",\"text\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        Exchange exchange = batch(
                List.of(record(value, "a".repeat(249), Integer.MAX_VALUE), record(value, "a".repeat(248) + "b", 1)));
        messages.read(exchange);
        List<Object> references = references(exchange);
        assertThat(references).doesNotHaveDuplicates().allSatisfy(ref -> assertThat((String) ref)
                .hasSizeLessThanOrEqualTo(100));
        assertThat(((String) references.get(0)).split("-")[0]).isNotEqualTo(((String) references.get(1)).split("-")[0]);
    }

    @Test
    void whatIsNoRecordHasItsReason() {
        KafkaBatch batch = batchOf(List.of(
                record("no JSON", 1),
                record(null, 3),
                record("{\"to\":\"+48600100200\",\"text\":\"a\",\"text\":\"b\"}", 4),
                record("[".repeat(50_000), 5),
                record("x".repeat(messages.getMaxSize() + 1), 6),
                record("", 7),
                record("null", 8)));
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(batch);
        messages.read(exchange);
        assertThat(exchange.getMessage().getBody(List.class).size()).isZero();
        assertThat(batch.all()).allSatisfy(one -> {
            assertThat(one.answer().forGood()).isTrue();
            assertThat(one.answer().reason()).isNotBlank();
        });
    }

    @Test
    void eachHasTheAnswerThatIsItsOwn() {
        KafkaBatch batch = batchOf(List.of(
                record("no JSON", 1),
                record("{\"to\":\"+48600100200\",\"text\":\"a\"}", 2),
                record(null, 3),
                record("{\"to\":\"+48600100200\",\"text\":\"a\"}", 4)));
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(batch);
        messages.read(exchange);
        Exchange wrong = new DefaultExchange(context);
        wrong.setException(RefusedException.invalid("to", "no number"));
        Exchange right = new DefaultExchange(context);
        right.getMessage().setHeader(SmsHeaders.STATE, "ACCEPTED");
        exchange.getMessage().setBody(List.of(wrong, right));
        messages.answer(exchange);
        assertThat(batch.all()).extracting(one -> one.answer().accepted()).containsExactly(false, false, false, true);
        assertThat(batch.all().get(1).answer().field()).isEqualTo("to");
        assertThat(batch.all().get(1).place()).isEqualTo("sms.shop-3-2");
    }

    /** Whatever octets come, each has an answer or is a record, and nothing is thrown. */
    @Test
    void hostileOctets() {
        byte[] good = "{\"to\":\"+48600100200\",\"text\":\"a\",\"class\":1}".getBytes(StandardCharsets.UTF_8);
        Random random = new Random(20);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = i < good.length ? java.util.Arrays.copyOf(good, i) : good.clone();
            if (i >= good.length) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            ConsumerRecord<byte[], byte[]> record = record(octets, "sms.shop", i);
            KafkaBatch batch = batchOf(List.of(record));
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(batch);
            messages.read(exchange);
            boolean read = exchange.getMessage().getBody(List.class).size() == 1;
            assertThat(read).isEqualTo(batch.all().get(0).answer() == null);
        }
    }

    @Test
    void aWrongOptionIsNamed() {
        for (String wrong : List.of(
                "kafka-batch:sms.shop",
                "kafka-batch:no topic?brokers=a:1",
                "kafka-batch:sms.shop?brokers=a:1&maxMessages=0",
                "kafka-batch:sms.shop?brokers=a:1&attempts=1",
                "kafka-batch:sms.shop?brokers=a:1&refused=a/b")) {
            assertThatThrownBy(() -> context.getEndpoint(wrong).createConsumer(exchange -> {}))
                    .as(wrong)
                    .hasStackTraceContaining("of kafka-batch must be");
        }
    }
}
