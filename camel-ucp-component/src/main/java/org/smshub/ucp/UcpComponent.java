package org.smshub.ucp;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.line.Protocol;
import org.smshub.line.camel.LineClientComponent;
import org.smshub.ucp.codec.UcpFrame;

/** Sends and receives short messages at a centre that speaks UCP/EMI. */
@Component("ucp")
public class UcpComponent extends LineClientComponent<UcpFrame, UcpConfiguration> {

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private UcpConfiguration configuration = new UcpConfiguration();

    @Override
    protected UcpEndpoint endpoint(String uri, UcpConfiguration options) {
        return new UcpEndpoint(uri, this, options);
    }

    @Override
    protected Protocol<UcpFrame> protocol(UcpConfiguration options, int session) {
        return new UcpClientProtocol(options);
    }

    @Override
    public UcpConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(UcpConfiguration configuration) {
        this.configuration = configuration;
    }
}
