package org.smshub.it.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.bench.HubProcess;
import org.smshub.bench.SmppSink;

/**
 * How fast mails become SMS: out of a mailbox of Debian's Dovecot by IMAP and POP3, and by the listener beside the HTTP input of the same
 * hub. Prints the figures; with {@code -Pfull} for as many mails and as long as it takes for them to mean something, and they must be good
 * enough. The heap of 160 MiB is the bound of its memory.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class MailRateIT {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int MAILS = FULL ? 2_000 : 150;
    private static final int CONNECTIONS = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    /** As people's programs write them: text and HTML. */
    private static final String MAIL = """
            Authentication-Results: mx.example.org; dmarc=pass header.from=example.org
            Return-Path: <anna@example.org>
            From: Anna <anna@example.org>
            To: <+4860%1$07d@sms.example.org>
            Subject: Mail %1$d
            Message-ID: <%1$d@example.org>
            Date: Mon, 2 Nov 2026 10:00:00 +0100
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            The gate code of today is %1$d =E2=82=AC.

            On Mon, 2 Nov 2026 at 09:00, Bert <bert@example.org> wrote:
            > What is the gate code of today? I have lost the sheet of paper that it stood on.
            --b
            Content-Type: text/html; charset=utf-8

            <html><head><style>p { margin: 0 }</style></head><body><div dir="ltr">The gate code of today is %1$d &euro;.</div><br>
            <div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 2 Nov 2026 at 09:00, Bert wrote:<br></div>
            <blockquote class="gmail_quote" style="margin:0">What is the gate code of today? I have lost the sheet of paper.</blockquote></div>
            </body></html>
            --b--
            """.replace("\n", "\r\n");

    @TempDir
    Path folder;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private volatile long first;
    private volatile long last;

    private void arrived(String number) {
        last = System.nanoTime();
        if (seen.isEmpty()) {
            first = last;
        }
        seen.add(number);
    }

    @Test
    void byImap() throws Exception {
        assertThat(mailbox("sms")).isGreaterThanOrEqualTo(FULL ? 50 : 0);
    }

    @Test
    void byPop3() throws Exception {
        assertThat(mailbox("pop")).isGreaterThanOrEqualTo(FULL ? 250 : 0);
    }

    /** @return mails a second, from the first to the last SMS at the centre */
    private double mailbox(String box) throws Exception {
        assumeThat(Dovecot.missing()).as(Dovecot.missing()).isNull();
        Boxes.opened(folder);
        Boxes boxes = new Boxes(folder.resolve("boxes"));
        for (int i = 0; i < MAILS; i++) {
            boxes.put(box, MAIL.formatted(i));
        }
        try (SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> arrived(submit.to()));
                Dovecot dovecot = new Dovecot(folder.resolve("dovecot"), boxes);
                MailSite mail = new MailSite(centre.port())) {
            mail.site.environment().put("JAVA_OPTS", "-Xmx160m");
            if (box.equals("sms")) {
                mail.imap(dovecot.imap(), Map.of());
            } else {
                mail.pop3(dovecot.pop3(), Map.of());
            }
            HubProcess hub = mail.start();
            double cpu = hub.cpuSeconds();
            List<Long> resident = new ArrayList<>();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                resident.add(hub.residentMiB());
                return seen.size() == MAILS && boxes.count(box) == 0;
            });
            double rate = (MAILS - 1) * 1e9 / (last - first);
            System.out.printf(
                    "FIGURE %d mails by %s: %.0f/s, %.1f s of CPU a thousand; resident %d MiB at first, %d at most; live heap %d MiB%n",
                    MAILS,
                    box.equals("sms") ? "IMAP" : "POP3",
                    rate,
                    (hub.cpuSeconds() - cpu) * 1_000 / MAILS,
                    resident.get(0),
                    resident.stream().mapToLong(Long::longValue).max().orElse(0),
                    hub.liveHeapMiB());
            assertThat(centre.submits()).as("one SMS a mail").isEqualTo(MAILS);
            if (box.equals("sms")) {
                assertThat(boxes.count("sms/.Sent")).isEqualTo(MAILS);
            }
            return rate;
        }
    }

    @Test
    void byTheListenerBesideHttp() throws Exception {
        int rounds = FULL ? 3 : 1;
        int most = FULL ? Integer.MAX_VALUE : 500;
        Duration time = Duration.ofSeconds(FULL ? 8 : 60);
        try (SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                MailSite mail = new MailSite(centre.port())) {
            mail.site.environment().put("JAVA_OPTS", "-Xmx160m");
            mail.listener(Map.of("maxConnections", "128"));
            HubProcess hub = mail.start();
            MailLoad load = new MailLoad();
            List<Double> ratios = new ArrayList<>();
            for (int round = FULL ? -1 : 0; round < rounds; round++) {
                double http = load.http(hub.http(), hub.request(true), CONNECTIONS, most, time);
                drained(centre, load);
                double smtp = load.smtp(mail.smtp, CONNECTIONS, most, time);
                drained(centre, load);
                System.out.printf(
                        "FIGURE %s: HTTP %.0f/s, SMTP %.0f/s: %.2f; resident %d MiB%n",
                        round < 0 ? "warm-up" : "round " + round, http, smtp, smtp / http, hub.residentMiB());
                if (round >= 0) {
                    ratios.add(smtp / http);
                }
            }
            ratios.sort(null);
            assertThat(ratios.get(ratios.size() / 2)).isGreaterThanOrEqualTo(FULL ? 0.25 : 0);
            assertThat(centre.submits()).isEqualTo(load.accepted());
        }
    }

    private static void drained(SmppSink centre, MailLoad load) {
        await().atMost(PATIENCE).until(() -> centre.submits() >= load.accepted());
    }
}
