package org.smshub.ucp;

import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.smshub.line.LineClient;
import org.smshub.line.camel.LineEndpoint;
import org.smshub.ucp.codec.UcpFrame;

/** Send and receive short messages at a centre (SMSC) that speaks UCP/EMI. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "ucp",
        title = "UCP",
        syntax = "ucp:host:port",
        category = {Category.MOBILE, Category.MESSAGING},
        headersClass = UcpConstants.class)
public class UcpEndpoint extends LineEndpoint<UcpFrame, UcpConfiguration, LineClient<UcpFrame>> {

    @UriParam
    private UcpConfiguration configuration;

    UcpEndpoint(String uri, UcpComponent component, UcpConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new UcpProducer(this);
    }

    @Override
    protected UcpConsumer consumer(Processor processor) {
        return new UcpConsumer(this, processor);
    }

    @Override
    public UcpConfiguration getConfiguration() {
        return configuration;
    }
}
