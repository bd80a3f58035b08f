package org.smshub.hub.kafka;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import javax.security.sasl.Sasl;
import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.smshub.hub.bus.BusConsumer;
import org.smshub.hub.bus.BusEndpoint;
import org.smshub.hub.bus.BusProducer;

/**
 * Kafka, many records at once. From: one exchange a poll, whose body is a {@link KafkaBatch}; its offsets are committed when the
 * exchange has ended, and nothing of it is held over the next poll, in which Kafka may give partitions to somebody else. To: an
 * exchange goes on when all replicas have the record. How Kafka is reached (TLS, SASL …) is camel-kafka's configuration.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "kafka-batch",
        syntax = "kafka-batch:topic",
        title = "Kafka Batch",
        category = {Category.MESSAGING})
public class KafkaBatchEndpoint extends BusEndpoint {

    private static final String TOPIC = "[a-zA-Z0-9._-]{1,249}";

    /** How Kafka is reached is the configuration of Camel's component. */
    static final String OPTION = "camel.component.kafka.";

    /** Octets that a poll brings at most, of each broker, where no record is longer. */
    private static final int FETCH_MAX = 8 * 1024 * 1024;

    @UriPath(description = "Its name")
    @Metadata(required = true)
    private final String topic;

    @UriParam(description = "host:port of a few brokers of the cluster, with commas between")
    @Metadata(required = true)
    private String brokers;

    @UriParam(
            label = "consumer",
            description = "The group of consumers that shares the topic",
            defaultValue = "sms-hub")
    private String groupId = "sms-hub";

    @UriParam(
            label = "consumer",
            description =
                    "The topic for records that are refused for good, with SmsErrorText, SmsErrorField and SmsOrigin")
    private String refused = "sms.refused";

    KafkaBatchEndpoint(String uri, KafkaBatchComponent component, String topic) {
        super(uri, component, "kafka");
        this.topic = topic;
    }

    @Override
    protected void check() {
        super.check();
        require(topic.matches(TOPIC), "topic", "up to 249 letters, digits, dots, hyphens and underscores");
        require(brokers != null && !brokers.isBlank(), "brokers", "host:port, such as kafka.example.org:9092");
        require(!groupId.isBlank(), "groupId", "a name");
        require(refused.matches(TOPIC), "refused", "a topic");
        // the first is that of all that a poll brought
        require(getAttempts() >= 2, "attempts", "2 or more");
    }

    @Override
    protected BusConsumer consumer(Processor processor) {
        return new KafkaBatchConsumer(this, processor);
    }

    @Override
    protected BusProducer<?> producer() {
        return new KafkaBatchProducer(this);
    }

    @Override
    protected String destination() {
        return topic;
    }

    @Override
    protected String broker() {
        return brokers;
    }

    /** With the option that such a fault is one of. */
    @Override
    protected String reason(Throwable why) {
        String reason = super.reason(why);
        if (why instanceof SslAuthenticationException) {
            return reason + ": " + OPTION + "sslTruststoreLocation names whom the hub trusts, and " + OPTION
                    + "securityProtocol whether it speaks TLS";
        }
        if (why instanceof AuthenticationException) {
            return reason + ": the hub logs in by " + OPTION + "saslMechanism and .saslJaasConfig";
        }
        return reason;
    }

    /** What does not answer may be of another protocol than the hub speaks: it closes the connection without a word. */
    KafkaException silent(String who) {
        return new KafkaException(who + " does not answer, by "
                + kafka().getConfiguration().getSecurityProtocol() + " (" + OPTION + "securityProtocol)");
    }

    private void probe(Properties properties) {
        Object protocol = properties.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT");
        if (String.valueOf(protocol).endsWith("PLAINTEXT") && !KafkaProbe.answers(brokers)) {
            throw silent("a broker");
        }
    }

    private KafkaEndpoint kafka() {
        return getCamelContext().getEndpoint("kafka:" + topic, KafkaEndpoint.class);
    }

    Consumer<byte[], byte[]> consumerClient() {
        KafkaEndpoint kafka = kafka();
        Properties properties = kafka.getConfiguration().createConsumerProperties();
        properties.putAll(Map.of(
                // a hub that was killed has its partitions back, or another has them, after ten seconds
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                3_000,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                FETCH_MAX,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                // a name that is misspelt is no new topic
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false));
        common(kafka, properties);
        properties.putAll(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                groupId,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                getMaxMessages(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
        probe(properties);
        return checked(new KafkaConsumer<>(properties), properties);
    }

    Producer<byte[], byte[]> producerClient() {
        Properties properties = producerProperties();
        probe(properties);
        return checked(new KafkaProducer<>(properties), properties);
    }

    /**
     * A client tries a mechanism that nobody knows again and again, without a word to who asked for it. What there is, is known
     * once it has loaded its login.
     */
    private static <C extends AutoCloseable> C checked(C client, Properties properties) {
        Object mechanism = properties.get(SaslConfigs.SASL_MECHANISM);
        if (String.valueOf(properties.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG))
                        .startsWith("SASL")
                && Collections.list(Sasl.getSaslClientFactories()).stream()
                        .flatMap(factory -> Arrays.stream(factory.getMechanismNames(Map.of())))
                        .noneMatch(known -> known.equals(mechanism))) {
            Utils.closeQuietly(client, "client");
            throw new KafkaException("nobody knows the mechanism " + mechanism + " of " + OPTION
                    + "saslMechanism; it is " + "such as PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER");
        }
        return client;
    }

    Admin admin() {
        Properties properties = producerProperties();
        properties.keySet().retainAll(AdminClientConfig.configNames());
        return Admin.create(properties);
    }

    private Properties producerProperties() {
        KafkaEndpoint kafka = kafka();
        Properties properties = kafka.getConfiguration().createProducerProperties();
        properties.putAll(Map.of(
                ProducerConfig.LINGER_MS_CONFIG, 5,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000));
        common(kafka, properties);
        properties.putAll(Map.of(
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
        return properties;
    }

    /** What the configuration names by itself counts more than what the hub says, but for what it stands on. */
    private void common(KafkaEndpoint kafka, Properties properties) {
        KafkaConfiguration configuration = kafka.getConfiguration();
        kafka.updateClassProperties(properties);
        properties.putAll(configuration.getAdditionalProperties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
    }

    public String getTopic() {
        return topic;
    }

    public String getBrokers() {
        return brokers;
    }

    /** host:port of a few brokers of the cluster, with commas between. */
    public void setBrokers(String brokers) {
        this.brokers = brokers;
    }

    public String getGroupId() {
        return groupId;
    }

    /** The group of consumers that shares the topic. */
    public void setGroupId(String groupId) {
        this.groupId = groupId;
    }

    public String getRefused() {
        return refused;
    }

    /** The topic for records that are refused for good. */
    public void setRefused(String refused) {
        this.refused = refused;
    }
}
