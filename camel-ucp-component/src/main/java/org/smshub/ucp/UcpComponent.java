package org.smshub.ucp;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.smshub.link.Shared;

/** Sends and receives short messages at a centre that speaks UCP/EMI. */
@Component("ucp")
public class UcpComponent extends HealthCheckComponent implements SSLContextParametersAware {

    private final Shared<String, UcpClient> clients = new Shared<>();
    private UcpRuntime runtime;

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private UcpConfiguration configuration = new UcpConfiguration();

    @Metadata(label = "security", defaultValue = "false")
    private boolean useGlobalSslContextParameters;

    public UcpComponent() {}

    public UcpComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        UcpConfiguration options = configuration.copy();
        HostPort address = HostPort.parse(uri, remaining);
        options.setHost(address.host());
        options.setPort(address.port());
        UcpEndpoint endpoint = new UcpEndpoint(uri, this, options);
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

    /**
     * The line of these options, shared with all endpoints of the same address, account and session name. It dials when
     * the context has started, so that consumers are there before the centre delivers.
     */
    UcpClient acquire(UcpConfiguration options) throws Exception {
        UcpClient client = clients.acquire(
                options.key(),
                key -> new UcpClient(options, runtime.transport(options, options.isHostnameVerification(), 0)));
        try {
            HostPort.requireSame(options.address(), client.options().sessionOptions(), options.sessionOptions());
            client.listen();
            getCamelContext().addStartupListener(new WhenStarted(client));
        } catch (Exception e) {
            release(options);
            throw e;
        }
        return client;
    }

    /** Calls when all routes are started, which in a running context is now. */
    private record WhenStarted(UcpClient client) implements ExtendedStartupListener {

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            if (alreadyStarted) {
                client.dial();
            }
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            client.dial();
        }
    }

    void release(UcpConfiguration options) throws Exception {
        clients.release(options.key());
    }

    public UcpConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(UcpConfiguration configuration) {
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
