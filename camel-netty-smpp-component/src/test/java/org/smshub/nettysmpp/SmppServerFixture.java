package org.smshub.nettysmpp;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with routes from {@code smpp-server}, on a port that is free. */
final class SmppServerFixture implements AutoCloseable {

    final DefaultCamelContext context = new DefaultCamelContext();
    final int port;

    SmppServerFixture(int port) {
        this.port = port;
    }

    static int freePort() throws Exception {
        try (java.net.ServerSocket socket =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static SmppServerFixture of(Routes routes) throws Exception {
        SmppServerFixture fixture = new SmppServerFixture(freePort());
        fixture.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                routes.add(this, "smpp-server:127.0.0.1:" + fixture.port);
            }
        });
        fixture.context.start();
        return fixture;
    }

    @FunctionalInterface
    interface Routes {
        void add(RouteBuilder builder, String address) throws Exception;
    }

    SmppServerConsumer consumer() {
        return (SmppServerConsumer) context.getRoutes().stream()
                .map(route -> route.getConsumer())
                .filter(SmppServerConsumer.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        context.stop();
    }
}
