package org.smshub.hub.mail;

import java.util.Locale;
import org.apache.camel.Exchange;

/**
 * What an input does with its mails: the exchange properties that its route sets.
 *
 * @param subject what becomes of it
 * @param cut whether quoted mails, signatures and disclaimers go
 * @param maxParts longest SMS, 1 to 255
 * @param shorten whether a longer text is cut; else the mail is refused
 * @param answers what the writer hears
 * @param machines whether what a machine wrote by itself is sent
 */
record MailRules(Subject subject, boolean cut, int maxParts, boolean shorten, Answers answers, boolean machines) {

    enum Subject {
        /** It is not sent. */
        IGNORE,
        /** Before the text, on a line of its own. */
        BEFORE,
        /** It is the SMS' sender. */
        SENDER,
        /** The numbers in it are the recipients. */
        NUMBER
    }

    enum Answers {
        NONE,
        FAILURES,
        ALL
    }

    boolean keepSubject() {
        return subject == Subject.IGNORE;
    }

    static MailRules of(Exchange exchange) {
        return new MailRules(
                one(exchange, MailMessages.SUBJECT, Subject.class, Subject.IGNORE),
                exchange.getProperty("mailCut", true, Boolean.class),
                exchange.getProperty("mailMaxParts", 10, Integer.class),
                !"REFUSE"
                        .equals(exchange.getProperty("mailTooLong", "CUT", String.class)
                                .toUpperCase(Locale.ROOT)),
                one(exchange, "mailAnswers", Answers.class, Answers.FAILURES),
                exchange.getProperty("mailMachines", false, Boolean.class));
    }

    private static <E extends Enum<E>> E one(Exchange exchange, String name, Class<E> type, E absent) {
        String value = exchange.getProperty(name, String.class);
        try {
            return value == null || value.isBlank()
                    ? absent
                    : Enum.valueOf(type, value.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    name + " of a mail input is one of " + java.util.Arrays.toString(type.getEnumConstants())
                            + ", not '" + value + "'",
                    e);
        }
    }
}
