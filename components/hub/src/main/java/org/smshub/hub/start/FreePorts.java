package org.smshub.hub.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.LifecycleStrategySupport;

/** Stops a start whose HTTP ports are taken: Camel's HTTP server logs a warning and goes on without them. */
public class FreePorts implements CamelContextAware {

    private CamelContext camelContext;
    private String httpHost;
    private int httpPort;
    private String managementHost = InetAddress.getLoopbackAddress().getHostAddress();
    private int managementPort;
    private boolean console;
    private String consoleHost = InetAddress.getLoopbackAddress().getHostAddress();
    private int consolePort;

    private void check() {
        check(httpHost, httpPort, "hub.http.port (HUB_HTTP_PORT)");
        check(managementHost, managementPort, "hub.management.port (HUB_MANAGEMENT_PORT)");
        if (console) {
            check(consoleHost, consolePort, "hub.console.port (HUB_CONSOLE_PORT)");
        }
    }

    private static void check(String host, int port, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a port of a hub that has just ended is free
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Port " + port + " of " + host + " cannot be had (" + e.getMessage()
                            + "); end what uses it, or set " + option,
                    e);
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
                check();
            }
        });
    }

    public String getHttpHost() {
        return httpHost;
    }

    public void setHttpHost(String httpHost) {
        this.httpHost = httpHost;
    }

    public int getHttpPort() {
        return httpPort;
    }

    public void setHttpPort(int httpPort) {
        this.httpPort = httpPort;
    }

    public String getManagementHost() {
        return managementHost;
    }

    public void setManagementHost(String managementHost) {
        this.managementHost = managementHost;
    }

    public int getManagementPort() {
        return managementPort;
    }

    public void setManagementPort(int managementPort) {
        this.managementPort = managementPort;
    }

    public boolean isConsole() {
        return console;
    }

    public void setConsole(boolean console) {
        this.console = console;
    }

    public String getConsoleHost() {
        return consoleHost;
    }

    public void setConsoleHost(String consoleHost) {
        this.consoleHost = consoleHost;
    }

    public int getConsolePort() {
        return consolePort;
    }

    public void setConsolePort(int consolePort) {
        this.consolePort = consolePort;
    }
}
