package org.smshub.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.camel.support.jsse.ClientAuthentication;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SSLContextServerParameters;
import org.apache.camel.support.jsse.TrustAllTrustManager;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS between the two ends: own trust store, the host's name, client certificates, and each end without the other. */
class LineTlsTest extends LineFixture {

    @TempDir
    static Path directory;

    @BeforeAll
    static void keys() throws Exception {
        for (String host : new String[] {"here", "elsewhere"}) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-alias",
                            host,
                            "-dname",
                            "CN=" + host,
                            "-ext",
                            host.equals("here") ? "san=ip:127.0.0.1" : "san=dns:elsewhere.example",
                            "-storepass",
                            "changeit",
                            "-keystore",
                            directory.resolve(host).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(keytool.waitFor()).isZero();
        }
    }

    private static KeyStoreParameters store(String name) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + directory.resolve(name));
        store.setPassword("changeit");
        return store;
    }

    /** @param own whose keys, null for none; @param trusts whose certificate, null for the JVM's trust store */
    private static SSLContextParameters tls(String own, String trusts) {
        SSLContextParameters tls = new SSLContextParameters();
        if (own != null) {
            KeyManagersParameters keys = new KeyManagersParameters();
            keys.setKeyStore(store(own));
            keys.setKeyPassword("changeit");
            tls.setKeyManagers(keys);
        }
        if (trusts != null) {
            TrustManagersParameters trust = new TrustManagersParameters();
            trust.setKeyStore(store(trusts));
            tls.setTrustManagers(trust);
        }
        return tls;
    }

    /** The key and the certificate of a store, in PEM. */
    private static String pem(String host, String kind) throws Exception {
        KeyStore store = KeyStore.getInstance(directory.resolve(host).toFile(), "changeit".toCharArray());
        String type = kind.equals("key") ? "PRIVATE KEY" : "CERTIFICATE";
        byte[] octets = kind.equals("key")
                ? store.getKey(host, "changeit".toCharArray()).getEncoded()
                : store.getCertificate(host).getEncoded();
        Path file = directory.resolve(host + "." + kind);
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END " + type
                        + "-----\n");
        return file.toString();
    }

    private static String files(String own, String trusts) throws Exception {
        return (own == null ? "" : "&tlsCertificate=" + pem(own, "crt") + "&tlsKey=" + pem(own, "key"))
                + (trusts == null ? "" : "&tlsTrust=" + pem(trusts, "crt"));
    }

    private int port;

    private String result(String serverOptions, String clientOptions) throws Exception {
        port = freePort();
        String address = "127.0.0.1:" + port + "?loginTimeout=2000";
        camel.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("toy-server:" + address + serverOptions).process(LineTlsTest.this::take);
                from("direct:out")
                        .errorHandler(noErrorHandler())
                        .to("toy:" + address + "&username=me&waitTimeout=1500&reconnectDelay=100" + clientOptions);
            }
        });
        camel.start();
        return end(send("hello"));
    }

    @Test
    void byFiles() throws Exception {
        assertThat(result(files("here", null), files(null, "here"))).isEqualTo("SENT");
    }

    @Test
    void byFilesWithTheCertificateOfTheClient() throws Exception {
        server.logins = login -> login.certificates().size() == 1 ? "me" : null;
        assertThat(result(files("here", "elsewhere"), files("elsewhere", "here")))
                .isEqualTo("SENT");
    }

    @Test
    void byFilesNotWithoutIt() throws Exception {
        assertThat(result(files("here", "elsewhere"), files(null, "here"))).isEqualTo("NOT_SENT toy:no-session");
    }

    @Test
    void byFilesNotWithACertificateOfNobodyKnown() throws Exception {
        assertThat(result(files("here", "elsewhere"), files("here", "here"))).isEqualTo("NOT_SENT toy:no-session");
    }

    @Test
    void byFilesNotForAnotherHost() throws Exception {
        assertThat(result(files("elsewhere", null), files(null, "elsewhere"))).isEqualTo("NOT_SENT toy:no-session");
    }

    private String subject() throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {TrustAllTrustManager.INSTANCE}, null);
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    /** A renewed certificate is shown by the next handshake; files that do not fit together leave the old one in use. */
    @Test
    void filesThatChangeAreReadAgain() throws Exception {
        Path certificate = Files.copy(Path.of(pem("here", "crt")), directory.resolve("used.crt"));
        Path key = Files.copy(Path.of(pem("here", "key")), directory.resolve("used.key"));
        assertThat(result("&tlsCertificate=" + certificate + "&tlsKey=" + key, files(null, "here")))
                .isEqualTo("SENT");
        assertThat(subject()).isEqualTo("CN=here");
        Files.writeString(certificate, Files.readString(Path.of(pem("elsewhere", "crt"))));
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> subject()
                .equals("CN=here"));
        Files.writeString(key, Files.readString(Path.of(pem("elsewhere", "key"))));
        await().until(() -> subject().equals("CN=elsewhere"));
        assertThat(end(send("hello"))).as("the session of before goes on").isEqualTo("SENT");
    }

    /** Without forward secrecy, without authentication of what is encrypted, or of before TLS 1.2. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.2,TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2,TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        "TLSv1.1,TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
    })
    void weakTlsIsRefused(String protocol, String cipher) throws Exception {
        assertThat(result(files("here", null), files(null, "here"))).isEqualTo("SENT");
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {TrustAllTrustManager.INSTANCE}, null);
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(new String[] {cipher});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsWrongWithTheFilesIsOneClearError() throws Exception {
        String crt = pem("here", "crt");
        String other = pem("elsewhere", "key");
        assertThatThrownBy(() -> result("&tlsCertificate=" + crt + "&tlsKey=" + other, ""))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining(other + " is not the key of " + crt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?tlsCertificate=/none.crt&tlsKey=/none.key | /none.crt
            ?tlsCertificate=/none.crt | both a certificate and its key
            ?tlsTrust=/none.crt | needs tlsCertificate
            """)
    void whatIsMissingIsNamed(String options, String named) {
        assertThatThrownBy(() -> {
                    camel.addRoutes(new org.apache.camel.builder.RouteBuilder() {
                        @Override
                        public void configure() {
                            from("toy-server:127.0.0.1:1" + options).to("mock:x");
                        }
                    });
                    camel.start();
                })
                .rootCause()
                .hasMessageContaining(named);
    }

    private String result(SSLContextParameters serverTls, SSLContextParameters clientTls, String options)
            throws Exception {
        String address = "127.0.0.1:" + freePort() + "?loginTimeout=2000";
        camel.getRegistry().bind("server", serverTls == null ? new Object() : serverTls);
        camel.getRegistry().bind("client", clientTls == null ? new Object() : clientTls);
        camel.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("toy-server:" + address + (serverTls == null ? "" : "&sslContextParameters=#server"))
                        .process(LineTlsTest.this::take);
                from("direct:out")
                        .errorHandler(noErrorHandler())
                        .to("toy:" + address + "&username=me&waitTimeout=1500" + options
                                + (clientTls == null ? "" : "&sslContextParameters=#client"));
            }
        });
        camel.start();
        return end(send("hello"));
    }

    @Test
    void withItsOwnTrustStore() throws Exception {
        assertThat(result(tls("here", null), tls(null, "here"), "")).isEqualTo("SENT");
    }

    @Test
    void notWithTheJvmsTrustStore() throws Exception {
        assertThat(result(tls("here", null), tls(null, null), "")).isEqualTo("NOT_SENT toy:no-session");
    }

    @Test
    void notForAnotherHostUnlessAllowed() throws Exception {
        assertThat(result(tls("elsewhere", null), tls(null, "elsewhere"), "")).isEqualTo("NOT_SENT toy:no-session");
    }

    @Test
    void forAnotherHostWhenTheCheckIsOff() throws Exception {
        assertThat(result(tls("elsewhere", null), tls(null, "elsewhere"), "&hostnameVerification=false"))
                .isEqualTo("SENT");
    }

    private static SSLContextParameters demanding() {
        SSLContextParameters tls = tls("here", "elsewhere");
        SSLContextServerParameters parameters = new SSLContextServerParameters();
        parameters.setClientAuthentication(ClientAuthentication.REQUIRE.name());
        tls.setServerParameters(parameters);
        return tls;
    }

    @Test
    void withTheCertificateOfTheClient() throws Exception {
        server.logins = login -> login.certificates().size() == 1 ? "me" : null;
        assertThat(result(demanding(), tls("elsewhere", "here"), "")).isEqualTo("SENT");
    }

    @Test
    void notWithoutIt() throws Exception {
        assertThat(result(demanding(), tls(null, "here"), "")).isEqualTo("NOT_SENT toy:no-session");
    }

    @Test
    void notWithTlsAtOneEndAlone() throws Exception {
        assertThat(result(tls("here", null), null, "")).isEqualTo("NOT_SENT toy:no-session");
    }

    @Test
    void norAtTheOther() throws Exception {
        assertThat(result(null, tls(null, "here"), "")).isEqualTo("NOT_SENT toy:no-session");
    }
}
