package org.smshub.hub.jms;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.qpid.jms.transports.TransportOptions;
import org.apache.qpid.jms.transports.TransportSupport;
import org.apache.qpid.jms.util.PropertyUtil;

/**
 * Why a broker cannot be reached. Artemis' client has the same words for a port where nobody listens and a certificate that it
 * does not trust, Classic's for any fault of TLS, AMQP's for any of a trust store: the address is tried once more, and left.
 */
final class Reach {

    private static final int MILLIS = 2_000;

    private Reach() {}

    /** @return what is in the way; null = nothing, or the URL is none of one host */
    static Exception obstacle(String broker) {
        URI uri;
        try {
            uri = new URI(broker);
        } catch (URISyntaxException e) {
            return null;
        }
        if (uri.getHost() == null || uri.getPort() < 0) {
            return null;
        }
        try (Socket socket = new Socket()) {
            Map<String, String> options = PropertyUtil.parseQuery(uri);
            SSLContext tls = tls(uri.getScheme(), options);
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), MILLIS);
            socket.setSoTimeout(MILLIS);
            if (tls != null) {
                shake(tls, socket, uri, options);
            }
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    private static void shake(SSLContext tls, Socket socket, URI uri, Map<String, String> options) throws Exception {
        boolean anyName = options.entrySet().stream()
                .anyMatch(option -> option.getKey().contains("verifyHost") && "false".equals(option.getValue()));
        try (SSLSocket secure =
                (SSLSocket) tls.getSocketFactory().createSocket(socket, uri.getHost(), uri.getPort(), true)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(anyName ? null : "HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
        }
    }

    /** As the client of that kind of URL makes it; null = it speaks no TLS. */
    private static SSLContext tls(String scheme, Map<String, String> options) throws Exception {
        return switch (scheme) {
            case "ssl" -> SSLContext.getDefault();
            case "amqps" -> {
                TransportOptions transport = new TransportOptions();
                PropertyUtil.setProperties(transport, PropertyUtil.filterProperties(options, "transport."));
                yield TransportSupport.createJdkSslContext(transport);
            }
            case "tcp" ->
                Boolean.parseBoolean(options.get("sslEnabled"))
                        ? new SSLSupport()
                                .setTruststorePath(options.get("trustStorePath"))
                                .setTruststorePassword(options.get("trustStorePassword"))
                                .setTruststoreType(options.getOrDefault("trustStoreType", "JKS"))
                                .setKeystorePath(options.get("keyStorePath"))
                                .setKeystorePassword(options.get("keyStorePassword"))
                                .setKeystoreType(options.getOrDefault("keyStoreType", "JKS"))
                                .setTrustAll(Boolean.parseBoolean(options.get("trustAll")))
                                .createContext()
                        : null;
            default -> null;
        };
    }
}
