package org.smshub.ledger.entry;

import java.util.List;
import org.smshub.text.TextException;
import org.smshub.text.plan.LinkProfile;
import org.smshub.text.plan.Piece;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/**
 * One part as it is to be sent: what the accepting route decided, unchanged for the life of the part.
 *
 * @param messageId ULID of the message
 * @param part 1-based
 * @param body {@code String}, or {@code byte[]} when the encoding is {@code BINARY}, and where the units of its alphabet
 *     are no clean text
 * @param udh user data header with its length octet, or null
 * @param priority 0 (bulk) to 3 (urgent)
 * @param links comma-separated, in the order they are tried
 * @param due epoch milliseconds, not before
 * @param expires epoch milliseconds, useless after, or null
 * @param events the {@code ledger:events} that hears of the message, or null
 * @param number of the part, where its header does not say it (SAR), or null
 * @param keepText how long the body is kept, see {@link KeepText}; null = as long as the message
 * @param fields what else the message said, as {@link org.smshub.link.passing.Fields} writes it; null = nothing
 * @param origin by which input it came, and behind a blank the rule that routed it; null = not known, as in a claim
 */
public record Submission(
        String messageId,
        int part,
        int parts,
        String client,
        String clientRef,
        String sender,
        String recipient,
        Object body,
        String encoding,
        byte[] udh,
        Integer messageClass,
        Integer dataCoding,
        Integer protocolId,
        String receipt,
        int priority,
        String links,
        long due,
        Long expires,
        long acceptedAt,
        String events,
        Long keepText,
        Concatenation number,
        String fields,
        String origin) {

    /** A part whose header says all there is to say of its number, and that says nothing else. */
    public Submission(
            String messageId,
            int part,
            int parts,
            String client,
            String clientRef,
            String sender,
            String recipient,
            Object body,
            String encoding,
            byte[] udh,
            Integer messageClass,
            Integer dataCoding,
            Integer protocolId,
            String receipt,
            int priority,
            String links,
            long due,
            Long expires,
            long acceptedAt,
            String events,
            Long keepText) {
        this(
                messageId,
                part,
                parts,
                client,
                clientRef,
                sender,
                recipient,
                body,
                encoding,
                udh,
                messageClass,
                dataCoding,
                protocolId,
                receipt,
                priority,
                links,
                due,
                expires,
                acceptedAt,
                events,
                keepText,
                null,
                null,
                null);
    }

    /** What is sent. */
    public Piece piece() {
        return new Piece(part, parts, body, encoding, udh == null ? Udh.NONE : Udh.parse(udh));
    }

    /** The same with something else that is sent. */
    public Submission with(Piece piece) {
        return new Submission(
                messageId,
                piece.part(),
                piece.parts(),
                client,
                clientRef,
                sender,
                recipient,
                piece.body(),
                piece.encoding(),
                piece.udh().isEmpty() ? null : piece.udh().bytes(),
                messageClass,
                dataCoding,
                protocolId,
                receipt,
                priority,
                links,
                due,
                expires,
                acceptedAt,
                events,
                keepText,
                number,
                fields,
                origin);
    }

    /** The same by other links. */
    public Submission by(String otherLinks) {
        return new Submission(
                messageId,
                part,
                parts,
                client,
                clientRef,
                sender,
                recipient,
                body,
                encoding,
                udh,
                messageClass,
                dataCoding,
                protocolId,
                receipt,
                priority,
                otherLinks,
                due,
                expires,
                acceptedAt,
                events,
                keepText,
                number,
                fields,
                origin);
    }

    /**
     * All parts of a message that nobody has seen yet, as a link takes them.
     *
     * @param parts all, in their order
     * @throws TextException the link does not carry it
     */
    public static List<Submission> cutFor(LinkProfile profile, List<Submission> parts) {
        Submission first = parts.get(0);
        Piece piece = first.piece();
        int reference =
                piece.udh().concatenation().map(Concatenation::reference).orElseGet(first.messageId()::hashCode);
        List<Piece> pieces = profile.cutAgain(
                parts.stream().map(Submission::piece).toList(),
                first.messageClass(),
                first.dataCoding(),
                first.number(),
                reference);
        return pieces.stream().map(first::with).toList();
    }

    /** When it is due. What was to go at once does so, though the clock was set back since. @param now epoch milliseconds */
    public long due(long now) {
        return due == acceptedAt ? Math.min(due, now) : due;
    }

    /** {@link #links}, one by one. */
    public List<String> linkList() {
        return List.of(links.split(","));
    }

    /** The first of {@link #links}. */
    public String firstLink() {
        int comma = links.indexOf(',');
        return comma < 0 ? links : links.substring(0, comma);
    }
}
