package org.smshub.it.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.SmppSink;
import org.smshub.it.Ledgers;

/**
 * The packaged hub is killed (SIGKILL) between each two steps of a mail's way, by IMAP and POP3 from Debian's Dovecot and by SMTP from Debian's
 * Postfix at the same moment; then it starts again, Postfix tries again, and the centre has seen each SMS once.
 */
@Timeout(240)
class MailCrashIT {

    private final Map<String, Integer> copies = new ConcurrentHashMap<>();
    private final Set<String> due = new HashSet<>();

    @TempDir
    Path folder;

    private Boxes boxes;
    private MailSite mail;
    private Postfix postfix;
    private Gate imap;
    private Gate pop3;
    private Gate smtp;
    private Gate out;
    private int round;

    @Test
    void whateverStepAKillFollowsEachMailIsSentOnce() throws Exception {
        for (String missing : new String[] {Postfix.missing(), Dovecot.missing(), MailPrograms.missing()}) {
            assumeThat(missing).as(missing).isNull();
        }
        Boxes.opened(folder);
        boxes = new Boxes(folder.resolve("boxes"));
        try (SmppSink centre =
                        new SmppSink(SmppSink.Settings.FAST, submit -> copies.merge(submit.to(), 1, Integer::sum));
                MailSite site = new MailSite(centre.port());
                Gate toHub = new Gate(site.smtp);
                Dovecot dovecot = new Dovecot(folder.resolve("dovecot"), boxes);
                Gate toImap = new Gate(dovecot.imap());
                Gate toPop3 = new Gate(dovecot.pop3());
                Postfix server = new Postfix(folder.resolve("postfix"), boxes, toHub.port());
                Gate toPostfix = new Gate(server.port())) {
            mail = site;
            postfix = server;
            imap = toImap;
            pop3 = toPop3;
            smtp = toHub;
            out = toPostfix;
            site.listener(Map.of("answers", "NONE"))
                    .imap(imap.port(), Map.of("answers", "ALL"))
                    .pop3(pop3.port(), Map.of("answers", "NONE"))
                    .out(out.port())
                    .start();
            rounds();
        }
    }

    private void rounds() throws Exception {
        fetchedAndNotCommitted();
        // what the centre has taken is known to be sent before each kill: that is the link's crash test, not this one
        round(
                imap.hold(Gate.From.CLIENT, "\\S+ (UID )?(COPY|MOVE) .*"),
                pop3.hold(Gate.From.CLIENT, "DELE .*"),
                smtp.hold(Gate.From.SERVER, "250 2\\.0\\.0 accepted.*"));
        round(
                imap.hold(Gate.From.CLIENT, "\\S+ (UID )?STORE .*Deleted.*"),
                pop3.hold(Gate.From.CLIENT, "QUIT"),
                out.hold(Gate.From.SERVER, "250 2\\.0\\.0 Ok: queued.*"));
        round(
                imap.hold(Gate.From.CLIENT, "\\S+ (CLOSE|EXPUNGE).*"),
                pop3.hold(Gate.From.SERVER, "\\+OK Logging out.*"),
                out.hold(Gate.From.CLIENT, "\\."));
        // an answer that was told and not heard of is told again, and is the same mail
        await().atMost(MailSite.PATIENCE).untilAsserted(() -> {
            Set<String> ids = new HashSet<>();
            for (var answer : boxes.mails("anna")) {
                ids.add(answer.getMessageID());
            }
            assertThat(ids).hasSize(round);
        });
        assertThat(boxes.count("anna")).isLessThanOrEqualTo(2 * round);
    }

    private void fetchedAndNotCommitted() throws Exception {
        CompletableFuture<String> fetched = imap.hear(Gate.From.CLIENT, "\\S+ FETCH .*BODY.*");
        CompletableFuture<String> retrieved = pop3.hear(Gate.From.SERVER, "\\.");
        CompletableFuture<String> accepted = smtp.hear(Gate.From.CLIENT, "\\.");
        try (Connection held = Ledgers.hold(mail.site)) {
            mails();
            for (CompletableFuture<String> step : java.util.List.of(fetched, retrieved, accepted)) {
                step.get(60, TimeUnit.SECONDS);
            }
            mail.hub().kill();
            held.rollback();
        }
        assertThat(copies).isEmpty();
        again();
    }

    @SafeVarargs
    private void round(CompletableFuture<String>... held) throws Exception {
        mails();
        for (CompletableFuture<String> step : held) {
            step.get(60, TimeUnit.SECONDS);
        }
        await().atMost(MailSite.PATIENCE).untilAsserted(() -> assertThat(mail.count("state in ('SENT', 'DELIVERED')"))
                .isEqualTo(due.size()));
        mail.hub().kill();
        again();
    }

    /** One by each way. */
    private void mails() throws Exception {
        round++;
        for (String way : new String[] {"box", "pop", "sms"}) {
            String number = "4860010%d%03d".formatted(round, due.size());
            due.add(number);
            MailPrograms.Run run = MailPrograms.smtplib(
                    postfix.port(),
                    "anna@example.org",
                    "+" + number + "@" + way + ".example.org",
                    "<" + number + "@example.org>",
                    "",
                    "Round " + round,
                    "Once by " + way);
            assertThat(run.status()).as(run.output()).isZero();
        }
    }

    /** The hub starts again, and everybody tries again. */
    private void again() throws Exception {
        for (Gate gate : new Gate[] {imap, pop3, smtp, out}) {
            gate.drop();
        }
        mail.start();
        postfix.flush();
        await().atMost(MailSite.PATIENCE).untilAsserted(() -> {
            assertThat(copies.keySet()).isEqualTo(due);
            assertThat(boxes.count("sms") + boxes.count("pop")).isZero();
            assertThat(postfix.waiting()).as(postfix::log).isZero();
        });
        assertThat(copies.values()).as("copies at the centre: %s", copies).allMatch(n -> n == 1);
    }
}
