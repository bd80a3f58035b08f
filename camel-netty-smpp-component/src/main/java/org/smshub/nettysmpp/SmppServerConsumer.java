package org.smshub.nettysmpp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/** Listens, and hands what the sessions read to the route. */
@ManagedResource(description = "Managed SMPP server")
public class SmppServerConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final SmppServerEndpoint endpoint;
    private final SmppServerConfiguration options;
    private final SmppServerSessions sessions;
    private final SmppServerRequests requests;
    private ChannelGroup connections;
    private ExecutorService workers;
    private SmppLoginDesk logins;
    private Channel listener;
    private SSLContext tls;

    SmppServerConsumer(SmppServerEndpoint endpoint, Processor processor, SmppServerSessions sessions) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
        this.sessions = sessions;
        this.requests = new SmppServerRequests(this, options.codingRules());
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (HealthCheckHelper.getHealthCheckRepository(endpoint.getCamelContext(), "consumers") != null) {
            setHealthCheck(new SmppServerHealthCheck(this, getRouteId()));
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (options.getAuthenticator() == null
                && !options.isAnonymous()
                && (options.getSystemId() == null || options.getPassword() == null)) {
            throw new IllegalArgumentException("Nobody could bind to smpp-server:" + endpoint.address()
                    + "; set authenticator, or systemId and password, or anonymous=true");
        }
        tls = options.getSslContextParameters() == null
                ? null
                : options.getSslContextParameters().createSSLContext(endpoint.getCamelContext());
        // as many tasks may wait as there are sessions
        workers = SmppThreads.pool(
                endpoint.getCamelContext(), this, "SmppServer", options.getWorkers(), Integer.MAX_VALUE);
        logins = new SmppLoginDesk(endpoint.getCamelContext(), options);
        connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ChannelFuture bound = new ServerBootstrap()
                .group(endpoint.getComponent().loops())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connected(channel);
                    }
                })
                .bind(endpoint.getHost(), endpoint.getPort())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            doStop();
            throw new RuntimeCamelException(
                    "Cannot listen on smpp-server:" + endpoint.address() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listener = bound.channel();
    }

    private void connected(Channel channel) {
        if (connections.size() >= options.getMaxConnections()) {
            channel.close();
            return;
        }
        connections.add(channel);
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            SSLEngine engine = tls.createSSLEngine();
            engine.setUseClientMode(false);
            SslHandler handler = new SslHandler(engine);
            handler.setHandshakeTimeoutMillis(options.getBindTimeout());
            pipeline.addLast(handler);
        }
        pipeline.addLast(new WriteTimeoutHandler(options.getResponseTimeout(), TimeUnit.MILLISECONDS));
        pipeline.addLast(new FlushConsolidationHandler(256, true));
        pipeline.addLast(new SmppFrameCodec(options.getMaxPduSize(), options.getResponseTimeout(), true));
        pipeline.addLast(new IdleStateHandler(true, options.getEnquireLinkTimer(), 0, 0, TimeUnit.MILLISECONDS));
        pipeline.addLast(new SmppServerSession(
                this, options, sessions, endpoint.getComponent().loops()));
    }

    /** What a session read, on a worker thread. */
    void process(SmppServerSession session, SmppPdu pdu) {
        requests.process(session, pdu);
    }

    SmppLoginDesk logins() {
        return logins;
    }

    ExecutorService workers() {
        return workers;
    }

    /** Whether messages are taken now: neither suspended nor stopping. */
    boolean isOpenForMessages() {
        return isRunAllowed() && !isSuspendingOrSuspended();
    }

    @Override
    protected void doStop() throws Exception {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
            listener = null;
        }
        if (connections != null) {
            for (Channel channel : connections) {
                SmppServerSession session = channel.pipeline().get(SmppServerSession.class);
                if (session != null) {
                    session.unbind();
                }
            }
            connections.newCloseFuture().awaitUninterruptibly(options.getUnbindTimeout());
            connections.close().awaitUninterruptibly(options.getUnbindTimeout());
            connections = null;
        }
        if (workers != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(workers);
            workers = null;
            logins.close();
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        // The sessions stay; their messages are answered with ESME_RMSGQFUL until the route is resumed.
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return requests.unanswered();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // nothing to do before the route stops
    }

    @ManagedAttribute(description = "Port that is listened on, -1 = none")
    public int getLocalPort() {
        Channel channel = listener;
        return channel == null ? -1 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @ManagedAttribute(description = "Sessions that are bound")
    public int getBoundSessions() {
        return sessions.bound();
    }

    @ManagedAttribute(description = "Connections, bound or not")
    public int getConnections() {
        ChannelGroup all = connections;
        return all == null ? 0 : all.size();
    }

    @ManagedAttribute(description = "Requests of applications that are not answered yet")
    public int getUnansweredRequests() {
        return requests.unanswered();
    }

    @ManagedAttribute(description = "Deliveries that wait for a session")
    public int getWaitingDeliveries() {
        return sessions.waiting();
    }
}
