package org.smshub.ledger;

import java.util.List;
import org.apache.camel.Message;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;
import org.smshub.text.plan.LinkProfile;

/** A message of Camel as the parts that the ledger writes. */
final class NewMessage {

    private NewMessage() {}

    /**
     * @param reference of the concatenation, when there are several parts
     * @throws IllegalArgumentException naming the header or body that is wrong
     */
    static List<Submission> parts(LedgerComponent ledger, Message message, int reference) {
        String id = message.getHeader(SmsHeaders.ID, String.class);
        if (id == null) {
            id = ledger.newId();
        }
        Required.header(message, SmsHeaders.CLIENT);
        String links = Required.header(message, SmsHeaders.LINKS).replace(" ", "");
        known(ledger, links);
        return Submissions.of(
                message, profile(ledger, links), id, reference, ledger.nature().wall());
    }

    /** It is planned for the first of its links. */
    private static LinkProfile profile(LedgerComponent ledger, String links) {
        int comma = links.indexOf(',');
        return ledger.profile(comma < 0 ? links : links.substring(0, comma));
    }

    static void known(LedgerComponent ledger, String links) {
        for (String link : links.split(",")) {
            if (!ledger.isLink(link)) {
                throw new IllegalArgumentException("SmsLinks names the link '" + link
                        + "', which no route serves; there are: " + ledger.linkNames());
            }
        }
    }
}
