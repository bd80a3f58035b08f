package org.smshub.hub.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.Rate;
import org.smshub.link.SmsHeaders;

/**
 * Answers to incoming messages, as {@link Keywords} have set them. Two machines that answer each other would never end: a number
 * gets few of them an hour, a short code or a sender of letters none, an answer of the table none, and all together get no more
 * than so many a second. One that came twice is answered once.
 */
public class Answers extends RoutingBean {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long AGAIN_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final String TAG = "answer";
    private static final int HASH = 16;

    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > remembered;
        }
    };

    private int perHour = 3;
    private double perSecond = 10;
    private int remembered = 50_000;
    private String client = "";
    private Rate rate;

    /** What a number was answered in the hour that began then. */
    private static final class Count {
        private final long began = System.nanoTime();
        private int answers;
    }

    @Override
    void start() {
        rate = new Rate(perSecond, (int) Math.max(1, Math.ceil(perSecond)), System::nanoTime);
    }

    /** Makes the answer of the message, or of nothing: the exchange property {@code answering} says which. */
    public void make(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        String text = exchange.getProperty(Keywords.ANSWER, String.class);
        String to = message.getHeader(SmsHeaders.FROM, String.class);
        String its = message.getHeader(SmsHeaders.CLIENT, String.class);
        String whose = its == null && !client.isEmpty() ? client : its;
        if (text == null || to == null || !to.matches("\\+[1-9][0-9]{6,14}")) {
            return;
        }
        if (whose == null) {
            LOG.warn("An incoming message is not answered: it is no client's, and hub.answers.client names none");
            return;
        }
        if (!mayAnswer(to)) {
            LOG.debug(
                    "No answer: the number has had {} within the hour, or all more than {} a second",
                    perHour,
                    perSecond);
            return;
        }
        String from = exchange.getProperty(Keywords.ANSWER_FROM, String.class);
        String number = message.getHeader(SmsHeaders.TO, String.class);
        String link = message.getHeader(SmsHeaders.LINK, String.class);
        String ref = ref(message);
        message.removeHeaders("*");
        message.setBody(text);
        message.setHeader(SmsHeaders.TO, to);
        if (from != null) {
            message.setHeader(SmsHeaders.FROM, from);
        } else if (number != null && !number.equals(link)) {
            message.setHeader(SmsHeaders.FROM, number);
        }
        message.setHeader(SmsHeaders.CLIENT, whose);
        message.setHeader(SmsHeaders.CLIENT_REF, ref);
        // its client has not sent it, and hears nothing of it
        message.setHeader(SmsHeaders.RECEIPT, "NONE");
        Records.tags(List.of(TAG), message);
        LedgerComponent ledger = exchange.getContext().getComponent("ledger", LedgerComponent.class);
        if (link != null && ledger.linkNames().contains(link)) {
            // back by the line that it came by
            exchange.setProperty(Records.LINKS, link);
        }
        exchange.setProperty("answering", true);
    }

    private boolean mayAnswer(String number) {
        synchronized (counts) {
            Count count = counts.get(number);
            if (count == null || System.nanoTime() - count.began > HOUR) {
                count = new Count();
                counts.put(number, count);
            }
            return count.answers < perHour && rate.take() && ++count.answers > 0;
        }
    }

    /** The same for a message that the centre brings again; where it has no time of its own, for some minutes. */
    private static String ref(Message message) {
        String all = String.join(
                "\n",
                message.getHeader(SmsHeaders.LINK, "", String.class),
                message.getHeader(SmsHeaders.FROM, "", String.class),
                message.getHeader(SmsHeaders.TO, "", String.class),
                String.valueOf(message.getHeader(
                        SmsHeaders.RECEIVED_AT, System.currentTimeMillis() / AGAIN_MILLIS, Long.class)),
                message.getBody(String.class));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return MessageView.KEYED + "answer-" + HexFormat.of().formatHex(hash, 0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The incoming message has its place all the same. */
    public void failed(Exchange exchange) {
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.warn("An incoming message is not answered: {}", why == null ? "?" : why.getMessage());
    }

    public int getPerHour() {
        return perHour;
    }

    /** Answers that a number gets an hour. */
    public void setPerHour(int perHour) {
        this.perHour = perHour;
    }

    public double getPerSecond() {
        return perSecond;
    }

    /** Answers a second, to all numbers. */
    public void setPerSecond(double perSecond) {
        this.perSecond = perSecond;
    }

    public int getRemembered() {
        return remembered;
    }

    /** Numbers whose answers are counted. */
    public void setRemembered(int remembered) {
        this.remembered = remembered;
    }

    public String getClient() {
        return client;
    }

    /** Whose the answers to messages are that are no client's; empty = those have none. */
    public void setClient(String client) {
        this.client = client.trim();
    }
}
