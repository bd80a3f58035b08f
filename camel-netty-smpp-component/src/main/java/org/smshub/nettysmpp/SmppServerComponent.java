package org.smshub.nettysmpp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;

/** Applications bind to Camel by SMPP. Keeps the threads that read the lines, those
 * on which exchanges go on after a delivery, and the sessions of each address. */
@Component("smpp-server")
public class SmppServerComponent extends HealthCheckComponent implements SSLContextParametersAware {

    private final Map<String, SmppServerSessions> sessions = new ConcurrentHashMap<>();
    private EventLoopGroup loops;
    private ExecutorService workers;

    @Metadata(description = "The options that endpoints start from")
    private SmppServerConfiguration configuration = new SmppServerConfiguration();

    @Metadata(label = "security", defaultValue = "false")
    private boolean useGlobalSslContextParameters;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        int colon = remaining.lastIndexOf(':');
        int port;
        try {
            port = Integer.parseInt(remaining.substring(colon + 1));
        } catch (NumberFormatException e) {
            port = -1;
        }
        if (colon < 1 || port < 0 || port > 65535) {
            throw new IllegalArgumentException("smpp-server:host:port needs a host and a port, not " + remaining);
        }
        SmppServerEndpoint endpoint = new SmppServerEndpoint(uri, this, configuration.copy());
        endpoint.setHost(remaining.substring(0, colon));
        endpoint.setPort(port);
        setProperties(endpoint, parameters);
        if (endpoint.getConfiguration().getSslContextParameters() == null) {
            endpoint.getConfiguration().setSslContextParameters(retrieveGlobalSslContextParameters());
        }
        endpoint.getConfiguration().validate();
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (loops == null) {
            // One a processor, for they never wait: with twice as many, Netty's default, each message cost a third more
            // CPU.
            loops = new NioEventLoopGroup(
                    NettyRuntime.availableProcessors(), new DefaultThreadFactory("smpp-server", true));
            workers = SmppThreads.pool(
                    getCamelContext(), this, "SmppServerDelivered", configuration.getWorkers(), Integer.MAX_VALUE);
        }
    }

    @Override
    protected void doShutdown() throws Exception {
        sessions.values().forEach(SmppServerSessions::close);
        sessions.clear();
        if (loops != null) {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
            loops = null;
            // what became of the last deliveries is told on them
            getCamelContext().getExecutorServiceManager().shutdownGraceful(workers, 5_000);
        }
        super.doShutdown();
    }

    EventLoopGroup loops() {
        return loops;
    }

    SmppServerSessions sessions(SmppServerEndpoint endpoint) {
        return sessions.computeIfAbsent(
                endpoint.address(), address -> new SmppServerSessions(loops, new SmppCompletions(workers)));
    }

    public SmppServerConfiguration getConfiguration() {
        return configuration;
    }

    /** The options that endpoints start from. */
    public void setConfiguration(SmppServerConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    /** Whether endpoints without sslContextParameters use those of the Camel context. */
    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
