package org.smshub.ucp;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;

/** Is a centre for clients that speak UCP/EMI. */
@Component("ucp-server")
public class UcpServerComponent extends UcpLineComponent<UcpServer> {

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private UcpServerConfiguration configuration = new UcpServerConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        UcpServerConfiguration options = configuration.copy();
        return configure(new UcpServerEndpoint(uri, this, options), options, remaining, parameters);
    }

    /** The server of this address. It listens as soon as an endpoint that shares it says who may come in. */
    UcpServer acquire(UcpServerConfiguration options) throws Exception {
        UcpServer server = lines().acquire(
                        options.address(),
                        key -> new UcpServer(
                                options,
                                runtime().transport(options, false, options.getIdleTimeout()),
                                runtime().workers()));
        try {
            HostPort.requireSame(options.address(), server.options().sharedOptions(), options.sharedOptions());
            if (options.hasAccess()) {
                server.listen(options);
            }
        } catch (RuntimeException e) {
            release(options);
            throw e;
        }
        return server;
    }

    void release(UcpServerConfiguration options) throws Exception {
        lines().release(options.address());
    }

    public UcpServerConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(UcpServerConfiguration configuration) {
        this.configuration = configuration;
    }
}
