package org.smshub.hub.bus;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/** A queue or topic of a broker, from or to which many messages go at once. */
public abstract class BusEndpoint extends DefaultEndpoint {

    private final String kind;

    @UriParam(description = "Messages at once, up to 1000", defaultValue = "500")
    private int maxMessages = 500;

    @UriParam(
            label = "consumer",
            description = "How often a message is tried on which the hub itself fails, until it is put aside",
            defaultValue = "3")
    private int attempts = 3;

    @UriParam(
            description =
                    "How long until the first try to come back to a broker that is away; it doubles up to ten times",
            javaType = "java.time.Duration",
            defaultValue = "500")
    private long reconnectDelay = 500;

    @UriParam(
            label = "producer",
            description = "Exchanges that wait to be sent; more are refused",
            defaultValue = "1000")
    private int window = 1_000;

    /** @param kind in health checks; the scheme is {@code kind-batch} */
    protected BusEndpoint(String uri, Component component, String kind) {
        super(uri, component);
        this.kind = kind;
    }

    /** @throws IllegalArgumentException with the option that is wrong */
    protected void check() {
        require(maxMessages >= 1 && maxMessages <= 1_000, "maxMessages", "1 to 1000");
        require(attempts >= 1, "attempts", "1 or more");
        require(reconnectDelay >= 1, "reconnectDelay", "1 ms or more");
        require(window >= 1, "window", "1 or more");
    }

    protected final void require(boolean good, String option, String wanted) {
        if (!good) {
            throw new IllegalArgumentException("Option " + option + " of " + scheme() + " must be " + wanted);
        }
    }

    @Override
    public final Consumer createConsumer(Processor processor) throws Exception {
        check();
        BusConsumer consumer = consumer(processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public final Producer createProducer() {
        check();
        return producer();
    }

    protected abstract BusConsumer consumer(Processor processor);

    protected abstract BusProducer<?> producer();

    /** Queue or topic. */
    protected abstract String destination();

    /** What is told of the broker: no password. */
    protected abstract String broker();

    /** Why it cannot be worked with, in one line that names the thing to change: no password. */
    protected String reason(Throwable why) {
        return BusLine.reason(why);
    }

    final String kind() {
        return kind;
    }

    final String scheme() {
        return kind + "-batch";
    }

    public int getMaxMessages() {
        return maxMessages;
    }

    /** Messages at once, up to 1000. */
    public void setMaxMessages(int maxMessages) {
        this.maxMessages = maxMessages;
    }

    public int getAttempts() {
        return attempts;
    }

    /** How often a message is tried on which the hub itself fails, until it is put aside. */
    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    /** How long until the first try to come back to a broker that is away, in milliseconds; it doubles up to ten times. */
    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public int getWindow() {
        return window;
    }

    /** Exchanges that wait to be sent; more are refused. */
    public void setWindow(int window) {
        this.window = window;
    }
}
