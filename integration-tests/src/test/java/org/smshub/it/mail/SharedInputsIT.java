package org.smshub.it.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;
import org.smshub.bench.SmppSink;
import org.smshub.ledger.postgres.OwnServer;

/**
 * Two packaged hubs on one PostgreSQL, with the same folder and the same mailbox (Debian's Dovecot): one of them at a time reads each, the other
 * goes on when it is killed amid a file and amid mails, and the ledger has each line and each mail once.
 */
@Timeout(600)
class SharedInputsIT {

    private static final Duration START = Duration.ofSeconds(240);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int LINES = 20_000;
    private static final int MAILS = 150;
    private static final String MAIL = """
            Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.org; dmarc=pass header.from=example.org
            From: Anna <anna@example.org>
            To: <+4860020%05d@sms.example.org>
            Message-ID: <%d@example.org>
            Subject: x

            Mail %d
            """.replace("\n", "\r\n");

    @TempDir
    Path folder;

    private final Set<String> due = new HashSet<>();
    private OwnServer server;
    private Boxes boxes;
    private Path drop;
    private int mails;

    @Test
    void oneHubAtATimeReadsAFolderAndAMailboxAndTheOtherGoesOn() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        assumeThat(Dovecot.missing()).as(Dovecot.missing()).isNull();
        Boxes.opened(folder);
        boxes = new Boxes(folder.resolve("boxes"));
        drop = Files.createDirectories(folder.resolve("drop"));
        try (OwnServer own = OwnServer.start();
                SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                Dovecot dovecot = new Dovecot(folder.resolve("dovecot"), boxes);
                MailSite one = site(centre, dovecot, own);
                MailSite two = site(centre, dovecot, own)) {
            server = own;
            Map<String, MailSite> sites = new HashMap<>();
            Map<MailSite, HubProcess> hubs = new HashMap<>();
            for (MailSite each : List.of(one, two)) {
                hubs.put(each, each.site.launch());
            }
            for (MailSite each : List.of(one, two)) {
                hubs.get(each).awaitReady(START);
                sites.put(Files.readString(each.site.data().resolve("node")).strip(), each);
            }
            file("first", 10);
            mail(2);
            awaitAll();

            file("second", LINES);
            await().atMost(PATIENCE).until(() -> size(drop.resolve(".work/second.csv.results")) > 40 * LINES / 4);
            assertThat(drop.resolve("second.csv"))
                    .as("the kill must come amid the file")
                    .exists();
            String reader = reader("files");
            hubs.get(sites.get(reader)).kill();
            awaitAll();
            awaitAnother("files", reader);
            assertThat(drop.resolve("done/second.csv")).exists();

            hubs.put(sites.get(reader), sites.get(reader).site.start(START));
            mail(MAILS);
            reader = reader("mail");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> boxes.count("sms") < MAILS);
            hubs.get(sites.get(reader)).kill();
            awaitAnother("mail", reader);
            mail(2);
            awaitAll();
            assertThat(boxes.count("sms/.Refused")).isZero();
        }
    }

    private MailSite site(SmppSink centre, Dovecot dovecot, OwnServer own) throws IOException {
        MailSite mail = new MailSite(centre.port());
        mail.imap(dovecot.imap(), Map.of("answers", "NONE"));
        String block = "camel.routeTemplate[orders].";
        mail.site.property(block + "templateId", "files-in");
        mail.site.property(block + "name", "orders");
        mail.site.property(block + "folder", drop.toString());
        mail.site.property(block + "client", "demo");
        mail.site.property(block + "readLock", "none");
        mail.site.property(block + "delay", "200");
        mail.site.property("hub.ledger.url", own.url());
        mail.site.property("hub.nodes", "true");
        return mail;
    }

    private void file(String name, int lines) throws IOException {
        StringBuilder text = new StringBuilder("to,text\n");
        for (int i = 0; i < lines; i++) {
            String to = String.format("+48600%s%05d", lines == LINES ? "1" : "0", i);
            due.add(to);
            text.append(to).append(",Your order ").append(i).append(" is on its way\n");
        }
        Path half = Files.writeString(drop.resolve("." + name), text);
        Files.move(half, drop.resolve(name + ".csv"));
    }

    private void mail(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            mails++;
            due.add(String.format("+4860020%05d", mails));
            boxes.put("sms", MAIL.formatted(mails, mails, mails));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** The hub that has it; "" = nobody. */
    private String reader(String kind) throws SQLException {
        try (Connection ledger = server.connect();
                ResultSet row = ledger.createStatement()
                        .executeQuery(
                                "select coalesce(node, '') from holding where what like 'master/" + kind + "-%'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private void awaitAnother(String kind, String dead) {
        await().atMost(PATIENCE).until(() -> !Set.of(dead, "").contains(reader(kind)));
    }

    /** Each is in the ledger, and once. */
    private void awaitAll() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<String, Integer> found = new HashMap<>();
            try (Connection ledger = server.connect();
                    ResultSet row = ledger.createStatement()
                            .executeQuery("select recipient, count(distinct id) from messages group by recipient")) {
                while (row.next()) {
                    found.put(row.getString(1), row.getInt(2));
                }
            }
            assertThat(found.values()).allMatch(copies -> copies == 1);
            assertThat(found.keySet()).hasSameSizeAs(due).containsAll(due);
            assertThat(boxes.count("sms")).isZero();
            try (var left = Files.list(drop)) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        });
    }
}
