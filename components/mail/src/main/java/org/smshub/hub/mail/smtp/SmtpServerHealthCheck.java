package org.smshub.hub.mail.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Up while the listener greets who connects; Camel shows it as that of the route. */
final class SmtpServerHealthCheck extends AbstractHealthCheck {

    private static final int PATIENCE = 2_000;

    private final SmtpServerConsumer consumer;

    private SmtpServerHealthCheck(SmtpServerConsumer consumer) {
        super("smtp-server", "consumer:" + consumer.getRouteId());
        this.consumer = consumer;
    }

    static void of(SmtpServerConsumer consumer) {
        if (HealthCheckHelper.getHealthCheckRepository(consumer.getEndpoint().getCamelContext(), "consumers") != null) {
            consumer.setHealthCheck(new SmtpServerHealthCheck(consumer));
        }
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        SmtpServerEndpoint endpoint = consumer.options();
        if (!consumer.isListening()) {
            builder.down().message("Nobody listens for SMTP on " + endpoint.getHost() + ":" + endpoint.getPort());
            return;
        }
        builder.detail("port", consumer.port());
        try (Socket socket = new Socket()) {
            InetAddress host = InetAddress.getByName(endpoint.getHost());
            socket.connect(
                    new InetSocketAddress(
                            host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, consumer.port()),
                    PATIENCE);
            socket.setSoTimeout(PATIENCE);
            String greeting = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (greeting != null && greeting.startsWith("220")) {
                socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
                builder.up();
            } else {
                builder.down()
                        .message("The SMTP listener takes nobody more (" + greeting + "): maxConnections is "
                                + endpoint.getMaxConnections());
            }
        } catch (IOException e) {
            builder.down().message("The SMTP listener on port " + consumer.port() + " does not answer: " + e);
        }
    }
}
