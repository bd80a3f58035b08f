package org.smshub.ucp;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.line.Protocol;
import org.smshub.line.camel.LineServerComponent;
import org.smshub.ucp.codec.UcpFrame;

/** Is a centre for clients that speak UCP/EMI. */
@Component("ucp-server")
public class UcpServerComponent extends LineServerComponent<UcpFrame, UcpServerConfiguration> {

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private UcpServerConfiguration configuration = new UcpServerConfiguration();

    @Override
    protected UcpServerEndpoint endpoint(String uri, UcpServerConfiguration options) {
        return new UcpServerEndpoint(uri, this, options);
    }

    @Override
    protected Protocol<UcpFrame> protocol(UcpServerConfiguration options) {
        return new UcpServerProtocol(options);
    }

    @Override
    public UcpServerConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(UcpServerConfiguration configuration) {
        this.configuration = configuration;
    }
}
