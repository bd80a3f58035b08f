package org.smshub.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** STARTTLS of the listener, and what somebody on the way may try to slip in before it. */
class SmtpTlsTest {

    private static final char[] STORE = "changeit".toCharArray();

    @TempDir
    Path folder;

    private MailHub hub;
    private int port;
    private SSLContext trusting;

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("store");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "hub",
                        "-dname",
                        "CN=localhost",
                        "-storepass",
                        new String(STORE),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), STORE);
        Path certificate = pem("CERTIFICATE", keys.getCertificate("hub").getEncoded());
        Path key = pem("PRIVATE KEY", keys.getKey("hub", STORE).getEncoded());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load((InputStream) null, null);
        trusted.setCertificateEntry("hub", keys.getCertificate("hub"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        hub = new MailHub(folder.resolve("hub"));
        port = hub.smtp(Map.of("tlsCertificate", certificate.toString(), "tlsKey", key.toString()));
    }

    private Path pem(String type, byte[] octets) throws Exception {
        String text = "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END "
                + type + "-----\n";
        return Files.writeString(folder.resolve(type.replace(' ', '-')), text);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aMailByTls() throws Exception {
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            assertThat(smtp.say("EHLO test")).contains("STARTTLS");
            assertThat(smtp.say("STARTTLS")).startsWith("220");
            smtp.secure(trusting);
            assertThat(smtp.login("office", MailHub.PASSWORD)).startsWith("235");
            assertThat(smtp.say("EHLO test")).doesNotContain("STARTTLS");
            assertThat(smtp.mail("\r\nHello", "+48600100200@sms.example.org")).startsWith("250 2.0.0 accepted");
        }
    }

    @Test
    void whatWasSaidInClearBehindStarttlsIsThrownAway() throws Exception {
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            smtp.say("EHLO test");
            smtp.raw("STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@example.com>\r\n");
            assertThat(smtp.answer()).startsWith("220");
            try {
                smtp.secure(trusting);
                // nothing of it was heard: the first answer is that to the first thing said by TLS
                assertThat(smtp.say("NOOP")).startsWith("250");
                assertThat(smtp.say("RCPT TO:<+48600100200@sms.example.org>")).startsWith("503");
            } catch (javax.net.ssl.SSLException e) {
                // the octets in clear were taken for TLS: as good
                assertThat(hub.sent).isEmpty();
            }
        }
        assertThat(hub.sent).isEmpty();
    }

    @Test
    void aClientThatSpeaksNoTlsBehindStarttlsHarmsNobody() throws Exception {
        try (SmtpDialogue smtp = new SmtpDialogue(port)) {
            smtp.say("EHLO test");
            assertThat(smtp.say("STARTTLS")).startsWith("220");
            smtp.raw("not TLS at all\r\n");
        }
        try (Socket silent = new Socket("127.0.0.1", port);
                SmtpDialogue smtp = new SmtpDialogue(port)) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(smtp.say("EHLO test")).startsWith("250");
        }
    }
}
