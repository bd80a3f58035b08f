package org.smshub.line.camel;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.support.DefaultEndpoint;
import org.smshub.line.Line;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.line.options.LineConfiguration;
import org.smshub.link.passing.Carrier;

/** An address of a line, at either end. A subclass has the annotations and the field {@code configuration}. */
public abstract class LineEndpoint<F, C extends LineConfiguration, L extends Line<F>> extends DefaultEndpoint
        implements EndpointServiceLocation, Carrier {

    private final LineComponent<F, C, L> lines;

    protected LineEndpoint(String uri, LineComponent<F, C, L> component) {
        super(uri, component);
        this.lines = component;
    }

    public abstract C getConfiguration();

    protected abstract LineConsumer<F> consumer(Processor processor);

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        LineConsumer<F> consumer = consumer(processor);
        configureConsumer(consumer);
        return consumer;
    }

    L acquire() throws Exception {
        return lines.acquire(getConfiguration());
    }

    void release() throws Exception {
        lines.release(getConfiguration());
    }

    boolean isHealthCheckProducerEnabled() {
        return lines.isHealthCheckProducerEnabled();
    }

    boolean isHealthCheckConsumerEnabled() {
        return lines.isHealthCheckConsumerEnabled();
    }

    @Override
    public String linkName() {
        return getConfiguration() instanceof LineClientConfiguration client ? client.getLinkName() : null;
    }

    @Override
    public void checkRecipient(String to) {
        getConfiguration().checkRecipient(to);
    }

    @Override
    public void checkSender(String from) {
        getConfiguration().checkSender(from);
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        String account = getConfiguration() instanceof LineClientConfiguration client ? client.account() : null;
        return account == null ? Map.of() : Map.of("username", account);
    }

    @Override
    public String getServiceUrl() {
        return getConfiguration().getHost() + ":" + getConfiguration().getPort();
    }

    @Override
    public String getServiceProtocol() {
        return getConfiguration().scheme();
    }
}
