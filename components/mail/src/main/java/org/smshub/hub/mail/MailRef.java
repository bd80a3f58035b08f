package org.smshub.hub.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.smshub.hub.mail.text.Mail;

/**
 * What an SMS keeps of the mail it was: SmsClientRef, by which the same mail again is known, its writer hears what became of it,
 * and a reply finds the thread.
 *
 * @param all whether the writer hears of deliveries too
 * @param cut whether the text was longer
 * @param count recipients of the mail
 * @param key of the mail, and of the recipient
 * @param from whom to answer; empty = nobody
 * @param messageId with brackets; empty = none
 * @param attachments names of what was not sent, a few of them
 * @param subject empty = none, or not to be kept
 */
record MailRef(
        boolean all,
        boolean cut,
        int count,
        String key,
        String from,
        String messageId,
        List<String> attachments,
        String subject) {

    /** What every ref begins with; the ledger has an index of these. */
    static final String PREFIX = "mail:";

    private static final int SUBJECT = 80;
    private static final int NAMES = 3;
    private static final int NAME = 40;

    /** Octets of the digests; in base64 a third more. */
    private static final int MAIL_OCTETS = 9;

    private static final int NUMBER_OCTETS = 6;
    private static final int MAIL_LETTERS = MAIL_OCTETS * 4 / 3;

    /** In a name; a space ends a field. */
    private static final char SPACE = '\u00a0';

    /**
     * Of a mail. The same mail, by whichever way and however often it comes, has the same.
     *
     * @param byText whether its text is part of the key: what has an id may be trusted to be one mail, but for devices that
     *     number their mails anew after a restart
     * @param unique for a mail that says nothing by which it could be told from one like it, such as a device's second alarm
     */
    static MailRef of(Mail mail, MailRules rules, int count, boolean cut, boolean byText, String unique) {
        String from = rules.answers() != MailRules.Answers.NONE && mail.answered() ? mail.from() : "";
        String subject = rules.keepSubject() ? mail.subject() : "";
        String id = mail.messageId();
        boolean anonymous = id.isEmpty() && mail.date().isEmpty();
        return new MailRef(
                rules.answers() == MailRules.Answers.ALL,
                cut,
                count,
                digest(
                        MAIL_OCTETS,
                        id,
                        mail.date(),
                        byText || id.isEmpty() ? mail.text() : "",
                        anonymous ? unique : ""),
                from.indexOf(' ') >= 0 ? "" : from,
                id,
                names(mail.attachments()),
                shortened(subject, SUBJECT));
    }

    /** No half of a surrogate pair at its end: the hub takes none. */
    private static String shortened(String text, int most) {
        int end = Math.min(text.length(), most);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    /** The same of one recipient. */
    MailRef to(String number) {
        return new MailRef(
                all, cut, count, mailKey() + digest(NUMBER_OCTETS, number), from, messageId, attachments, subject);
    }

    /** The same for all recipients of a mail. */
    String mailKey() {
        return key.substring(0, Math.min(key.length(), MAIL_LETTERS));
    }

    private static List<String> names(List<String> attachments) {
        List<String> names = attachments.stream()
                .limit(NAMES)
                .map(name -> name.replaceAll("[/\\s]", String.valueOf(SPACE)))
                .map(name -> shortened(name, NAME))
                .collect(Collectors.toList());
        if (attachments.size() > NAMES) {
            names.add("…");
        }
        return List.copyOf(names);
    }

    /** @return in letters that a mail's id may have */
    static String digest(int octets, String... of) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String one : of) {
                sha.update(one.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha.digest(), octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public String toString() {
        return PREFIX
                + (all ? "a" : "f")
                + (cut ? "c" : "")
                + count
                + ':'
                + key
                + ' '
                + from
                + ' '
                + messageId
                + ' '
                + String.join("/", attachments)
                + ' '
                + subject;
    }

    /** Null where this is no mail's. */
    static MailRef parse(String ref) {
        if (ref == null || !ref.startsWith(PREFIX)) {
            return null;
        }
        String[] parts = ref.substring(PREFIX.length()).split(" ", 5);
        if (parts.length < 5 || !parts[0].matches("[af]c?[0-9]{1,4}:[A-Za-z0-9_-]+")) {
            return null;
        }
        String[] head = parts[0].split(":", 2);
        return new MailRef(
                head[0].charAt(0) == 'a',
                head[0].indexOf('c') >= 0,
                Integer.parseInt(head[0].replaceAll("[a-z]", "")),
                head[1],
                parts[1],
                parts[2],
                parts[3].isEmpty() ? List.of() : List.of(parts[3].split("/")),
                parts[4]);
    }

    /** The names of the attachments as they are read. */
    String attached() {
        return String.join(", ", attachments).replace(SPACE, ' ');
    }
}
