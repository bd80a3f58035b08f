package org.smshub.gsmmodem.dialogue;

import org.smshub.gsmmodem.at.AtAnswer;
import org.smshub.gsmmodem.at.AtNext;
import org.smshub.gsmmodem.at.AtRequest;
import org.smshub.gsmmodem.at.AtResult;
import org.smshub.gsmmodem.at.AtStep;
import org.smshub.gsmmodem.at.Modem;
import org.smshub.text.tpdu.Pdu;

/** A message to send: AT+CMGS, the PDU behind its prompt, and the reference that comes back (3GPP TS 27.005 4.3). */
public final class Send {

    /** Behind its time a result may still come, and settle what was unknown; as many times that is the end. */
    private static final int LATE = 2;

    /** Keeps the radio link until nothing was sent for 1 to 5 s (3GPP TS 27.005 3.5.6). */
    private static final String KEEP_LINK = "AT+CMMS=1";

    private Send() {}

    /**
     * @param recipient as it is in the message, for the id
     * @param more whether another part of the same message follows
     */
    public static AtRequest request(ModemOptions options, Pdu pdu, String recipient, boolean more) {
        return AtRequest.of("AT+CMGS", options.getSendTimeout(), modem -> {
            if (!more || !modem.keepsLink) {
                return message(options, modem, pdu, recipient);
            }
            return AtStep.of(KEEP_LINK, kept -> {
                modem.keepsLink = kept.isOk();
                return message(options, modem, pdu, recipient);
            });
        });
    }

    private static AtNext message(ModemOptions options, Modem modem, Pdu pdu, String recipient) {
        String typed = modem.profile.centrePrefix()
                ? pdu.hex()
                : org.smshub.text.Hex.of(pdu.tpdu().octets());
        return AtStep.of("AT+CMGS=" + pdu.tpduLength(), result -> {
                    int reference = reference(result);
                    String id = reference < 0 ? "" : id(modem, recipient, reference, options.getRemoteIdDigits());
                    return AtAnswer.of(result, id);
                })
                .typing(typed)
                .reading("+CMGS")
                .within(LATE * options.getSendTimeout());
    }

    private static int reference(AtResult result) {
        int reference = result.values("+CMGS").number(0);
        return reference > 255 ? -1 : reference;
    }

    /**
     * The id of a message, as its report has it too: end of the card's number, end of the recipient's, reference. A reference
     * alone comes again after 256 messages; with the recipient's number it seldom does, and never for two cards.
     *
     * @param digits last digits of the number that count, because a report may leave out the country code; 0 = all
     */
    public static String id(Modem modem, String recipient, int reference, int digits) {
        String number = recipient.startsWith("+") ? recipient.substring(1) : recipient;
        String end = digits == 0 ? number : number.substring(Math.max(0, number.length() - digits));
        return modem.card() + ":" + end + ":" + reference;
    }
}
