package org.smshub.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Folder;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Kept;

/** A mailbox (IMAP) with the shipped routes and a ledger behind it, and mails back through a mail server. */
@Execution(ExecutionMode.CONCURRENT)
class MailboxTest {

    private static final String TO = "+48600100200@sms.example.org";
    private static final String PASS =
            "Authentication-Results: mx.example.org; spf=pass (x) smtp.mailfrom=example.org; dmarc=pass (p=reject) header.from=example.org\r\n";

    @TempDir
    Path folder;

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3)
    });
    private final MailSink out = new MailSink(0);
    private GreenMailUser box;
    private MailHub hub;

    @BeforeEach
    void start() throws Exception {
        server.start();
        box = server.setUser("sms@sms.example.org", "sms", "pw");
        hub = new MailHub(folder);
    }

    @AfterEach
    void stop() {
        hub.close();
        server.stop();
        out.close();
    }

    private void mailbox() throws Exception {
        hub.add(
                "mail-in",
                Map.of(
                        "protocol",
                        "imap",
                        "host",
                        "127.0.0.1",
                        "port",
                        "" + server.getImap().getPort(),
                        "user",
                        "sms",
                        "password",
                        "pw",
                        "trusted",
                        "mx.example.org",
                        "delay",
                        "200"));
    }

    private void mailOut() throws Exception {
        hub.mailOut(out.port());
    }

    private static String head(String id, String from, String to) {
        return "Return-Path: <" + from + ">\r\n" + PASS + "From: " + from + "\r\nTo: " + to
                + "\r\nSubject: Lunch\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\nMessage-ID: <" + id
                + "@example.org>\r\n";
    }

    private void deliver(String mail) throws Exception {
        box.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
    }

    private int count(String name) throws Exception {
        Session session = Session.getInstance(new Properties());
        try (Store store = session.getStore("imap")) {
            store.connect("127.0.0.1", server.getImap().getPort(), "sms", "pw");
            Folder in = store.getFolder(name);
            return in.exists() ? in.getMessageCount() : 0;
        }
    }

    private void awaitFolders(int inbox, int sent, int refused) {
        await().untilAsserted(() -> assertThat(Stream.of(count("INBOX"), count("Sent"), count("Refused")))
                .containsExactly(inbox, sent, refused));
    }

    @Test
    void mailsAreMovedWhenTheyAreCommitted() throws Exception {
        deliver(head("1", "anna@example.org", TO) + "\r\nHello");
        deliver(head("2", "anna@example.org", "+48600100201@sms.example.org, Bob <bob@example.com>") + "\r\nTwo");
        mailbox();
        awaitFolders(0, 2, 0);
        await().untilAsserted(() ->
                assertThat(hub.sent).extracting(MailHub.Sent::text).containsExactlyInAnyOrder("Hello", "Two"));
    }

    @Test
    void whatIsWrongForGoodGoesAsideAndStopsNobody() throws Exception {
        deliver(head("1", "anna@example.org", TO).replace("dmarc=pass", "dmarc=fail") + "\r\nForged");
        deliver(head("2", "eve@example.com", TO) + "\r\nForeign domain under the results of another");
        deliver(head("3", "anna@example.org", TO).replace(PASS, "") + "\r\nNobody vouches");
        deliver("Authentication-Results: mx.evil.com; dmarc=pass header.from=example.org\r\n"
                + head("4", "anna@example.org", TO) + "\r\nAnother's word on top");
        deliver(head("5", "anna@example.org", TO) + "Auto-Submitted: auto-replied\r\n\r\nI am away");
        deliver(head("6", "anna@example.org", "bob@example.com") + "\r\nNo number");
        deliver(head("7", "anna@example.org", TO) + "Content-Type: multipart/mixed; boundary=x\r\n\r\nbroken");
        deliver(head("8", "anna@example.org", TO)
                + "CamelFileName: evil\r\nmoveTo: Evil\r\ncopyTo: Evil\r\ndelete: true\r\nSmsFrom: evil\r\nSmsClient: plant\r\n"
                + "Content-Type: text/plain; charset=x-none\r\n\r\nGood");
        mailbox();
        await().untilAsserted(() ->
                assertThat(hub.sent).extracting(MailHub.Sent::text).contains("Good"));
        await().untilAsserted(() -> assertThat(count("INBOX")).isZero());
        assertThat(hub.sent).hasSizeLessThanOrEqualTo(2).allSatisfy(sent -> {
            assertThat(sent.client()).isEqualTo("office");
            assertThat(sent.from()).isNull();
            // the broken tree is one mail whose subject is its text
            assertThat(sent.text()).isIn("Good", "Lunch");
        });
        assertThat(count("Evil")).isZero();
    }

    @Test
    void byPop3MailsAreDeletedOrKeptInTheLedger() throws Exception {
        deliver(head("1", "anna@example.org", TO) + "\r\nHello");
        deliver(head("2", "eve@example.com", TO) + "\r\nForged");
        deliver(head("3", "anna@example.org", TO) + "\r\n" + "too large ".repeat(300_000));
        hub.add(
                "pop-in",
                Map.of(
                        "protocol",
                        "pop3",
                        "host",
                        "127.0.0.1",
                        "port",
                        "" + server.getPop3().getPort(),
                        "user",
                        "sms",
                        "password",
                        "pw",
                        "trusted",
                        "mx.example.org",
                        "delay",
                        "200"));
        awaitFolders(0, 0, 0);
        await().untilAsserted(() ->
                assertThat(hub.sent).extracting(MailHub.Sent::text).containsExactly("Hello"));
        List<Kept> kept = hub.context
                .getComponent("ledger", LedgerComponent.class)
                .ledger()
                .kept(Kept.Kind.UNREAD, 10);
        assertThat(kept).hasSize(2);
        assertThat(kept).extracting(Kept::reason).anyMatch(reason -> reason.contains("Nobody vouches"));
        assertThat(kept).extracting(Kept::reason).anyMatch(reason -> reason.contains("larger than 2000000"));
    }

    @Test
    void whatTheLedgerDoesNotTakeStaysAndComesOnce() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        hub.before = exchange -> {
            if (tries.incrementAndGet() <= 2) {
                exchange.setException(new LedgerException(LedgerException.Reason.STORAGE, "full", null));
            }
        };
        deliver(head("1", "anna@example.org", TO) + "\r\nHello");
        mailbox();
        awaitFolders(0, 1, 0);
        await().untilAsserted(() ->
                assertThat(hub.sent).extracting(MailHub.Sent::text).containsExactly("Hello"));
        assertThat(tries).hasValueGreaterThanOrEqualTo(3);
    }

    @Test
    void committedButNotMovedIsSentOnce() throws Exception {
        mailbox();
        deliver(head("1", "anna@example.org", TO) + "\r\nHello");
        awaitFolders(0, 1, 0);
        // what a crash between commit and move leaves: the same mail in the mailbox again
        deliver(head("1", "anna@example.org", TO) + "\r\nHello");
        awaitFolders(0, 2, 0);
        deliver(head("2", "anna@example.org", TO) + "\r\nLast");
        await().untilAsserted(() ->
                assertThat(hub.sent).extracting(MailHub.Sent::text).containsExactly("Hello", "Last"));
    }

    @Test
    void conversationsFindTheirWritersAlsoOverARestart() throws Exception {
        mailbox();
        mailOut();
        deliver(head("a1", "anna@example.org", TO) + "\r\nAnna to one");
        deliver(head("b1", "bert@example.org", "+48600100201@sms.example.org") + "\r\nBert to two");
        awaitFolders(0, 2, 0);
        deliver(head("c1", "cleo@example.org", TO) + "\r\nCleo to one");
        awaitFolders(0, 3, 0);
        await().untilAsserted(() -> assertThat(hub.sent).hasSize(3));
        hub.close();
        hub = new MailHub(folder);
        hub.incoming("+48600100200", "2345", "Zażółć");
        hub.incoming("+48600100201", "2345", "From two");
        hub.incoming("+48600100202", "2345", "From nobody's");
        mailOut();
        await().untilAsserted(() -> assertThat(mails()).hasSize(3));
        MimeMessage cleo = to("cleo@example.org");
        assertThat(cleo.getFrom()[0])
                .hasToString("+48 600 100 200 <+48600100200@sms.example.org>"
                        .replace("+48 600 100 200", "\"+48 600 100 200\"")
                        .replace("\"", ""));
        assertThat(cleo.getSubject()).isEqualTo("Re: Lunch");
        assertThat(cleo.getHeader("In-Reply-To")).containsExactly("<c1@example.org>");
        assertThat(cleo.getHeader("References")).containsExactly("<c1@example.org>");
        assertThat(cleo.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(cleo.getContent().toString().strip()).isEqualTo("Zażółć");
        assertThat(to("bert@example.org").getContent().toString().strip()).isEqualTo("From two");
        assertThat(to("desk@example.org").getSubject()).isEqualTo("SMS from +48 600 100 202");
    }

    @Test
    void failuresAreToldAndDeliveriesAreNot() throws Exception {
        mailbox();
        mailOut();
        deliver(head("1", "anna@example.org", TO) + "\r\nHello");
        deliver(head("2", "bert@example.org", TO) + "\r\nAgain");
        await().untilAsserted(() -> assertThat(hub.sent).hasSize(2));
        for (MailHub.Sent sent : hub.sent) {
            hub.receipt(sent.id(), sent.to(), sent.text().equals("Hello") ? "UNDELIVERABLE" : "DELIVERED");
        }
        await().untilAsserted(() -> assertThat(mails()).hasSize(1));
        MimeMessage told = to("anna@example.org");
        assertThat(told.getContent().toString()).contains("SMS to +48 600 100 200 was not delivered: UNDELIVERABLE");
        assertThat(told.getHeader("Auto-Submitted")).containsExactly("auto-replied");
        assertThat(out.senders).containsExactly("");
        assertThat(told.getHeader("In-Reply-To")).containsExactly("<1@example.org>");
        // answers and mails of the hub's own are never sent on
        deliver(PASS + GreenMailUtil.getWholeMessage(told).replaceFirst("To: .*", "To: " + TO));
        awaitFolders(0, 2, 1);
        assertThat(hub.sent).hasSize(2);
    }

    @Test
    void mailsWaitInTheLedgerWhileTheServerIsAway() throws Exception {
        int port = out.port();
        out.close();
        hub.mailOut(port);
        hub.incoming("+48600100202", "2345", "Waits");
        try (MailSink back = new MailSink(port)) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(back.mails).hasSize(1));
        }
    }

    private List<MimeMessage> mails() {
        return out.mails;
    }

    private MimeMessage to(String address) {
        return mails().stream()
                .filter(mail -> header(mail, "To").equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mail to " + address));
    }

    private static String header(MimeMessage mail, String name) {
        try {
            String[] values = mail.getHeader(name);
            return values == null ? null : values[0];
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
