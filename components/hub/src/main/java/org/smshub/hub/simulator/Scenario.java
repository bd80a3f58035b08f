package org.smshub.hub.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.smshub.smpp.Manner;

/**
 * What a simulated message centre does with a message, whatever the protocol. One entry of the scenario file.
 *
 * @param number pattern of the destination, {@code *} for any characters, without {@code +}
 * @param reject code of the refusal by protocol, {@code smpp: "0x0B"}; null = accept. An empty map refuses with the
 *     protocol's general code
 * @param throttle messages a second that are accepted, the rest is refused as too fast; null = all
 * @param delay milliseconds before the answer
 * @param answer how it is answered
 * @param id form of the id in the answer
 * @param receipts in their order; null = one that says DELIVERED
 * @param incoming message that comes back to the sender; null = none
 */
public record Scenario(
        String number,
        String systemId,
        Bind bind,
        Map<String, String> reject,
        Integer throttle,
        long delay,
        Answer answer,
        Form id,
        List<Receipt> receipts,
        Incoming incoming) {

    /** How a login is answered. */
    public enum Bind {
        /** Wrong password, and the connection is closed. */
        REFUSE,
        /** Never. */
        SILENT,
        /** With yes, and the connection is closed behind that. */
        CLOSE
    }

    /** How a message is answered. */
    public enum Answer {
        /** As it should be. */
        SENT,
        /** Never. */
        NONE,
        /** The connection is dropped instead. */
        DROP,
        /** The connection is dropped after the answer. */
        THEN_DROP
    }

    /** How an answer or a receipt names its message. */
    public enum Form {
        /** In an answer decimal; in a receipt as the answer had it. */
        PLAIN,
        DECIMAL,
        HEX,
        /** Hex in capitals. */
        UPPER,
        /** Decimal, with zeros before it. */
        ZEROS,
        /** A text that no rule fits. */
        GARBLED
    }

    /**
     * @param state one of the hub's states
     * @param after milliseconds after the answer, or after the receipt before this one
     * @param error error code, such as {@code 013}
     * @param early whether it goes before the answer, at once
     * @param unasked whether it goes to who did not ask for it, too; without, BUFFERED and ACCEPTED need receipt ALL
     * @param manners what is unusual about it (SMPP only, but for OTHER_BIND)
     */
    public record Receipt(
            String state, Long after, String error, Form form, boolean early, boolean unasked, Set<Manner> manners) {
        public Receipt {
            manners = manners == null ? Set.of() : Set.copyOf(manners);
            state = state == null ? "DELIVERED" : state;
            after = after == null ? DEFAULT_AFTER : after;
            form = form == null ? Form.PLAIN : form;
        }
    }

    /**
     * @param text null = the text of the message itself
     * @param after milliseconds after the answer or the last receipt
     * @param outOfOrder whether the parts of a long text come last part first
     * @param manners DATA_SM or STRAY_OCTETS (SMPP only), OTHER_BIND
     */
    public record Incoming(String text, Long after, boolean outOfOrder, Set<Manner> manners) {
        public Incoming {
            manners = manners == null ? Set.of() : Set.copyOf(manners);
            after = after == null ? DEFAULT_AFTER : after;
        }
    }

    /** Milliseconds before a receipt or an incoming message, where the file does not say. */
    public static final long DEFAULT_AFTER = 500;

    private static final List<Receipt> DELIVERED = List.of(new Receipt(null, null, null, null, false, false, null));

    public Scenario {
        if (isBlank(number) && isBlank(systemId)) {
            throw new IllegalArgumentException("a scenario needs a number pattern (number) or a login's (systemId)");
        }
        if (bind != null && isBlank(systemId)) {
            throw new IllegalArgumentException("bind is about logins: it needs their pattern (systemId)");
        }
        number = isBlank(number) ? "*" : number;
        systemId = isBlank(systemId) ? "*" : systemId;
        id = id == null ? Form.PLAIN : id;
        if (throttle != null && throttle < 1) {
            throw new IllegalArgumentException("throttle is messages a second, at least 1");
        }
        answer = answer == null ? Answer.SENT : answer;
        receipts = receipts == null ? DELIVERED : List.copyOf(receipts);
        reject = reject == null ? null : Map.copyOf(reject);
    }

    private static boolean isBlank(String pattern) {
        return pattern == null || pattern.isBlank();
    }

    /** A pattern as a regular expression. */
    static Pattern pattern(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (String literal : pattern.split("\\*", -1)) {
            regex.append(Pattern.quote(literal)).append(".*");
        }
        regex.setLength(regex.length() - 2);
        return Pattern.compile(regex.toString());
    }
}
