package org.smshub.hub.mail.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.RefusedException;
import org.smshub.hub.mail.MailProblem;
import org.smshub.ledger.commit.LedgerException;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One mail of a connection: who may send it, whom it goes to, its octets, and the answer when it is committed. */
class SmtpMail implements MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpMail.class);

    /** A mail that is too large is read to its end up to so many times the limit, so that its sender hears why. */
    private static final int PATIENCE = 10;

    private final SmtpServerConsumer consumer;
    private final MessageContext context;
    private final List<String> addresses = new ArrayList<>();
    private final Set<String> numbers = new LinkedHashSet<>();
    private String client;

    SmtpMail(SmtpServerConsumer consumer, MessageContext context) {
        this.consumer = consumer;
        this.context = context;
    }

    @Override
    public void from(String from) throws RejectException {
        InetAddress address = ((InetSocketAddress) context.getRemoteAddress()).getAddress();
        Object identity = context.getAuthenticationHandler()
                .map(handler -> handler.getIdentity())
                .orElse(null);
        if (identity != null) {
            client = identity.toString();
        } else if (consumer.trusts(address)) {
            client = consumer.options().getTrustedClient();
        } else {
            throw new RejectException(530, "5.7.0 Log in first: AUTH with a client's id and key");
        }
        if (from.isEmpty()) {
            throw new RejectException(550, "5.7.1 Bounces are not sent as SMS");
        }
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        try {
            if (consumer.options().isNumberInSubject()) {
                named(recipient);
                return;
            }
            List<String> meant = consumer.options().getMails().recipients(recipient);
            Set<String> all = new LinkedHashSet<>(numbers);
            all.addAll(meant);
            if (all.size() > consumer.options().getMaxRecipients()) {
                throw new RejectException(452, "4.5.3 Too many recipients");
            }
            numbers.addAll(meant);
            addresses.add(recipient);
        } catch (RefusedException e) {
            throw new RejectException(550, MailProblem.of(e).line());
        }
    }

    /** Any address of the hub's: the subject says whom it means. */
    private void named(String recipient) throws RejectException {
        if (!consumer.options().getMails().isOurs(recipient)) {
            throw new RejectException(550, "5.1.1 The hub relays nothing");
        }
        if (addresses.size() >= consumer.options().getMaxRecipients()) {
            throw new RejectException(452, "4.5.3 Too many recipients");
        }
        addresses.add(recipient);
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
        byte[] mail = read(data);
        try {
            return "2.0.0 "
                    + consumer.take(mail, client, addresses, UUID.randomUUID().toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DropConnectionException(421, "4.3.2 The hub stops; try again later");
        } catch (Exception e) {
            MailProblem problem = MailProblem.of(e);
            if (!problem.forGood() && !(e instanceof LedgerException) && !(e instanceof RefusedException)) {
                LOG.warn("A mail of client {} failed: {}", client, e.toString());
            }
            throw new RejectException(problem.code(), problem.line());
        }
    }

    /** To its end, always: what were left of a refused mail would be read as commands. */
    private byte[] read(InputStream data) throws RejectException, IOException {
        int most = consumer.options().getMaxSize();
        long until = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(consumer.options().getRequestTimeout());
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        long size = 0;
        for (int octet = data.read(); octet >= 0; octet = data.read()) {
            if (++size <= most) {
                mail.write(octet);
            } else if (size > (long) most * PATIENCE) {
                throw new DropConnectionException(552, "5.3.4 The mail is larger than " + most + " octets");
            }
            if ((size & 0x3ff) == 0 && System.nanoTime() - until > 0) {
                throw new DropConnectionException(421, "4.4.2 The mail did not come whole in time");
            }
        }
        if (size > most) {
            throw new RejectException(552, "5.3.4 The mail is larger than " + most + " octets");
        }
        return mail.toByteArray();
    }

    @Override
    public void done() {
        // nothing is held
    }
}
