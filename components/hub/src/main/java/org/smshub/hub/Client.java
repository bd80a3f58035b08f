package org.smshub.hub;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One who may send, as {@code config/clients.yaml} has it.
 *
 * @param keys its API keys; one that is to be replaced stands beside its successor until it expires
 * @param keyFile a file that holds the key itself, made with a random key when it is missing; or null
 * @param passwords hashes of its passwords for SMPP, UCP and CIMD2, as {@code ./hub key} prints them; an API key is one too
 * @param passwordFile a file that holds such a password itself, made when it is missing; or null
 * @param numbers the numbers whose incoming messages it gets: E.164 with {@code +}, or short codes
 * @param events by which way it hears of incoming messages: {@code smpp}, {@code ucp}, {@code cimd2} or {@code mail}; or {@code jms},
 *     {@code kafka}, {@code webhook} or {@code sse}, by which it hears of what becomes of its own, too; null = {@code smpp}
 * @param webhook where it hears of them with {@code events: webhook}, and what addresses its messages may bring; or null
 * @param senders the only values of {@code from} it may use beside its numbers; empty = any
 * @param defaultSender {@code from} of a message without one, or null
 * @param texts how long its texts are kept: {@code NEVER}, {@code FINAL} or a number of days; null = as for all
 * @param alphabet what it writes and reads by SMPP under data_coding 0: {@code GSM7} (default), {@code LATIN1}, {@code ASCII} or
 *     {@code UTF8}
 * @param rate messages a second it may send; 0 = any number
 * @param burst messages it may send at once after a silence; 0 = as many as in a second, at least one
 * @param daily messages it may send a calendar day; 0 = any number
 * @param tlvs optional parameters of vendors (four hexadecimal digits) that it may send by SMPP, and gets
 * @param mail the addresses, or {@code @domains}, from which its mails come: who is believed to be one of these sends as it
 * @param mailTo where mails about messages go that nobody of it has written to; or null
 * @param maskNumbers whether what it hears by mail has its numbers without three of their digits
 * @param operator whether its keys that have no list of scopes may do all: look at what has no place in the ledger and play it
 *     again, find and change the messages of all
 * @param links the links it may choose itself, or {@code *} for any; empty = none
 * @param keyInUrl whether its key may stand in a URL, which logs and proxies keep
 * @param doors the doors that are open to it (kannel, jasmin …), and how it uses them
 */
record Client(
        String id,
        List<Key> keys,
        String keyFile,
        List<String> passwords,
        String passwordFile,
        List<String> numbers,
        String events,
        Webhook webhook,
        List<String> senders,
        String defaultSender,
        String texts,
        String alphabet,
        double rate,
        int burst,
        int daily,
        Set<String> tlvs,
        List<String> mail,
        String mailTo,
        boolean maskNumbers,
        boolean operator,
        List<String> links,
        boolean keyInUrl,
        Map<String, DoorOptions> doors) {

    Client {
        keys = keys == null ? List.of() : List.copyOf(keys);
        passwords = passwords == null ? List.of() : List.copyOf(passwords);
        numbers = numbers == null ? List.of() : List.copyOf(numbers);
        links = links == null ? List.of() : List.copyOf(links);
        senders = senders == null ? List.of() : List.copyOf(senders);
        tlvs = tlvs == null
                ? Set.of()
                : tlvs.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        doors = doors == null ? Map.of() : Map.copyOf(doors);
        mail = mail == null ? List.of() : List.copyOf(mail);
        burst = burst > 0 ? burst : (int) Math.max(1, Math.ceil(rate));
    }

    boolean isLimited() {
        return rate > 0 || daily > 0;
    }
}
