package org.smshub.ucp;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.HealthCheckComponent;
import org.smshub.link.Shared;

/**
 * What both components are: lines that endpoints with the same address share, and the threads under them.
 *
 * @param <L> the line
 */
public abstract class UcpLineComponent<L extends AutoCloseable> extends HealthCheckComponent
        implements SSLContextParametersAware {

    private final Shared<String, L> lines = new Shared<>();
    private UcpRuntime runtime;

    @Metadata(label = "security", defaultValue = "false")
    private boolean useGlobalSslContextParameters;

    /** Completes the options of a new endpoint, and checks them. */
    <E extends Endpoint> E configure(
            E endpoint, UcpCommonConfiguration options, String remaining, Map<String, Object> parameters)
            throws Exception {
        HostPort address = HostPort.parse(endpoint.getEndpointUri(), remaining);
        options.setHost(address.host());
        options.setPort(address.port());
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

    Shared<String, L> lines() {
        return lines;
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
