package org.smshub.nettysmpp;

import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.smshub.line.LineClient;
import org.smshub.line.camel.LineEndpoint;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppReferences;

/** Send and receive short messages at a centre (SMSC) that speaks SMPP, asynchronously and with a window. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "smpp-client",
        title = "SMPP Client",
        syntax = "smpp-client:host:port",
        category = {Category.MOBILE, Category.MESSAGING},
        headersClass = SmppConstants.class)
public class SmppClientEndpoint extends LineEndpoint<SmppPdu, SmppClientConfiguration, LineClient<SmppPdu>> {

    @UriParam
    private SmppClientConfiguration configuration;

    SmppClientEndpoint(String uri, SmppClientComponent component, SmppClientConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        if (configuration.getBind().equals("RECEIVER")) {
            throw new IllegalArgumentException(configuration.address() + " is bound to receive only (option bind)");
        }
        return new SmppClientProducer(this, references());
    }

    @Override
    protected SmppClientConsumer consumer(Processor processor) {
        return new SmppClientConsumer(this, processor, references());
    }

    private SmppReferences references() {
        return ((SmppClientComponent) getComponent()).references(configuration);
    }

    @Override
    public SmppClientConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        return Map.of("systemId", configuration.getSystemId());
    }
}
