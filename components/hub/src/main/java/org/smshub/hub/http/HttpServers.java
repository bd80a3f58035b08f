package org.smshub.hub.http;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.support.service.ServiceHelper;
import org.smshub.ledger.AwayListener;
import org.smshub.link.TlsFiles;

/**
 * Makes Camel Main's HTTP server one with bounds: {@link BoundedHttpServer}. Everything that {@code camel.server.*} says
 * holds for it; the management server stays Camel's own.
 */
public class HttpServers extends DefaultMainHttpServerFactory implements AwayListener {

    private Service management;
    private String tlsCertificate;
    private String tlsKey;
    private String tlsTrust;
    private String managementTlsCertificate;
    private String managementTlsKey;
    private String managementTlsTrust;
    private int maxConnections = 1_000;
    private int maxConnectionsPerAddress;
    private int maxRequests = 800;
    private int maxHeaderSize = 8_192;
    private Duration headerTimeout = Duration.ofSeconds(10);
    private Duration bodyTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Duration unreadTimeout = Duration.ofSeconds(30);

    @Override
    public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties properties) {
        MainHttpServer camels = (MainHttpServer) super.newHttpServer(context, properties);
        MainHttpServer server = new Bounded(bounds(), HttpTls.files("hub.http.tls", tlsCertificate, tlsKey, tlsTrust));
        server.setCamelContext(context);
        server.setConfiguration(camels.getConfiguration());
        server.setStaticEnabled(camels.isStaticEnabled());
        server.setStaticSourceDir(camels.getStaticSourceDir());
        server.setStaticContextPath(properties.getStaticContextPath());
        return server;
    }

    /** Camel's own, unless it is to speak TLS: then one like that of the API. */
    @Override
    public Service newHttpManagementServer(
            CamelContext context, HttpManagementServerConfigurationProperties properties) {
        ManagementHttpServer camels = (ManagementHttpServer) super.newHttpManagementServer(context, properties);
        management = camels;
        TlsFiles tls =
                HttpTls.files("hub.management.tls", managementTlsCertificate, managementTlsKey, managementTlsTrust);
        if (tls == null) {
            return camels;
        }
        ManagementHttpServer server = new Secured(bounds(), tls);
        server.setCamelContext(context);
        server.setConfiguration(camels.getConfiguration());
        server.setInfoEnabled(camels.isInfoEnabled());
        server.setInfoPath(camels.getInfoPath());
        server.setDevConsoleEnabled(camels.isDevConsoleEnabled());
        server.setHealthCheckEnabled(camels.isHealthCheckEnabled());
        server.setHealthPath(camels.getHealthPath());
        server.setMetricsEnabled(camels.isMetricsEnabled());
        management = server;
        return server;
    }

    /** Camel would start it behind the components. */
    @Override
    public void away() {
        ServiceHelper.startService(management);
    }

    private HttpBounds bounds() {
        return new HttpBounds(
                maxConnections,
                maxConnectionsPerAddress,
                maxRequests,
                maxHeaderSize,
                headerTimeout,
                bodyTimeout,
                idleTimeout,
                unreadTimeout);
    }

    private static final class Bounded extends MainHttpServer {

        private final HttpBounds bounds;
        private final TlsFiles tls;

        Bounded(HttpBounds bounds, TlsFiles tls) {
            this.bounds = bounds;
            this.tls = tls;
        }

        @Override
        protected void doInit() throws Exception {
            // the context starts and stops it
            getCamelContext().addService(new BoundedHttpServer(getConfiguration(), bounds, tls, true));
        }
    }

    /** For what a hub has on its management port: health, metrics, info. */
    private static final class Secured extends ManagementHttpServer {

        private final HttpBounds bounds;
        private final TlsFiles tls;

        private Service server;

        Secured(HttpBounds bounds, TlsFiles tls) {
            this.bounds = bounds;
            this.tls = tls;
        }

        @Override
        protected void doInit() throws Exception {
            // the context stops it
            server = new BoundedHttpServer(getConfiguration(), bounds, tls, false);
            getCamelContext().addService(server);
        }

        @Override
        protected void doStart() throws Exception {
            ServiceHelper.startService(server);
            super.doStart();
        }
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("hub.http." + option + " is 1 or more, not " + value);
        }
        return value;
    }

    private static Duration positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("hub.http." + option + " is a time such as 10s, not " + value);
        }
        return value;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    /** Connections at once; those beyond are closed as they come. */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = positive("maxConnections", maxConnections);
    }

    public int getMaxConnectionsPerAddress() {
        return maxConnectionsPerAddress;
    }

    /** The same of one address, so that one cannot shut out all others; 0 = half of maxConnections. */
    public void setMaxConnectionsPerAddress(int maxConnectionsPerAddress) {
        if (maxConnectionsPerAddress < 0) {
            throw new IllegalArgumentException(
                    "hub.http.maxConnectionsPerAddress is 0 (half of all) or more, not " + maxConnectionsPerAddress);
        }
        this.maxConnectionsPerAddress = maxConnectionsPerAddress;
    }

    public int getMaxRequests() {
        return maxRequests;
    }

    /** Requests that are being answered at once, one a connection; those beyond are answered 503. */
    public void setMaxRequests(int maxRequests) {
        this.maxRequests = positive("maxRequests", maxRequests);
    }

    public int getMaxHeaderSize() {
        return maxHeaderSize;
    }

    /** Octets of a request's header; 431 beyond. */
    public void setMaxHeaderSize(int maxHeaderSize) {
        this.maxHeaderSize = positive("maxHeaderSize", maxHeaderSize);
    }

    public Duration getHeaderTimeout() {
        return headerTimeout;
    }

    /** From the connection, or the first octet of a header, to its end. */
    public void setHeaderTimeout(Duration headerTimeout) {
        this.headerTimeout = positive("headerTimeout", headerTimeout);
    }

    public Duration getBodyTimeout() {
        return bodyTimeout;
    }

    /** From the end of the header to that of the body. */
    public void setBodyTimeout(Duration bodyTimeout) {
        this.bodyTimeout = positive("bodyTimeout", bodyTimeout);
    }

    public Duration getIdleTimeout() {
        return idleTimeout;
    }

    /** Between two requests of a connection. */
    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = positive("idleTimeout", idleTimeout);
    }

    public Duration getUnreadTimeout() {
        return unreadTimeout;
    }

    /** How long an answer may wait to be read. */
    public void setUnreadTimeout(Duration unreadTimeout) {
        this.unreadTimeout = positive("unreadTimeout", unreadTimeout);
    }

    public String getTlsCertificate() {
        return tlsCertificate;
    }

    /** File of the certificate of the API, in PEM; empty: it is plain HTTP. */
    public void setTlsCertificate(String tlsCertificate) {
        this.tlsCertificate = tlsCertificate;
    }

    public String getTlsKey() {
        return tlsKey;
    }

    /** File of its private key, in PEM (PKCS#8) without a password. */
    public void setTlsKey(String tlsKey) {
        this.tlsKey = tlsKey;
    }

    public String getTlsTrust() {
        return tlsTrust;
    }

    /** File of the authorities of clients, in PEM: only who shows a certificate of theirs comes in. Empty: none is asked for. */
    public void setTlsTrust(String tlsTrust) {
        this.tlsTrust = tlsTrust;
    }

    public String getManagementTlsCertificate() {
        return managementTlsCertificate;
    }

    /** The same of the management port: tlsCertificate. */
    public void setManagementTlsCertificate(String managementTlsCertificate) {
        this.managementTlsCertificate = managementTlsCertificate;
    }

    public String getManagementTlsKey() {
        return managementTlsKey;
    }

    /** The same of the management port: tlsKey. */
    public void setManagementTlsKey(String managementTlsKey) {
        this.managementTlsKey = managementTlsKey;
    }

    public String getManagementTlsTrust() {
        return managementTlsTrust;
    }

    /** The same of the management port: tlsTrust. */
    public void setManagementTlsTrust(String managementTlsTrust) {
        this.managementTlsTrust = managementTlsTrust;
    }
}
