package org.smshub.hub.doors;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.MessageView.PartView;
import org.smshub.link.SmsHeaders;
import org.smshub.smpp.Receipt;

/**
 * What a receipt says of the centre, of which an event says nothing: it stands in the message, as {@code ledger:find} brings it.
 *
 * @param id of the last part; "" = there is none
 * @param link that took the message; "" = none has
 * @param errorText the centre's words for an error; "" = none
 * @param text of a receipt as SMPP has it
 */
public record Centre(String id, String link, String errorText, String text) {

    /** Of an event whose body is the message, or anything else where nobody has looked for it. */
    public static Centre of(Exchange exchange) {
        Message message = exchange.getMessage();
        PartView last =
                message.getBody() instanceof MessageView view && !view.parts().isEmpty()
                        ? view.parts().get(view.parts().size() - 1)
                        : null;
        String id = last == null || last.remoteId() == null ? "" : last.remoteId();
        String words = last == null || last.errorText() == null ? "" : last.errorText();
        String state = message.getHeader(SmsHeaders.STATE, String.class);
        String link = last == null ? message.getHeader(SmsHeaders.LINK, String.class) : last.link();
        Long submitted = message.getHeader(SmsHeaders.SUBMITTED_AT, Long.class);
        Long done = message.getHeader(SmsHeaders.DONE_AT, Long.class);
        String text = Receipt.write(
                id,
                state,
                message.getHeader(SmsHeaders.ERROR_CODE, String.class),
                submitted == null ? 0 : submitted,
                done == null ? 0 : done,
                null);
        return new Centre(id, link == null ? "" : link, words, text);
    }
}
