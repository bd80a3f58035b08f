package org.smshub.hub.mail;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailConsumer;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailMessage;

/**
 * camel-mail's consumer works through one mail after the other, so that each waits for a commit of its own and is moved by commands of its
 * own. Here many are under way together: the ledger takes them in one commit, and then they are moved by one command.
 */
final class MailboxConsumer extends MailConsumer {

    /** Mails at once. */
    private static final int TOGETHER = 50;

    /** Octets of mails at once, or one mail. */
    private static final int OCTETS = 4_000_000;

    /** The ledger answers before; what has not ended by then stays in the mailbox, and comes again. */
    private static final long PATIENCE_SECONDS = 120;

    /** A mail on its way through the route. */
    private record Work(Exchange exchange, Message mail, AtomicBoolean done) {}

    MailboxConsumer(MailEndpoint endpoint, Processor processor, JavaMailSender sender) {
        super(endpoint, processor, sender);
    }

    @Override
    public int processBatch(Queue<Object> exchanges) throws Exception {
        int total = exchanges.size();
        List<Work> all = new ArrayList<>(total);
        for (Object one : exchanges) {
            Exchange exchange = (Exchange) one;
            all.add(new Work(exchange, exchange.getIn(MailMessage.class).getOriginalMessage(), new AtomicBoolean()));
        }
        exchanges.clear();
        int next = 0;
        while (next < total && isBatchAllowed()) {
            List<Work> first = all.subList(next, Math.min(total, next + TOGETHER));
            List<Work> together = first.subList(0, fitting(first));
            next += together.size();
            pendingExchanges = total - next;
            work(together);
        }
        return next;
    }

    /** How many of these may be in memory at once. */
    private static int fitting(List<Work> works) throws MessagingException {
        FetchProfile sizes = new FetchProfile();
        sizes.add(FetchProfile.Item.SIZE);
        Message[] mails = works.stream().map(Work::mail).toArray(Message[]::new);
        mails[0].getFolder().fetch(mails, sizes);
        long octets = 0;
        int count = 0;
        for (Message mail : mails) {
            octets += size(mail);
            if (count > 0 && octets > OCTETS) {
                break;
            }
            count++;
        }
        return count;
    }

    /** Of a mail whose headers are built so that the server's summary (ENVELOPE) cannot be read: 0. Reading it has a bound of its own. */
    static int size(Message mail) {
        try {
            return Math.max(0, mail.getSize());
        } catch (MessagingException e) {
            return 0;
        }
    }

    private void work(List<Work> together) throws InterruptedException, MessagingException {
        CountDownLatch open = new CountDownLatch(together.size());
        for (Work work : together) {
            getAsyncProcessor().process(work.exchange(), sync -> {
                work.done().set(true);
                open.countDown();
            });
        }
        boolean ended = open.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Map<String, List<Message>> moves = new LinkedHashMap<>();
        for (Work work : together) {
            Exchange exchange = work.exchange();
            if (!ended && !work.done().get()) {
                continue;
            }
            if (exchange.getException() != null) {
                processRollback(work.mail(), exchange);
            } else {
                moves.computeIfAbsent(destination(exchange), to -> new ArrayList<>())
                        .add(work.mail());
            }
            releaseExchange(exchange, false);
        }
        for (Map.Entry<String, List<Message>> move : moves.entrySet()) {
            move(move.getKey(), move.getValue().toArray(Message[]::new));
        }
    }

    /** The folder, by the route or the option moveTo; empty = none. */
    private String destination(Exchange exchange) {
        String to = exchange.getMessage().getHeader("moveTo", configuration().getMoveTo(), String.class);
        return to == null || configuration().getProtocol().startsWith("pop3") ? "" : to;
    }

    private MailConfiguration configuration() {
        return getEndpoint().getConfiguration();
    }

    private void move(String to, Message[] mails) throws MessagingException {
        Folder from = mails[0].getFolder();
        Flags flag = new Flags(Flags.Flag.SEEN);
        if (!to.isEmpty()) {
            Folder folder = from.getStore().getFolder(to);
            if (!folder.exists()) {
                folder.create(Folder.HOLDS_MESSAGES);
            }
            from.copyMessages(mails, folder);
            flag = new Flags(Flags.Flag.DELETED);
        } else if (configuration().isDelete()) {
            flag = new Flags(Flags.Flag.DELETED);
        }
        from.setFlags(mails, flag, true);
    }
}
