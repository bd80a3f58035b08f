package org.smshub.ledger;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Message;
import org.smshub.ledger.store.KeepText;
import org.smshub.ledger.store.Submission;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.plan.Plan;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Udh;

/** Reads an accepted message, by the names on it, and cuts it into its parts. */
final class Submissions {

    private static final String BINARY = "BINARY";
    private static final TextProfile GSM7_ONLY = TextProfile.STANDARD.withUcs2(false);
    private static final TextProfile UCS2_ONLY = TextProfile.STANDARD.withDefaultAlphabet(Encoding.UCS2);

    private Submissions() {}

    /**
     * @param reference of the concatenation, when there are several parts
     * @throws IllegalArgumentException naming the header or body that is wrong
     * @throws org.smshub.text.TextException when the text cannot be sent as wanted
     */
    static List<Submission> of(Message message, String id, int reference) {
        long now = System.currentTimeMillis();
        String encoding = message.getHeader(SmsHeaders.ENCODING, String.class);
        String udhHex = message.getHeader(SmsHeaders.UDH, String.class);
        Udh udh = udhHex == null ? Udh.NONE : Udh.parse(HexFormat.of().parseHex(udhHex));
        Object body = message.getBody();
        boolean binary = BINARY.equals(encoding) || (encoding == null && body instanceof byte[]);
        if (binary) {
            return binary(message, id, now, udh, reference);
        }
        String text = message.getBody(String.class);
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("The body is empty: there is no text to send");
        }
        TextProfile profile = profile(encoding);
        if (udh.concatenation().isPresent()) {
            return List.of(wholePart(message, id, now, profile, text, udh));
        }
        Plan plan = udh.isEmpty() ? planned(message, text, encoding) : null;
        if (plan == null) {
            plan = (udh.isEmpty() ? profile : profile.withHeader(udh)).plan(text);
        }
        List<Submission> parts = new ArrayList<>(plan.parts());
        for (Segment s : plan.segments(reference)) {
            parts.add(part(
                    message,
                    id,
                    now,
                    s.part(),
                    s.parts(),
                    s.text(),
                    plan.encoding().name(),
                    s.udh()));
        }
        return parts;
    }

    /** What was planned for this very text on its way here; null = nothing. */
    private static Plan planned(Message message, String text, String encoding) {
        Plan plan = message.getExchange().getProperty(LedgerComponent.PLAN, Plan.class);
        return plan != null
                        && plan.encoding().name().equals(encoding)
                        && plan.text().equals(text)
                ? plan
                : null;
    }

    private static List<Submission> binary(Message message, String id, long now, Udh udh, int reference) {
        byte[] octets = message.getBody(byte[].class);
        if (octets == null || (octets.length == 0 && udh.isEmpty())) {
            throw new IllegalArgumentException("The body is empty: there is nothing to send");
        }
        if (udh.concatenation().isPresent()) {
            fits(octets.length, Alphabet.BINARY, udh);
            return List.of(part(message, id, now, 1, 1, octets, BINARY, udh));
        }
        List<UserData> cut = (udh.isEmpty() ? TextProfile.STANDARD : TextProfile.STANDARD.withHeader(udh))
                .segments(octets, reference);
        List<Submission> parts = new ArrayList<>(cut.size());
        for (UserData data : cut) {
            parts.add(part(message, id, now, parts.size() + 1, cut.size(), data.body(), BINARY, data.udh()));
        }
        return parts;
    }

    /** The application cut the message itself: its part goes as it is. */
    private static Submission wholePart(
            Message message, String id, long now, TextProfile profile, String text, Udh udh) {
        Encoding wanted = profile.defaultAlphabet();
        int units = wanted.units(text, 0, text.length());
        Encoding used = units < 0 && profile.ucs2() ? Encoding.UCS2 : wanted;
        fits(used.units(text, 0, text.length()), used.alphabet(), udh);
        return part(message, id, now, 1, 1, text, used.name(), udh);
    }

    private static void fits(int units, Alphabet alphabet, Udh udh) {
        if (units < 0 || units > alphabet.capacity(udh.length())) {
            throw new IllegalArgumentException(
                    "SmsUdh says that this is one part of a long message, but it does not fit one: " + units
                            + " units of " + alphabet.capacity(udh.length()));
        }
    }

    private static TextProfile profile(String encoding) {
        if (encoding == null) {
            return TextProfile.STANDARD;
        }
        return switch (encoding) {
            case "GSM7" -> GSM7_ONLY;
            case "UCS2" -> UCS2_ONLY;
            default ->
                throw new IllegalArgumentException(
                        "SmsEncoding is GSM7, UCS2 or BINARY, or absent to let the hub choose; not " + encoding);
        };
    }

    private static Submission part(
            Message message, String id, long now, int part, int parts, Object body, String encoding, Udh udh) {
        String asked = message.getHeader(SmsHeaders.RECEIPT, String.class);
        ReceiptsWanted receipt = asked == null ? ReceiptsWanted.FINAL : ReceiptsWanted.of(asked);
        Long sendAt = message.getHeader(SmsHeaders.SEND_AT, Long.class);
        Long validUntil = message.getHeader(SmsHeaders.VALID_UNTIL, Long.class);
        return new Submission(
                id,
                part,
                parts,
                Required.header(message, SmsHeaders.CLIENT),
                message.getHeader(SmsHeaders.CLIENT_REF, String.class),
                message.getHeader(SmsHeaders.FROM, String.class),
                Required.header(message, SmsHeaders.TO),
                body,
                encoding,
                udh.isEmpty() ? null : udh.bytes(),
                message.getHeader(SmsHeaders.CLASS, Integer.class),
                message.getHeader(SmsHeaders.DATA_CODING, Integer.class),
                message.getHeader(SmsHeaders.PROTOCOL_ID, Integer.class),
                receipt.name(),
                priority(message),
                Required.header(message, SmsHeaders.LINKS).replace(" ", ""),
                sendAt == null ? now : sendAt,
                validUntil,
                now,
                // who wants no receipt hears of nothing
                receipt.any() ? message.getHeader(SmsHeaders.EVENTS, String.class) : null,
                keepText(message, now),
                message.getHeader(SmsHeaders.FIELDS, String.class));
    }

    private static Long keepText(Message message, long now) {
        String wanted = message.getHeader(SmsHeaders.KEEP_TEXT, String.class);
        if (wanted == null) {
            return null;
        }
        if (wanted.equals("NEVER")) {
            return KeepText.NEVER;
        }
        if (wanted.equals("FINAL")) {
            return KeepText.UNTIL_FINAL;
        }
        if (wanted.matches("[1-9]\\d{0,4}")) {
            return now + TimeUnit.DAYS.toMillis(Long.parseLong(wanted));
        }
        throw new IllegalArgumentException("SmsKeepText is NEVER, FINAL or a number of days, not " + wanted);
    }

    private static int priority(Message message) {
        int priority = message.getHeader(SmsHeaders.PRIORITY, 1, Integer.class);
        if (priority < 0 || priority > 3) {
            throw new IllegalArgumentException("SmsPriority is 0 (bulk) to 3 (urgent), not " + priority);
        }
        return priority;
    }
}
