package org.smshub.hub.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;

/** Whom an address means: a number before the @, a name or a group of the address book. */
final class MailRecipients {

    /** With the letter that stands for + in some gateways' addresses. */
    private static final Pattern NUMBER = Pattern.compile("[+p]?[0-9][0-9 ().-]{1,30}");

    /** In a subject: a run of digits that may have a + before. */
    private static final Pattern IN_SUBJECT = Pattern.compile("\\+?[0-9][0-9 -]{2,25}");

    private final Numbers numbers;
    private final Contacts contacts;
    private final List<String> domains;

    /** @param domains behind the @, in small letters; empty = any */
    MailRecipients(Numbers numbers, Contacts contacts, List<String> domains) {
        this.numbers = numbers;
        this.contacts = contacts;
        this.domains = domains;
    }

    /**
     * The numbers in the hub's form, at least one.
     *
     * @throws RefusedException in words for its sender
     */
    List<String> numbers(String address) throws RefusedException {
        int at = address.lastIndexOf('@');
        String local = (at < 0 ? address : address.substring(0, at)).strip();
        if (local.length() > 1 && local.startsWith("\"") && local.endsWith("\"")) {
            local = local.substring(1, local.length() - 1);
        }
        if (!isOurs(address)) {
            throw RefusedException.invalid(
                    "to", "The hub relays nothing: " + RefusedException.shown(address) + " is in no domain of its own");
        }
        if (NUMBER.matcher(local).matches()) {
            return List.of(numbers.recipient(local.startsWith("p") ? "+" + local.substring(1) : local));
        }
        List<String> found = new ArrayList<>();
        for (String number : contacts.numbers(local)) {
            found.add(numbers.recipient(number));
        }
        if (found.isEmpty()) {
            throw RefusedException.invalid(
                    "to", RefusedException.shown(address) + " is neither a number nor a name of the address book");
        }
        return List.copyOf(found);
    }

    /** The hub's, in small letters; empty = any. */
    List<String> domains() {
        return domains;
    }

    /** Whether this address is in a domain of the hub's. */
    boolean isOurs(String address) {
        int at = address.lastIndexOf('@');
        return domains.isEmpty()
                || at >= 0 && domains.contains(address.substring(at + 1).toLowerCase(Locale.ROOT));
    }

    /** Whether mails of the hub's own come from here: a number in a domain of its own. */
    boolean isOwn(String address) {
        int at = address.lastIndexOf('@');
        return !domains.isEmpty()
                && isOurs(address)
                && NUMBER.matcher(address.substring(0, at)).matches();
    }

    /** The numbers in a subject. */
    List<String> inSubject(String subject) throws RefusedException {
        List<String> found = new ArrayList<>();
        var matcher = IN_SUBJECT.matcher(subject);
        while (matcher.find()) {
            found.add(numbers.recipient(matcher.group().strip()));
        }
        return found;
    }
}
