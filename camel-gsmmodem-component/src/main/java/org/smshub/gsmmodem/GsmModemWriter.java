package org.smshub.gsmmodem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.smshub.gsmmodem.at.AtFrame;
import org.smshub.gsmmodem.dialogue.Send;
import org.smshub.gsmmodem.dialogue.Ussd;
import org.smshub.line.camel.Content;
import org.smshub.line.camel.Contents;
import org.smshub.line.camel.Wishes;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.text.Address;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.ProtocolId;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.Udh;

/** A message of Camel as the PDUs that carry it to the modem: one for each part. */
final class GsmModemWriter {

    private static final String CODE = "[0-9*#+]{1,40}";
    private static final String NUMBER = "\\+?[0-9*#]{1,20}";

    private final GsmModemConfiguration options;
    private final Contents contents;

    GsmModemWriter(GsmModemConfiguration options) {
        this.options = options;
        this.contents = new Contents(options.profile());
    }

    /** @throws RuntimeException naming the header or option to change when the message cannot be sent by a modem */
    List<AtFrame> write(Message message) {
        String ussd = message.getHeader(GsmModemConstants.USSD, String.class);
        if (ussd != null) {
            if (!ussd.matches(CODE)) {
                throw new IllegalArgumentException(
                        "header " + GsmModemConstants.USSD + " is 1 to 40 digits, * and #, such as *100#");
            }
            return List.of(Ussd.request(ussd, options.getSendTimeout()));
        }
        String to = message.getHeader(SmsHeaders.TO, "", String.class);
        if (!to.matches(NUMBER)) {
            throw new IllegalArgumentException("header " + SmsHeaders.TO + " is no number of 1 to 20 digits");
        }
        Wishes wishes = new Wishes(message, options);
        if (wishes.sendAt() != null) {
            throw new IllegalArgumentException(
                    "header " + SmsHeaders.SEND_AT + " is in the future, and a modem cannot wait: send it then");
        }
        List<Content> parts = contents.of(message);
        List<AtFrame> frames = new ArrayList<>(parts.size());
        for (Content part : parts) {
            boolean more = frames.size() < parts.size() - 1
                    || message.getHeader(SmsHeaders.PART, 1, Integer.class)
                            < message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
            frames.add(Send.request(options, new Pdu(centre(message), submit(wishes, to, part)), to, more));
        }
        return frames;
    }

    private Address centre(Message message) {
        String centre = message.getHeader(GsmModemConstants.CENTRE, options.getSmsc(), String.class);
        if (centre != null && !centre.matches("\\+?[0-9]{1,20}")) {
            throw new IllegalArgumentException(
                    "the centre (option smsc, header " + GsmModemConstants.CENTRE + ") is no number of 1 to 20 digits");
        }
        return centre == null ? null : Address.of(centre);
    }

    private static Submit submit(Wishes wishes, String to, Content part) {
        boolean report = wishes.receipts().any();
        Integer pid = wishes.protocolId();
        Long until = wishes.validUntil();
        boolean replyPath = wishes.fields().is(Fields.REPLY_PATH);
        ProtocolId protocolId = pid == null ? ProtocolId.DEFAULT : new ProtocolId(pid);
        Validity validity =
                until == null ? null : Validity.Relative.of(Duration.ofMillis(until - System.currentTimeMillis()));
        return new Submit(
                false, report, replyPath, 0, Address.of(to), protocolId, coding(part), validity, userData(part));
    }

    /** Classes in the form that every centre takes; there is none for UCS-2. */
    private static DataCoding coding(Content part) {
        if (part.coding() != null || part.messageClass().isEmpty() || part.alphabet() == Alphabet.UCS2) {
            return part.scheme();
        }
        int group = part.alphabet() == Alphabet.GSM7 ? 0xF0 : 0xF4;
        return new DataCoding(group | part.messageClass().getAsInt());
    }

    private static UserData userData(Content part) {
        Udh udh = part.udh().isEmpty() ? Udh.NONE : Content.header(part.udh());
        if (udh == null) {
            throw new IllegalArgumentException("header " + SmsHeaders.UDH + " is no user data header");
        }
        return UserData.of(coding(part).alphabet(), udh, part.units(Encoding.GSM7));
    }
}
