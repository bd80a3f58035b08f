package org.smshub.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.camel.support.jsse.ClientAuthentication;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SSLContextServerParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private String result(SSLContextParameters serverTls, SSLContextParameters clientTls, String options)
            throws Exception {
        String address = "127.0.0.1:" + LineClientTest.freePort() + "?loginTimeout=2000";
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
