package org.smshub.ucp;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.smshub.link.Shared;

/** Is a centre for clients that speak UCP/EMI. */
@Component("ucp-server")
public class UcpServerComponent extends HealthCheckComponent implements SSLContextParametersAware {

    private final Shared<String, UcpServer> servers = new Shared<>();
    private UcpRuntime runtime;

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private UcpServerConfiguration configuration = new UcpServerConfiguration();

    @Metadata(label = "security", defaultValue = "false")
    private boolean useGlobalSslContextParameters;

    public UcpServerComponent() {}

    public UcpServerComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        UcpServerConfiguration options = configuration.copy();
        HostPort address = HostPort.parse(uri, remaining);
        options.setHost(address.host());
        options.setPort(address.port());
        UcpServerEndpoint endpoint = new UcpServerEndpoint(uri, this, options);
        setProperties(endpoint, parameters);
        if (options.getSslContextParameters() == null) {
            options.setSslContextParameters(retrieveGlobalSslContextParameters());
        }
        options.check();
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        runtime = new UcpRuntime(getCamelContext(), this);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (runtime != null) {
            runtime.close();
            runtime = null;
        }
    }

    UcpRuntime runtime() {
        return runtime;
    }

    /** The server of this address. It listens as soon as an endpoint that shares it says who may come in. */
    UcpServer acquire(UcpServerConfiguration options) throws Exception {
        UcpServer server = servers.acquire(
                options.address(),
                key -> new UcpServer(
                        options, runtime.transport(options, false, options.getIdleTimeout()), runtime.workers()));
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
        servers.release(options.address());
    }

    public UcpServerConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(UcpServerConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    /** Whether endpoints without sslContextParameters use the global ones. */
    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
