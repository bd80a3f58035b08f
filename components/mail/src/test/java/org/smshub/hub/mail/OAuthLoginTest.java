package org.smshub.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins by OAuth2: a token endpoint by HTTP, and a mail server that knows XOAUTH2 in IMAP, POP3 and SMTP. */
class OAuthLoginTest {

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "{\"access_token\":\"t1\",\"expires_in\":3600}";
    private HttpServer endpoint;
    private GreenMail server;
    private GreenMailUser box;
    private MailHub hub;

    @BeforeEach
    void start() throws Exception {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/token", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        endpoint.start();
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP)
        });
        server.start();
        box = server.setUser("sms@sms.example.org", "sms@sms.example.org", "t1");
        server.setUser("desk@example.org", "desk@example.org", "pw");
        hub = new MailHub(folder);
    }

    @AfterEach
    void stop() {
        hub.close();
        server.stop();
        endpoint.stop(0);
    }

    private OAuthLogin login() {
        OAuthLogin login = new OAuthLogin();
        login.setUser("sms@sms.example.org");
        login.setTokenUrl("http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token");
        login.setClientId("app");
        login.setClientSecret("top&secret");
        login.setScope("https://outlook.office365.com/.default");
        return login;
    }

    private void mailbox(String template, String protocol, int port) throws Exception {
        hub.context.getRegistry().bind("office", login());
        hub.add(
                template,
                new HashMap<>(Map.of(
                        "protocol",
                        protocol,
                        "host",
                        "127.0.0.1",
                        "port",
                        "" + port,
                        "authenticator",
                        "#bean:office",
                        "mechanisms",
                        "XOAUTH2",
                        "trusted",
                        "mx.example.org",
                        "delay",
                        "200")));
    }

    private void deliver(String id) throws Exception {
        String mail = "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\r\n"
                + "From: anna@example.org\r\nTo: +48600100200@sms.example.org\r\nMessage-ID: <" + id
                + "@example.org>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\n\r\nHello " + id;
        box.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
    }

    private void awaitSent(String... texts) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(hub.sent).extracting(MailHub.Sent::text).containsExactlyInAnyOrder(texts));
    }

    @Test
    void aMailboxByImap() throws Exception {
        mailbox("mail-in", "imap", server.getImap().getPort());
        deliver("1");
        awaitSent("Hello 1");
        assertThat(asked.get(0))
                .isEqualTo("grant_type=client_credentials&client_id=app&client_secret=top%26secret"
                        + "&scope=https%3A%2F%2Foutlook.office365.com%2F.default");
        // one token for all that happened
        assertThat(asked).hasSize(1);
    }

    @Test
    void aMailboxByPop3() throws Exception {
        mailbox("pop-in", "pop3", server.getPop3().getPort());
        deliver("1");
        awaitSent("Hello 1");
    }

    @Test
    void mailsOut() throws Exception {
        hub.context.getRegistry().bind("office", login());
        hub.add(
                "mail-out",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        "" + server.getSmtp().getPort(),
                        "authenticator",
                        "#bean:office",
                        "mechanisms",
                        "XOAUTH2"));
        hub.add("mail-events", Map.of());
        hub.incoming("+48600100202", "2345", "A reply");
        assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
        assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo("SMS from +48 600 100 202");
    }

    @Test
    void anEndpointThatRefusesIsSaidInOneLineWithoutTheSecret() throws Exception {
        OAuthLogin login = login();
        status = 401;
        answer = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215:\\r\\nInvalid client secret\"}";
        assertThatThrownBy(login::getPasswordAuthentication)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No token for sms@sms.example.org from 127.0.0.1: HTTP 401, invalid_client AADSTS7000215:"
                        + " Invalid client secret");
        // not asked again at once
        assertThatThrownBy(login::getPasswordAuthentication).hasMessageNotContaining("secret=");
        assertThat(asked).hasSize(1);
        status = 200;
        answer = "{\"access_token\":\"t1\",\"expires_in\":3600}";
        await().ignoreExceptions().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        login.getPasswordAuthentication().getPassword())
                .isEqualTo("t1"));
    }

    @Test
    void aTokenIsRenewedBeforeItIsOver() {
        OAuthLogin login = login();
        answer = "{\"access_token\":\"t1\",\"expires_in\":2}";
        assertThat(login.getPasswordAuthentication().getPassword()).isEqualTo("t1");
        answer = "{\"access_token\":\"t2\",\"expires_in\":3600}";
        await().untilAsserted(() ->
                assertThat(login.getPasswordAuthentication().getPassword()).isEqualTo("t2"));
        login.getPasswordAuthentication();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aRefreshTokenThatIsReplacedIsKept() throws Exception {
        Path file = folder.resolve("refresh.token");
        Files.writeString(file, "r1\n");
        OAuthLogin login = login();
        login.setRefreshTokenFile(file.toString());
        answer = "{\"access_token\":\"t1\",\"expires_in\":3600,\"refresh_token\":\"r2\"}";
        login.getPasswordAuthentication();
        assertThat(asked.get(0)).startsWith("grant_type=refresh_token&").contains("&refresh_token=r1");
        assertThat(Files.readString(file)).isEqualTo("r2\n");
    }

    @Test
    void nonsenseAndSilenceEnd() throws Exception {
        OAuthLogin login = login();
        answer = "<html>" + "x".repeat(1_000_000);
        assertThatThrownBy(login::getPasswordAuthentication).hasMessageContaining("HTTP 200");
        OAuthLogin other = login();
        other.setRequestTimeout(300);
        try (var silent = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            other.setTokenUrl("http://127.0.0.1:" + silent.getLocalPort() + "/token");
            assertThatThrownBy(other::getPasswordAuthentication).hasMessageContaining("within 300 ms");
        }
        assertThatThrownBy(() -> login.setTokenUrl("http://login.example.org/token"))
                .hasMessageContaining("https");
    }
}
