package org.smshub.hub.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What an SMS keeps of the mail it was: SmsClientRef, by which the same mail again is known, its writer hears what became of it,
 * and a reply finds the thread.
 *
 * @param all whether the writer hears of deliveries too
 * @param key of the mail and the recipient
 * @param from whom to answer; empty = nobody
 * @param messageId with brackets; empty = none
 * @param subject empty = none, or not to be kept
 */
record MailRef(boolean all, String key, String from, String messageId, String subject) {

    /** What every ref begins with; the ledger has an index of these. */
    static final String PREFIX = "mail:";

    private static final int SUBJECT = 80;
    private static final int KEY_OCTETS = 15;

    /** Of a mail to one number. The same mail, by whichever way and however often it comes, has the same. */
    static MailRef of(Mail mail, String number, boolean answered, boolean all, boolean keepSubject) {
        String from = answered && mail.kind() == Mail.Kind.PERSON ? mail.from() : "";
        String subject = keepSubject ? mail.subject() : "";
        String id = mail.messageId();
        return new MailRef(
                all,
                digest(id, mail.date(), mail.text(), number),
                from.indexOf(' ') >= 0 ? "" : from,
                id,
                subject.length() > SUBJECT ? subject.substring(0, SUBJECT) : subject);
    }

    /** For a mail that says nothing by which it could be told from one like it, such as a device's second alarm. */
    MailRef unique(String id) {
        return new MailRef(all, digest(key, id), from, messageId, subject);
    }

    private static String digest(String... of) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String one : of) {
                sha.update(one.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha.digest(), KEY_OCTETS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public String toString() {
        return PREFIX + (all ? 'a' : 'f') + key + ' ' + from + ' ' + messageId + ' ' + subject;
    }

    /** Null where this is no mail's. */
    static MailRef parse(String ref) {
        if (ref == null || !ref.startsWith(PREFIX)) {
            return null;
        }
        String[] parts = ref.substring(PREFIX.length()).split(" ", 4);
        return parts.length < 4 || parts[0].isEmpty()
                ? null
                : new MailRef(parts[0].charAt(0) == 'a', parts[0].substring(1), parts[1], parts[2], parts[3]);
    }
}
