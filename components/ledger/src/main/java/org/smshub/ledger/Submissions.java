package org.smshub.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Message;
import org.smshub.ledger.entry.KeepText;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.text.plan.LinkProfile;
import org.smshub.text.plan.Piece;
import org.smshub.text.plan.Plan;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.plan.Uncut;
import org.smshub.text.udh.Concatenation;

/** Reads an accepted message, by the names on it, and cuts it into its parts. */
final class Submissions {

    private Submissions() {}

    /**
     * @param profile of the link it is planned for
     * @param reference of the concatenation, when there are several parts
     * @param now epoch milliseconds
     * @throws IllegalArgumentException naming the header or body that is wrong
     * @throws org.smshub.text.TextException when the text cannot be sent as wanted
     */
    static List<Submission> of(Message message, LinkProfile profile, String id, int reference, long now) {
        Uncut uncut = UncutMessage.of(message);
        List<Piece> pieces = profile.cut(uncut, planned(message, uncut), TextProfile.STANDARD, reference);
        if (pieces.size() == 1) {
            return List.of(part(message, id, now, pieces.get(0), uncut.number()));
        }
        List<Submission> parts = new ArrayList<>(pieces.size());
        for (Piece piece : pieces) {
            parts.add(part(message, id, now, piece, null));
        }
        return parts;
    }

    /** What was planned for this very text on its way here; null = nothing. */
    private static Plan planned(Message message, Uncut uncut) {
        Plan plan = message.getExchange().getProperty(LedgerComponent.PLAN, Plan.class);
        return plan != null && plan.text().equals(uncut.body()) ? plan : null;
    }

    private static Submission part(Message message, String id, long now, Piece piece, Concatenation number) {
        String asked = message.getHeader(SmsHeaders.RECEIPT, String.class);
        ReceiptsWanted receipt = asked == null ? ReceiptsWanted.FINAL : ReceiptsWanted.of(asked);
        Long sendAt = message.getHeader(SmsHeaders.SEND_AT, Long.class);
        Long validUntil = message.getHeader(SmsHeaders.VALID_UNTIL, Long.class);
        return new Submission(
                id,
                piece.part(),
                piece.parts(),
                Required.header(message, SmsHeaders.CLIENT),
                message.getHeader(SmsHeaders.CLIENT_REF, String.class),
                message.getHeader(SmsHeaders.FROM, String.class),
                Required.header(message, SmsHeaders.TO),
                piece.body(),
                piece.encoding(),
                piece.udh().isEmpty() ? null : piece.udh().bytes(),
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
                number,
                fields(message),
                origin(message));
    }

    /** With the trace it goes on in, where there is one. */
    private static String fields(Message message) {
        String fields = message.getHeader(SmsHeaders.FIELDS, String.class);
        String trace = message.getHeader(SmsHeaders.TRACE, String.class);
        return trace == null
                ? fields
                : Fields.parse(fields)
                        .only(field -> !field.name().equals(SmsHeaders.TRACE))
                        .with(SmsHeaders.TRACE, trace)
                        .toString();
    }

    /** The route it came by, and the rule that chose its links, where routing names one. */
    private static String origin(Message message) {
        String input = message.getExchange().getFromRouteId();
        Object rule = message.getExchange().getProperty(LedgerComponent.RULE);
        return rule == null ? input : input + " " + rule;
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
