package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SSLContextServerParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.line.options.Authenticator;
import org.smshub.line.options.Login;

/** TLS with client certificates, the authenticator bean, health. */
class SmppTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private String keys;

    @BeforeEach
    void keys() throws Exception {
        keys = folder.resolve("keys.p12").toString();
        Process keytool = Peers.start(
                folder.resolve("keytool"),
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "app",
                "-keyalg",
                "EC",
                "-dname",
                "CN=app",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys,
                "-storepass",
                PASSWORD);
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS) && keytool.exitValue() == 0)
                .isTrue();
    }

    private SSLContextParameters parameters(boolean withKey) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keys);
        store.setPassword(PASSWORD);
        SSLContextParameters tls = new SSLContextParameters();
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        tls.setTrustManagers(trust);
        if (withKey) {
            KeyManagersParameters key = new KeyManagersParameters();
            key.setKeyStore(store);
            key.setKeyPassword(PASSWORD);
            tls.setKeyManagers(key);
        }
        return tls;
    }

    @Test
    void theCertificateReachesTheAuthenticatorAndWithoutOneThereIsNoSession() throws Exception {
        AtomicReference<Login> login = new AtomicReference<>();
        Authenticator authenticator = bind -> {
            login.set(bind);
            X509Certificate certificate = (X509Certificate) bind.certificates().get(0);
            return certificate.getSubjectX500Principal().getName().equals("CN=" + bind.name()) ? "client-7" : null;
        };
        SSLContextParameters server = parameters(true);
        SSLContextServerParameters options = new SSLContextServerParameters();
        options.setClientAuthentication("REQUIRE");
        server.setServerParameters(options);
        try (SmppServerFixture fixture = SmppServerFixture.of((routes, address) -> {
            routes.bindToRegistry("tls", server);
            routes.bindToRegistry("login", authenticator);
            routes.from(address + "?sslContextParameters=#tls&authenticator=#login")
                    .setHeader("SmsRemoteId", routes.simple("${header.SmsClient}"));
        })) {
            SSLContext with = parameters(true).createSSLContext(new DefaultCamelContext());
            try (SmppClient client = new SmppClient(with.getSocketFactory().createSocket("127.0.0.1", fixture.port))) {
                assertThat(client.bind(BIND_TRANSCEIVER, "app", "any", 0x34).status())
                        .isZero();
                assertThat(client.ask(client.submit("x")).get(MESSAGE_ID)).isEqualTo("client-7");
                assertThat(login.get().toString()).contains("app").doesNotContain("any");
            }
            SSLContext without = parameters(false).createSSLContext(new DefaultCamelContext());
            try (SmppClient client =
                    new SmppClient(without.getSocketFactory().createSocket("127.0.0.1", fixture.port))) {
                assertThatThrownBy(() -> client.bind(BIND_TRANSCEIVER, "app", "any", 0x34))
                        .isInstanceOf(IOException.class);
            }
            try (SmppClient plain = new SmppClient(fixture.port)) {
                assertThatThrownBy(() -> plain.bind(BIND_TRANSCEIVER, "app", "any", 0x34))
                        .isNotNull();
            }
        }
    }

    @Test
    void theTlsOfTheContextIsUsedIfTheComponentIsToldSo() throws Exception {
        for (boolean global : new boolean[] {true, false}) {
            try (SmppServerFixture fixture = SmppServerFixture.of((routes, address) -> {
                routes.getContext().setSSLContextParameters(parameters(true));
                routes.getContext()
                        .getComponent("smpp-server", SmppServerComponent.class)
                        .setUseGlobalSslContextParameters(global);
                routes.from(address + "?systemId=app&password=secret").setHeader("SmsRemoteId", routes.constant("1"));
            })) {
                SSLContext trusting = parameters(false).createSSLContext(new DefaultCamelContext());
                try (SmppClient tls =
                                new SmppClient(trusting.getSocketFactory().createSocket("127.0.0.1", fixture.port));
                        SmppClient plain = new SmppClient(fixture.port)) {
                    SmppClient good = global ? tls : plain;
                    SmppClient bad = global ? plain : tls;
                    assertThat(good.bind(BIND_TRANSCEIVER, "app", "secret", 0x34)
                                    .status())
                            .isZero();
                    assertThatThrownBy(() -> bad.bind(BIND_TRANSCEIVER, "app", "secret", 0x34))
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void healthSaysWhoIsBound() throws Exception {
        try (SmppServerFixture fixture = SmppServerFixture.of((routes, address) -> {
            HealthCheckHelper.getHealthCheckRepository(routes.getContext(), "consumers")
                    .setEnabled(true);
            routes.from(address + "?systemId=app&password=secret").to("mock:in");
        })) {
            try (SmppClient client = SmppClient.bound(fixture.port, BIND_TRANSCEIVER)) {
                assertThat(client.ask(plain(ENQUIRE_LINK, 0, 2)).status()).isZero();
                HealthCheck.Result result = fixture.consumer().getHealthCheck().call();
                assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
                assertThat(result.getDetails()).containsEntry("sessions", 1);
            }
        }
    }
}
