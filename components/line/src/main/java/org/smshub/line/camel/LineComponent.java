package org.smshub.line.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.jsse.CipherSuitesParameters;
import org.apache.camel.support.jsse.ClientAuthentication;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SSLContextServerParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.smshub.line.Line;
import org.smshub.line.Tcp;
import org.smshub.line.Threads;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.line.options.LineConfiguration;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.link.Shared;
import org.smshub.link.TlsFiles;

/**
 * What the components of both ends are: lines that endpoints with the same address share, and the threads under them.
 *
 * @param <F> a frame of the protocol
 * @param <C> the options
 * @param <L> the line
 */
public abstract class LineComponent<F, C extends LineConfiguration, L extends Line<F>> extends HealthCheckComponent
        implements SSLContextParametersAware {

    private record Open<C, L extends Line<?>>(L line, C options, CamelContext context, List<Runnable> metrics)
            implements AutoCloseable {
        @Override
        public void close() {
            metrics.forEach(Runnable::run);
            line.close();
            // a context that stops waits for all at once
            if (!context.isStopping()) {
                line.awaitGone();
            }
        }
    }

    private final Shared<String, Open<C, L>> lines = new Shared<>();
    private Threads threads;

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Whether endpoints without sslContextParameters use the global ones")
    private boolean useGlobalSslContextParameters;

    /** The options of all endpoints, which each may overrule. */
    public abstract C getConfiguration();

    /** A new endpoint with these options. */
    protected abstract LineEndpoint<F, C, L> endpoint(String uri, C options);

    /** An endpoint with its own options, complete and checked. */
    @Override
    @SuppressWarnings("unchecked")
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        C options = (C) getConfiguration().clone();
        LineEndpoint<F, C, L> endpoint = endpoint(uri, options);
        options.at(uri.substring(0, uri.indexOf(':')), remaining);
        setProperties(endpoint, parameters);
        if (options.getSslContextParameters() == null && !options.hasTlsFiles() && useGlobalSslContextParameters) {
            SSLContextParameters global = retrieveGlobalSslContextParameters();
            if (global == null) {
                throw new IllegalArgumentException(options.address()
                        + ": useGlobalSslContextParameters is true, but there are none; set camel.ssl.* (in Spring Boot"
                        + " camel.ssl.config.*), or the line would not be encrypted");
            }
            options.setSslContextParameters(global);
        }
        options.check();
        return endpoint;
    }

    /** Makes the line; must not wait for the peer. */
    protected abstract L open(C options);

    /** An endpoint joins the line: it may listen or dial now. */
    protected abstract void join(L line, C options);

    /** The line of these options, which all endpoints with the same key share. Each call needs its release. */
    L acquire(C options) throws Exception {
        Open<C, L> open = lines.acquire(options.key(), key -> opened(options));
        try {
            requireSame(options.address(), open.options().shared(), options.shared());
            join(open.line(), options);
        } catch (Exception e) {
            release(options);
            throw e;
        }
        return open.line();
    }

    private Open<C, L> opened(C options) {
        L line = open(options);
        return new Open<>(line, options, getCamelContext(), metrics(line, options));
    }

    /** By the name of Micrometer's class, since it may not be there; what takes them away again. */
    private List<Runnable> metrics(L line, C options) {
        List<Runnable> metrics = new ArrayList<>(1);
        Class<?> type =
                getCamelContext().getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (type != null) {
            String link = options instanceof LineClientConfiguration client ? client.getLinkName() : null;
            for (Object registry : getCamelContext().getRegistry().findByType(type)) {
                metrics.add(LineMetrics.bind(registry, options.key(), link, line));
            }
        }
        return metrics;
    }

    /** Endpoints on one line must agree on its options. Values are not named: one is a password. */
    private static void requireSame(String line, Map<String, Object> first, Map<String, Object> second) {
        first.forEach((option, value) -> {
            if (second.containsKey(option) && !Objects.equals(value, second.get(option))) {
                throw new IllegalArgumentException("Two endpoints of " + line + " differ in option " + option
                        + ", which is one of the line they share: give both the same");
            }
        });
    }

    void release(C options) throws Exception {
        lines.release(options.key());
    }

    @Override
    protected void doStart() throws Exception {
        threads = LineThreads.acquire(getCamelContext());
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (threads != null) {
            threads = null;
            LineThreads.release(getCamelContext());
        }
    }

    protected Threads threads() {
        return threads;
    }

    /** TCP for these options. @param verifyHost whether the peer's certificate must be for its host */
    protected Tcp tcp(C options, boolean verifyHost) {
        SSLContext context;
        try {
            SSLContextParameters ssl = options.hasTlsFiles() ? parameters(options) : options.getSslContextParameters();
            context = ssl == null ? null : ssl.createSSLContext(getCamelContext());
        } catch (Exception e) {
            throw new IllegalArgumentException(options.address() + ": TLS cannot be had: " + e.getMessage(), e);
        }
        return new Tcp(threads, context, verifyHost, Duration.ofMillis(options.getLoginTimeout()));
    }

    private static SSLContextParameters parameters(LineConfiguration options) {
        TlsFiles files = new TlsFiles(options.getTlsCertificate(), options.getTlsKey(), options.getTlsTrust());
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(new KeyManagersParameters() {
            @Override
            public KeyManager[] createKeyManagers() {
                return new KeyManager[] {files.keys()};
            }
        });
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setTrustManager(files.trust());
        parameters.setTrustManagers(trust);
        SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
        protocols.setSecureSocketProtocol(TlsFiles.PROTOCOLS);
        parameters.setSecureSocketProtocols(protocols);
        CipherSuitesParameters ciphers = new CipherSuitesParameters();
        ciphers.setCipherSuite(TlsFiles.ciphers());
        parameters.setCipherSuites(ciphers);
        if (options instanceof LineServerConfiguration && files.trusts()) {
            SSLContextServerParameters server = new SSLContextServerParameters();
            server.setClientAuthentication(ClientAuthentication.REQUIRE.name());
            parameters.setServerParameters(server);
        }
        return parameters;
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
