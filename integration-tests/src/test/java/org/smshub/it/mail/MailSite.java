package org.smshub.it.mail;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Ledgers;
import org.smshub.it.Packaged;

/** A hub whose client {@code demo} sends and hears by mail; each way in and out is a block as an administrator writes it. */
final class MailSite implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final HubSite site;
    final int smtp = HubSite.freePort();

    private final Path clients;
    private HubProcess hub;
    private boolean listens;

    /** @param centre where the SMSC of the one link listens */
    MailSite(int centre) throws IOException {
        site = HubSite.create(Packaged.home(), centre, Map.of());
        Packaged.quickStart(site);
        site.property("hub.mail.domain", "sms.example.org,box.example.org,pop.example.org");
        bean("mailMessages", "MailMessages");
        site.property("camel.beans.mailMessages.numbers", "#bean:numbers");
        site.property("camel.beans.mailMessages.contacts", "{{hub.files}}contacts.csv");
        clients = site.config().resolve("clients.yaml");
        Files.writeString(clients, Files.readString(clients).replace("  - id: demo\n", """
                          - id: demo
                            mail: ["@example.org"]
                            mailTo: desk@example.org
                            defaultSender: "2345"
                        """));
    }

    /** With the built-in centre behind its link, which also does what these lines of simulator.yaml say. */
    static MailSite withSimulator(String scenarios) throws IOException {
        int centre = HubSite.freePort();
        MailSite mail = new MailSite(centre);
        mail.site.environment().put("HUB_SIMULATOR", "true");
        mail.site.environment().put("HUB_SIMULATOR_PORT", Integer.toString(centre));
        mail.site.environment().put("HUB_SIMULATOR_UCP_PORT", Integer.toString(HubSite.freePort()));
        mail.site.environment().put("HUB_SIMULATOR_CIMD2_PORT", Integer.toString(HubSite.freePort()));
        Files.writeString(mail.site.config().resolve("simulator.yaml"), scenarios, StandardOpenOption.APPEND);
        return mail;
    }

    private void bean(String name, String type) throws IOException {
        site.property("camel.beans." + name, "#class:org.smshub.hub.mail." + type);
        site.property("camel.beans." + name + ".clients", "#bean:clients");
        site.property("camel.beans." + name + ".domain", "{{hub.mail.domain}}");
    }

    private void block(String name, String template, Map<String, String> options) throws IOException {
        site.property("camel.routeTemplate[" + name + "].templateId", template);
        for (Map.Entry<String, String> option : options.entrySet()) {
            site.property("camel.routeTemplate[" + name + "]." + option.getKey(), option.getValue());
        }
    }

    /** On {@link #smtp}; this machine need not log in. */
    MailSite listener(Map<String, String> options) throws IOException {
        listens = true;
        block("smtp", "smtp-in", Map.of("port", Integer.toString(smtp)));
        block("smtp", "smtp-in", Map.of("trusted", "127.0.0.1", "trustedClient", "demo"));
        block("smtp", "smtp-in", options);
        return this;
    }

    /** The mailbox {@code sms}. */
    MailSite imap(int port, Map<String, String> options) throws IOException {
        return mailbox("mailbox", "mail-in", "imap", "sms", port, options);
    }

    /** The mailbox {@code pop}. */
    MailSite pop3(int port, Map<String, String> options) throws IOException {
        return mailbox("popbox", "pop-in", "pop3", "pop", port, options);
    }

    private MailSite mailbox(
            String name, String template, String protocol, String user, int port, Map<String, String> options)
            throws IOException {
        block(name, template, Map.of("protocol", protocol, "host", "127.0.0.1", "port", Integer.toString(port)));
        block(name, template, Map.of("user", user, "password", Dovecot.PASSWORD, "trusted", "mx.example.org"));
        block(name, template, Map.of("delay", "500"));
        block(name, template, options);
        return this;
    }

    MailSite out(int port) throws IOException {
        Files.writeString(
                clients, Files.readString(clients).replace("  - id: demo\n", "  - id: demo\n    events: mail\n"));
        bean("mailOut", "MailOut");
        site.property("camel.beans.mailOut.collect", "500");
        block("mail-events", "mail-events", Map.of());
        block("mail-out", "mail-out", Map.of("port", Integer.toString(port)));
        return this;
    }

    HubProcess start() throws IOException, InterruptedException {
        hub = site.start(PATIENCE);
        if (listens) {
            // its routes start one after the other, and the API's may be the first
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                new Socket(InetAddress.getLoopbackAddress(), smtp).close();
                return true;
            });
        }
        return hub;
    }

    HubProcess hub() {
        return hub;
    }

    /** How many SMS the ledger has, of those for which the condition is true. @param where SQL, about columns of its view {@code messages} */
    int count(String where) throws SQLException {
        try (Connection ledger = ledger();
                ResultSet row = ledger.createStatement()
                        .executeQuery("select count(distinct id) from messages where " + where)) {
            row.next();
            return row.getInt(1);
        }
    }

    Connection ledger() throws SQLException {
        return Ledgers.connect(site);
    }

    @Override
    public void close() throws IOException {
        site.close();
    }
}
