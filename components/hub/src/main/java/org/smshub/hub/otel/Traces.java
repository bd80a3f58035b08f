package org.smshub.hub.otel;

import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Traces of messages, one span a step between an input and a centre, to a collector by OTLP over HTTP. Off: nothing of
 * OpenTelemetry is loaded, nor need it be there.
 */
public class Traces implements CamelContextAware {

    private CamelContext camelContext;
    private boolean on;
    private String endpoint = "http://127.0.0.1:4318/v1/traces";
    private String authorization = "";
    private double ratio = 1;
    private AutoCloseable export;

    private void start() {
        if (ratio < 0 || ratio > 1) {
            throw new IllegalArgumentException("hub.traces.ratio is 0 to 1, not " + ratio);
        }
        URI uri;
        try {
            uri = URI.create(endpoint);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hub.traces.endpoint is no address: " + e.getMessage(), e);
        }
        if (uri.getHost() == null || !"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException("hub.traces.endpoint is the address of a collector, such as"
                    + " http://127.0.0.1:4318/v1/traces, not " + endpoint);
        }
        export = Export.start(camelContext, endpoint, authorization, ratio);
    }

    private void stop() throws Exception {
        if (export != null) {
            export.close();
            export = null;
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            // before there are routes, which ask who is told of their exchanges when they are made
            @Override
            public void onContextInitializing(CamelContext context) {
                // Camel says so twice
                if (on && export == null) {
                    start();
                }
            }

            @Override
            public void onContextStopped(CamelContext context) {
                try {
                    stop();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    public boolean isOn() {
        return on;
    }

    public void setOn(boolean on) {
        this.on = on;
    }

    public String getEndpoint() {
        return endpoint;
    }

    /** The collector's address for spans. */
    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint.strip();
    }

    public String getAuthorization() {
        return authorization;
    }

    /** The header of that name, {@code Bearer …}; empty = none. */
    public void setAuthorization(String authorization) {
        this.authorization = authorization.strip();
    }

    public double getRatio() {
        return ratio;
    }

    /** The share of the traces begun here that is recorded, 0 to 1; of one begun by a caller the caller says. */
    public void setRatio(double ratio) {
        this.ratio = ratio;
    }
}
