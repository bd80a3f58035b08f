package org.smshub.hub;

import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Carrier;
import org.smshub.link.passing.Fields;
import org.smshub.text.Characters;

/**
 * What every message is held against before it is accepted, whatever input it came by: what its fields may hold, its times,
 * its addresses, its sender; and, when its links are chosen, whether they can carry its addresses.
 */
public class Checks implements CamelContextAware {

    /** First and last moment that the protocols can write: their years have two digits. */
    public static final long FIRST_TIME = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    public static final long LAST_TIME = Instant.parse("2099-12-31T23:59:59Z").toEpochMilli();

    /** Exchange property: nothing is to be sent, its sender only asks how it would go. */
    public static final String DRY_RUN = "dryRun";

    /** Exchange property, with {@link #DRY_RUN}: why some of its links are none for it. */
    public static final String UNFIT = "unfit";

    /** Exchange property: the message is the hub's own answer to one that came in. */
    public static final String ANSWER = "answer";

    /** Exchange property, with {@link #DRY_RUN}: a list of what the rules of routing say, in words. */
    public static final String WHY = "why";

    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    /** Characters of SmsFields: room for all that SMPP has, and no store for anything else. */
    private static final int MOST_FIELDS = 8_192;

    private final Map<String, Carrier> carriers = new ConcurrentHashMap<>();
    private CamelContext camelContext;
    private Numbers numbers;
    private Clients clients;

    /** @throws RefusedException naming the field */
    public void message(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        strings(message);
        times(message);
        numbers.normalise(message);
        clients.sender(exchange);
    }

    private static void strings(Message message) throws RefusedException {
        string(message.getHeader(SmsHeaders.TO, String.class), "to");
        string(message.getHeader(SmsHeaders.FROM, String.class), "from");
        string(message.getHeader(SmsHeaders.CLIENT_REF, String.class), "ref");
        String fields = message.getHeader(SmsHeaders.FIELDS, String.class);
        if (fields != null && fields.length() > MOST_FIELDS) {
            throw RefusedException.invalid(
                    "fields", "The message has more optional parameters than fit " + MOST_FIELDS + " characters");
        }
        if (fields != null && fields.contains(Fields.SERVICE_TYPE)) {
            // all others are numbers, or octets in hex
            string(Fields.parse(fields).get(Fields.SERVICE_TYPE), Fields.SERVICE_TYPE);
        }
    }

    private static void string(String value, String field) throws RefusedException {
        int wrong = value == null ? -1 : Characters.firstWrong(value, false);
        if (wrong >= 0) {
            throw wrong(field, value, wrong);
        }
    }

    /**
     * For an input that brings characters, and no octets of a short message, which go as they came.
     *
     * @throws RefusedException the text has halves of surrogate pairs, or control characters other than those of lines
     */
    public static void text(String text) throws RefusedException {
        int wrong = text == null ? -1 : Characters.firstWrong(text, true);
        if (wrong >= 0) {
            throw wrong("text", text, wrong);
        }
    }

    private static RefusedException wrong(String field, String value, int at) {
        return RefusedException.invalid(
                field, field + " has " + Characters.words(value.charAt(at)) + ", at position " + at);
    }

    private static void times(Message message) throws RefusedException {
        Long at = message.getHeader(SmsHeaders.SEND_AT, Long.class);
        Long until = message.getHeader(SmsHeaders.VALID_UNTIL, Long.class);
        if (at != null && (at < FIRST_TIME || at > LAST_TIME)) {
            throw RefusedException.invalid("sendAt", "sendAt must be of the years 2000 to 2099");
        }
        if (until == null) {
            return;
        }
        if (until <= System.currentTimeMillis()) {
            throw RefusedException.invalid("validUntil", "validUntil must be in the future");
        }
        if (at != null && until <= at) {
            throw RefusedException.invalid("validUntil", "validUntil must be after sendAt");
        }
        if (until > LAST_TIME) {
            // a line's way to say for ever
            message.setHeader(SmsHeaders.VALID_UNTIL, LAST_TIME);
        }
    }

    /**
     * Leaves of SmsLinks those that can carry the addresses; others could only fail.
     *
     * @throws RefusedException none can, saying why the first cannot
     */
    public void links(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        String wanted = exchange.getProperty(Records.LINKS, String.class);
        if (wanted != null) {
            boolean answer = exchange.getProperty(ANSWER) != null;
            if (!answer) {
                clients.mayUse(message.getHeader(SmsHeaders.CLIENT, String.class), wanted);
            }
            message.setHeader(SmsHeaders.LINKS, wanted);
            exchange.setProperty(LedgerComponent.RULE, answer ? "answer" : "client");
        }
        String links = message.getHeader(SmsHeaders.LINKS, String.class);
        if (links == null) {
            return;
        }
        String to = message.getHeader(SmsHeaders.TO, String.class);
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        if (links.indexOf(',') < 0) {
            RefusedException unfit = unfit(links.trim(), to, from);
            if (unfit != null) {
                throw unfit;
            }
            return;
        }
        several(message, links, to, from);
    }

    private void several(Message message, String links, String to, String from) throws RefusedException {
        StringJoiner fit = new StringJoiner(",");
        RefusedException first = null;
        for (String link : links.split(",")) {
            RefusedException unfit = unfit(link.trim(), to, from);
            if (unfit == null) {
                fit.add(link.trim());
            } else {
                LOG.debug("{}: not by link {}: {}", message.getHeader(SmsHeaders.ID), link, unfit.getMessage());
                if (message.getExchange().getProperty(DRY_RUN) != null) {
                    message.getExchange()
                            .setProperty(UNFIT, words(message.getExchange().getProperty(UNFIT), unfit.getMessage()));
                }
                first = first == null ? unfit : first;
            }
        }
        if (fit.length() == 0 && first != null) {
            throw first;
        }
        if (first != null) {
            message.setHeader(SmsHeaders.LINKS, fit.toString());
        }
    }

    private static String words(Object before, String more) {
        return before == null ? more : before + "; " + more;
    }

    private RefusedException unfit(String link, String to, String from) {
        Carrier carrier = carriers.get(link);
        if (carrier == null) {
            return null;
        }
        try {
            carrier.checkRecipient(to);
        } catch (IllegalArgumentException e) {
            return RefusedException.invalid("to", "Link " + link + " cannot take this recipient: " + e.getMessage());
        }
        try {
            if (from != null) {
                carrier.checkSender(from);
            }
            return null;
        } catch (IllegalArgumentException e) {
            return RefusedException.invalid("from", "Link " + link + " cannot take this sender: " + e.getMessage());
        }
    }

    private void learn(Endpoint endpoint) {
        if (endpoint instanceof Carrier carrier) {
            learn(carrier);
        } else {
            // other people's endpoints are none: what they carry is bound beside them
            camelContext.getRegistry().findByType(Carrier.class).forEach(this::learn);
        }
    }

    private void learn(Carrier carrier) {
        if (carrier.linkName() != null) {
            carriers.put(carrier.linkName(), carrier);
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /** Hears of each link as its route is made. */
    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        camelContext.getEndpoints().forEach(this::learn);
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onEndpointAdd(Endpoint endpoint) {
                learn(endpoint);
            }
        });
    }

    public Numbers getNumbers() {
        return numbers;
    }

    public void setNumbers(Numbers numbers) {
        this.numbers = numbers;
    }

    public Clients getClients() {
        return clients;
    }

    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
