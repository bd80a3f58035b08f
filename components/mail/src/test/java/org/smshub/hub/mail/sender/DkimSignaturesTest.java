package org.smshub.hub.mail.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.jdkim.DKIMSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** Mails signed by a key that a name server of the test's own has. */
class DkimSignaturesTest {

    private static final String ALL = "from:to:cc:subject:date:message-id";

    private static KeyPair keys;

    private final Map<String, String> records = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean fails;
    private DatagramSocket dns;
    private DkimSignatures signatures;

    @BeforeAll
    static void generate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @BeforeEach
    void start() throws Exception {
        dns = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread answers = new Thread(this::answer, "dns");
        answers.setDaemon(true);
        answers.start();
        signatures = new DkimSignatures("127.0.0.1:" + dns.getLocalPort());
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    private void answer() {
        byte[] buffer = new byte[4096];
        while (!dns.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                dns.receive(packet);
                Message query = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
                Name name = query.getQuestion().getName();
                asked.add(name.toString(true));
                Message answer = new Message(query.getHeader().getID());
                answer.getHeader().setFlag(Flags.QR);
                answer.addRecord(query.getQuestion(), Section.QUESTION);
                String text = records.get(name.toString(true).toLowerCase(java.util.Locale.ROOT));
                if (fails) {
                    answer.getHeader().setRcode(Rcode.SERVFAIL);
                } else if (text == null) {
                    answer.getHeader().setRcode(Rcode.NXDOMAIN);
                } else {
                    answer.addRecord(
                            new TXTRecord(name, DClass.IN, 1, List.of(text.substring(0, 200), text.substring(200))),
                            Section.ANSWER);
                }
                byte[] octets = answer.toWire();
                dns.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static String mail(String date) {
        return "From: Anna <anna@example.org>\r\nTo: +48600100200@sms.example.org\r\nSubject: Lunch\r\nDate: " + date
                + "\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n";
    }

    private static String now() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now());
    }

    private String signed(String mail, String domain, String headers, String more) throws Exception {
        // every test a selector of its own: the resolver remembers
        String selector = "s" + System.nanoTime();
        records.put(
                selector + "._domainkey." + domain,
                "v=DKIM1; k=rsa; p="
                        + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
        return new DKIMSigner(
                                "v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + domain + "; s=" + selector + "; h="
                                        + headers + "; " + more + "bh=; b=",
                                keys.getPrivate())
                        .sign(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)))
                + "\r\n" + mail;
    }

    private boolean pass(String mail) throws Exception {
        byte[] octets = mail.getBytes(StandardCharsets.UTF_8);
        return signatures.pass(
                octets,
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets)),
                "anna@example.org");
    }

    @Test
    void theDomainOfTheSenderHasSigned() throws Exception {
        assertThat(pass(signed(mail(now()), "example.org", ALL, ""))).isTrue();
        // a list's signature beside it does no harm
        assertThat(pass(signed(signed(mail(now()), "example.org", ALL, ""), "list.example.com", ALL, "")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Hello, Hello you",
        "To: +48600100200, To: +48600100299",
        "Subject: Lunch, Subject: +48600100299",
        "Subject: Lunch, Cc: +48600100299@sms.example.org|Subject: Lunch",
        "Message-ID: <1@, Message-ID: <2@"
    })
    void whatWasChangedAfterwardsIsNotBelieved(String before, String after) throws Exception {
        String mail = signed(mail(now()), "example.org", ALL, "");
        assertThat(pass(mail.replace(before, after.replace("|", "\r\n")))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"from:subject:date:message-id", "from:to:date:message-id", "from:to:subject:message-id"})
    void whatTheHubReadsMustBeSigned(String headers) throws Exception {
        assertThat(pass(signed(mail(now()), "example.org", headers, ""))).isFalse();
    }

    @Test
    void aSecondHeaderOfAKindIsNotSigned() throws Exception {
        String mail = signed(mail(now()), "example.org", "from:to:subject:date:message-id", "");
        assertThat(pass("To: +48600100299@sms.example.org\r\n" + mail)).isFalse();
    }

    @Test
    void anotherDomainAnOldMailAndHalfABodyAreNotBelieved() throws Exception {
        assertThat(pass(signed(mail(now()), "evil.example", ALL, ""))).isFalse();
        assertThat(asked).isEmpty();
        assertThat(pass(signed(mail("Mon, 2 Nov 2020 10:00:00 +0100"), "example.org", ALL, "")))
                .isFalse();
        assertThat(pass(signed(mail(now()), "example.org", ALL, "l=5; "))).isFalse();
        assertThat(pass(mail(now()))).isFalse();
    }

    @Test
    void withoutAKeyItIsNotBelievedAndWithoutANameServerItIsTriedAgain() throws Exception {
        String mail = signed(mail(now()), "example.org", ALL, "");
        records.clear();
        assertThat(pass(mail)).isFalse();
        String next = signed(mail(now()), "example.org", ALL, "");
        fails = true;
        assertThatThrownBy(() -> pass(next))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The DKIM key of example.org cannot be looked up now");
    }
}
