package org.smshub.hub.http;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashSet;
import org.smshub.link.TlsFiles;

/** TLS of an HTTP port by files: what Camel's own setting for Vert.x leaves out is all there, and they may change. */
final class HttpTls {

    private HttpTls() {}

    /** The files of an option's name, null when it has none. Empty = none. */
    static TlsFiles files(String option, String certificate, String key, String trust) {
        String own = orNull(certificate);
        String secret = orNull(key);
        String clients = orNull(trust);
        if (own == null && secret == null && clients == null) {
            return null;
        }
        try {
            if (own == null) {
                throw new IllegalArgumentException("TLS wants a certificate and its key");
            }
            return new TlsFiles(own, secret, clients);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ".certificate, .key, .trust: " + e.getMessage(), e);
        }
    }

    private static String orNull(String file) {
        return file == null || file.isBlank() ? null : file.trim();
    }

    static void on(HttpServerOptions options, TlsFiles files) {
        options.setSsl(true)
                .setKeyCertOptions(KeyCertOptions.wrap(files.keys()))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsFiles.PROTOCOLS));
        TlsFiles.ciphers().forEach(options::addEnabledCipherSuite);
        if (files.trusts()) {
            options.setTrustOptions(TrustOptions.wrap(files.trust())).setClientAuth(ClientAuth.REQUIRED);
        }
    }
}
