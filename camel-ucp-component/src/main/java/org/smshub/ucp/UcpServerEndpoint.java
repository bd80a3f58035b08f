package org.smshub.ucp;

import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.smshub.line.camel.LineServerEndpoint;
import org.smshub.ucp.codec.UcpFrame;

/** Be a centre (SMSC) for clients that speak UCP/EMI: alarm panels, gateways, other hubs. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "ucp-server",
        title = "UCP Server",
        syntax = "ucp-server:host:port",
        category = {Category.MOBILE, Category.MESSAGING},
        headersClass = UcpConstants.class)
public class UcpServerEndpoint extends LineServerEndpoint<UcpFrame, UcpServerConfiguration> {

    @UriParam
    private UcpServerConfiguration configuration;

    UcpServerEndpoint(String uri, UcpServerComponent component, UcpServerConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new UcpServerProducer(this);
    }

    @Override
    protected UcpServerConsumer consumer(Processor processor) {
        return new UcpServerConsumer(this, processor);
    }

    @Override
    public UcpServerComponent getComponent() {
        return (UcpServerComponent) super.getComponent();
    }

    @Override
    public UcpServerConfiguration getConfiguration() {
        return configuration;
    }
}
