package org.smshub.hub.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Programs that answer every mail and do not say that they are programs (RFC 3834 5 wants them to): they answer the hub's mails
 * with the same words to the same number again and again. With a phone that answers everything, too, that would never end.
 */
final class Responders {

    /** A person may say the same so many times in a row. */
    private static final int SAME = 3;

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final int PAIRS = 10_000;

    /** For those that leave out In-Reply-To. */
    private static final Pattern ANSWER = Pattern.compile(
            "(re|aw|antw|odp|sv|vs|rif|ynt|res|auto\\w*( \\w+)?|out of office|ooo)\\s?[:：].*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    private record Pair(String from, String number) {}

    /** What was said last. */
    private record Said(String text, String messageId, int times, long since) {}

    private final Map<Pair, Said> pairs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Said> eldest) {
            return size() > PAIRS;
        }
    };

    /** Whether a mail answers one of the hub's. @param domains the hub's, in small letters */
    static boolean answersUs(MimeMessage mail, String subject, List<String> domains) throws MessagingException {
        if (ANSWER.matcher(subject.strip()).matches()) {
            return true;
        }
        for (String name : new String[] {"In-Reply-To", "References"}) {
            String[] values = mail.getHeader(name);
            String value = values == null ? "" : String.join(" ", values).toLowerCase(java.util.Locale.ROOT);
            if (domains.stream().anyMatch(domain -> value.contains('@' + domain + '>'))) {
                return true;
            }
        }
        return false;
    }

    /** Whether these words were said too often within an hour. The same mail again is none more. */
    synchronized boolean isOne(String from, String number, String text, String messageId) {
        Pair pair = new Pair(from, number);
        Said before = pairs.get(pair);
        long now = System.nanoTime();
        if (before == null || !before.text().equals(text) || now - before.since() > HOUR) {
            pairs.put(pair, new Said(text, messageId, 1, now));
            return false;
        }
        if (!messageId.isEmpty() && messageId.equals(before.messageId())) {
            return false;
        }
        pairs.put(pair, new Said(text, messageId, before.times() + 1, before.since()));
        return before.times() >= SAME;
    }
}
