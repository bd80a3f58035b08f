package org.smshub.hub.calls;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * How the hub calls others by HTTP, whoever wants it: webhooks, callbacks, doors. One set of rules about where a call may go, one
 * event loop. Nothing is there before the first who wants it.
 */
public class HttpCalls implements CamelContextAware {

    private CamelContext camelContext;
    private boolean enabled;
    private String allow = "";
    private int window = 20;
    private Duration timeout = Duration.ofSeconds(15);
    private String trust = "";
    private String nameServers = "";
    private HttpCaller caller;

    /** See {@link HttpCaller#call}. */
    public CompletableFuture<HttpCaller.Answer> call(String receiver, HttpCaller.Request request) {
        return caller().call(receiver, request);
    }

    /** The caller of this context, which ends with it. */
    public synchronized HttpCaller caller() {
        if (caller == null) {
            caller = new HttpCaller(new PublicAddresses(allow), window, timeout, trust, nameServers);
        }
        return caller;
    }

    private synchronized void stop() {
        if (caller != null) {
            caller.close();
            caller = null;
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
            @Override
            public void onContextStarting(CamelContext context) {
                if (enabled) {
                    caller(); // a wrong file or address is an error of the start
                }
            }

            @Override
            public void onContextStopped(CamelContext context) {
                stop();
            }
        });
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Whether anybody calls; settings that are wrong stop the start then. */
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public String getAllow() {
        return allow;
    }

    /** Addresses and subnets that may be called beside those of the public Internet, comma-separated. */
    public void setAllow(String allow) {
        new PublicAddresses(allow); // a wrong one is an error of the start
        this.allow = allow;
    }

    public int getWindow() {
        return window;
    }

    /** Connections to one receiver at most; as many as calls of a client at once. */
    public void setWindow(int window) {
        if (window < 1) {
            throw new IllegalArgumentException("hub.webhooks.window is 1 or more, not " + window);
        }
        this.window = window;
    }

    public Duration getTimeout() {
        return timeout;
    }

    /** Of a call, from the look-up of the name to the end of the answer. */
    public void setTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("hub.webhooks.timeout is a time such as 15s, not " + timeout);
        }
        this.timeout = timeout;
    }

    public String getTrust() {
        return trust;
    }

    /** File of the authorities of receivers in PEM, in place of those that the JVM knows; empty = those. */
    public void setTrust(String trust) {
        this.trust = trust;
    }

    public String getNameServers() {
        return nameServers;
    }

    /** Name servers in place of the system's, {@code address:port}, comma-separated; empty = the system's. */
    public void setNameServers(String nameServers) {
        this.nameServers = nameServers;
    }
}
