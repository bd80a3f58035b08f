package org.smshub.ucp;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;

/** Sends and receives short messages at a centre that speaks UCP/EMI. */
@Component("ucp")
public class UcpComponent extends UcpLineComponent<UcpClient> {

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private UcpConfiguration configuration = new UcpConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        UcpConfiguration options = configuration.copy();
        return configure(new UcpEndpoint(uri, this, options), options, remaining, parameters);
    }

    /**
     * The line of these options, shared with all endpoints of the same address, account and session name. It dials when
     * the context has started, so that consumers are there before the centre delivers.
     */
    UcpClient acquire(UcpConfiguration options) throws Exception {
        UcpClient client = lines().acquire(
                        options.key(),
                        key -> new UcpClient(
                                options, runtime().transport(options, options.isHostnameVerification(), 0)));
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
        lines().release(options.key());
    }

    public UcpConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(UcpConfiguration configuration) {
        this.configuration = configuration;
    }
}
