package org.smshub.hub.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.camel.Exchange;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Decoded;
import org.smshub.text.TextException;
import org.smshub.text.plan.Forcing;
import org.smshub.text.plan.Piece;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.tpdu.UserData;

/** The parts of a message as they go on the air: their octets, and what they say when they are read again. */
public class OnAir {

    private static final int MOST_WARNINGS = 10;

    private record Warning(int position, String character, String name, String replacement) {}

    /**
     * @param udh with its length octet, hexadecimal
     * @param units septets, 16-bit units or octets of the body
     * @param octets of the user data, header included and septets packed, hexadecimal; null = more than a part has (a link cuts it)
     * @param text what the octets say
     */
    private record Part(int part, String encoding, String udh, int units, String octets, String text) {}

    private record Parts(String encoding, List<Part> parts, List<Warning> warnings) {}

    /** Of the message of the path. */
    public void parts(Exchange exchange) throws RefusedException, LedgerException, JsonProcessingException {
        Requests.none(exchange);
        String client = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        List<Submission> stored = Finds.searches(exchange).parts(Requests.inPath(exchange, 3), client);
        if (stored != null && stored.isEmpty()) {
            throw new RefusedException(RefusedException.Reason.NOT_FOUND, "id", "There is no such message of yours");
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        String encoding = null;
        for (Submission one : stored == null ? List.<Submission>of() : stored) {
            if (one.body() == null) {
                continue; // it is not kept any more
            }
            Piece piece = one.piece();
            encoding = encoding == null ? Piece.alphabet(piece.encoding()) : encoding;
            parts.add(part(piece));
            whole.append(piece.body() instanceof String text ? text : "");
        }
        Messages.json(
                exchange.getMessage(),
                200,
                new Parts(encoding, parts, "UCS2".equals(encoding) ? forced(whole.toString()) : List.of()));
    }

    private static Part part(Piece piece) {
        UserData data = LedgerComponent.userData(piece);
        String octets = null;
        try {
            octets = HexFormat.of().formatHex(data.octets());
        } catch (TextException e) {
            // the link cuts it
        }
        Decoded said = data.text();
        int units = data.body().length / (piece.encoding().equals("UCS2") ? 2 : 1);
        return new Part(
                piece.part(),
                piece.encoding(),
                piece.udh().isEmpty()
                        ? null
                        : HexFormat.of().formatHex(piece.udh().bytes()),
                units,
                octets,
                piece.body() instanceof String ? said.text() : null);
    }

    private static List<Warning> forced(String text) {
        try {
            return TextProfile.STANDARD.withMaxParts(255).plan(text).warnings().stream()
                    .limit(MOST_WARNINGS)
                    .map(OnAir::warning)
                    .toList();
        } catch (TextException e) {
            return List.of();
        }
    }

    private static Warning warning(Forcing forcing) {
        return new Warning(
                forcing.position(), Character.toString(forcing.codePoint()), forcing.name(), forcing.replacement());
    }
}
