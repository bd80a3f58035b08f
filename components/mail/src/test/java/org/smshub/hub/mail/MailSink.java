package org.smshub.hub.mail;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that keeps what it gets. GreenMail takes no mail with an empty return path. */
final class MailSink implements AutoCloseable {

    final List<MimeMessage> mails = new CopyOnWriteArrayList<>();
    final List<String> senders = new CopyOnWriteArrayList<>();

    /** Whether it refuses every recipient, with 553. */
    volatile boolean refuses;

    private final SMTPServer server;

    /** @param port 0 = a free one */
    MailSink(int port) {
        server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .simpleMessageListener(new SimpleMessageListener() {
                    @Override
                    public boolean accept(String from, String recipient) {
                        return !refuses;
                    }

                    @Override
                    public void deliver(String from, String recipient, InputStream data) throws IOException {
                        try {
                            mails.add(new MimeMessage(
                                    Session.getInstance(new Properties()),
                                    new ByteArrayInputStream(data.readAllBytes())));
                            senders.add(from);
                        } catch (jakarta.mail.MessagingException e) {
                            throw new IOException(e);
                        }
                    }
                })
                .build();
        server.start();
    }

    int port() {
        return server.getPortAllocated();
    }

    @Override
    public void close() {
        server.stop();
    }
}
