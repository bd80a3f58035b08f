package org.smshub.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.nettysmpp.SmppServerComponent;
import org.smshub.ucp.UcpComponent;
import org.smshub.ucp.UcpServerComponent;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What camel.component.* says in a Spring Boot application is done, or the application does not start. */
@Timeout(120)
class SpringBootTest {

    @TempDir
    static Path folder;

    private static String keys;
    private final int ucp = freePort();
    private final int smpp = freePort();

    @BeforeAll
    static void keys() throws Exception {
        keys = folder.resolve("keys.p12").toString();
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = "-genkeypair -keyalg EC -alias x -dname CN=localhost -ext san=ip:127.0.0.1 -storetype PKCS12";
        Process process = new ProcessBuilder(Stream.of(
                                Stream.of(keytool),
                                Stream.of(options.split(" ")),
                                Stream.of("-storepass", "changeit", "-keystore", keys))
                        .flatMap(words -> words)
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ConfigurableApplicationContext start(Map<String, Object> environment, String... arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        StandardEnvironment standard = new StandardEnvironment();
        standard.getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", environment));
        application.setEnvironment(standard);
        return application.run(Stream.concat(
                        Stream.of("--ucp.port=" + ucp, "--smpp.port=" + smpp, "--keys=" + keys), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private ConfigurableApplicationContext start(String... arguments) {
        return start(Map.of(), arguments);
    }

    private static SocketFactory tls() throws Exception {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keys);
        store.setPassword("changeit");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        SSLContext context = parameters.createSSLContext(new DefaultCamelContext());
        return context.getSocketFactory();
    }

    private void assertEnters(SocketFactory way, boolean entered) throws IOException {
        assertThat(Login.UCP.accepted(way, ucp)).as("UCP").isEqualTo(entered);
        assertThat(Login.SMPP.accepted(way, smpp)).as("SMPP").isEqualTo(entered);
    }

    @Test
    void withoutTlsAPlainClientLogsIn() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            assertThat(application.isRunning()).isTrue();
            assertEnters(SocketFactory.getDefault(), true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "global"})
    void withTlsAPlainClientCannotLogIn(String profile) throws Exception {
        try (ConfigurableApplicationContext application = start("--spring.profiles.active=" + profile)) {
            assertThat(application.isRunning()).isTrue();
            assertEnters(SocketFactory.getDefault(), false);
            assertEnters(tls(), true);
        }
    }

    @Test
    void namesAreAsSpringAndAsCamelWriteThem() {
        Map<String, Object> environment = Map.of(
                "CAMEL_COMPONENT_UCPSERVER_MAXRATE", "7",
                "CAMEL_COMPONENT_SMPPSERVER_CONFIGURATION_MAXSESSIONS", "8");
        try (ConfigurableApplicationContext application = start(
                environment,
                "--camel.component.ucp.requestTimeout=5s",
                "--camel.component.ucp.window={{its.window}}",
                "--its.window=9",
                "--camel.component.ucp-server.max-sessions=10",
                "--camel.component.ucp-server.configuration.login-timeout=11000",
                "--camel.component.smpp-server.queueSize=3")) {
            CamelContext camel = application.getBean(CamelContext.class);
            UcpComponent client = camel.getComponent("ucp", UcpComponent.class);
            assertThat(client.getConfiguration().getRequestTimeout()).isEqualTo(5_000);
            assertThat(client.getConfiguration().getWindow()).isEqualTo(9);
            UcpServerComponent server = camel.getComponent("ucp-server", UcpServerComponent.class);
            assertThat(server.getConfiguration().getMaxRate()).isEqualTo(7);
            assertThat(server.getConfiguration().getMaxSessions()).isEqualTo(10);
            assertThat(server.getConfiguration().getLoginTimeout()).isEqualTo(11_000);
            SmppServerComponent smppServer = camel.getComponent("smpp-server", SmppServerComponent.class);
            assertThat(smppServer.getConfiguration().getMaxSessions()).isEqualTo(8);
            assertThat(smppServer.getConfiguration().getQueueSize()).isEqualTo(3);
        }
    }

    /** The value may be a password under a misspelt name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.ucp.pasword",
                "camel.component.ucp-server.configuration.pasword",
                "camel.component.smpp-server.pasword",
                "camel.component.smpp-client.pasword",
                "camel.component.cimd2.pasword",
                "camel.component.gsmmodem.pasword",
                "camel.component.gsmmodem-sim.configuration.pasword",
                "camel.component.cimd2-server.configuration.pasword",
                "camel.component.ledger.pasword"
            })
    void anUnknownOptionStopsTheStart(String option) {
        assertThatThrownBy(() -> start("--" + option + "=hunter2").close())
                .hasStackTraceContaining(option + " is set, but")
                .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource({
        "camel.component.ucp-server.max-rate, a-hundred, int",
        "camel.component.ucp-server.sslContextParameters, #bean:missing, SSLContextParameters",
        "camel.component.smpp-server.ssl-context-parameters, tls-of-another, SSLContextParameters",
        "camel.component.smpp-server.password, #bean:hunter2, String"
    })
    void aWrongValueStopsTheStart(String option, String value, String type) {
        assertThatThrownBy(() -> start("--" + option + "=" + value).close())
                .hasStackTraceContaining(option + " cannot be set: its value is no " + type)
                .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain(value));
    }

    /** In Boot camel.ssl.* without config makes a bean and nothing global. */
    @Test
    void globalTlsThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> start("--camel.component.ucp-server.useGlobalSslContextParameters=true")
                        .close())
                .hasStackTraceContaining("useGlobalSslContextParameters is true, but there are none");
    }

    @Test
    void customizersCanBeSwitchedOffAsThoseOfCamel() {
        try (ConfigurableApplicationContext application =
                start("--camel.component.ucp.window=9", "--camel.component.ucp.customizer.enabled=false")) {
            UcpComponent client = application.getBean(CamelContext.class).getComponent("ucp", UcpComponent.class);
            assertThat(client.getConfiguration().getWindow()).isNotEqualTo(9);
        }
    }
}
