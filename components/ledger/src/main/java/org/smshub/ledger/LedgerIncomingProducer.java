package org.smshub.ledger;

import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/** {@code ledger:incoming}: the exchange goes on when the message, or its part, is committed. */
class LedgerIncomingProducer extends CommitProducer<Void> {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerIncomingProducer.class);
    private static final int NUMBERS_TOLD = 1_000;
    private static final int DIGITS_TOLD = 3;

    private final Set<String> unclaimedTold = ConcurrentHashMap.newKeySet();

    LedgerIncomingProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<Void> write(Message message) {
        IncomingPart part = read(message);
        if (part.client() == null) {
            warn(part);
        }
        return endpoint.getComponent()
                .ledger()
                .incoming(part, endpoint.getConfiguration().getTimeout());
    }

    private void warn(IncomingPart part) {
        String number = part.recipient();
        if (unclaimedTold.size() < NUMBERS_TOLD && unclaimedTold.add(number)) {
            LOG.warn(
                    "Messages came by link {} to a number that ends in {} and belongs to no client: they are kept as unclaimed",
                    part.link(),
                    number.substring(Math.max(0, number.length() - DIGITS_TOLD)));
        }
    }

    private IncomingPart read(Message message) {
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        Long receivedAt = message.getHeader(SmsHeaders.RECEIVED_AT, Long.class);
        return new IncomingPart(
                Required.header(message, SmsHeaders.LINK),
                Required.header(message, SmsHeaders.TO),
                message.getHeader(SmsHeaders.FROM, String.class),
                data(message),
                message.getHeader(SmsHeaders.CLASS, Integer.class),
                client,
                client == null ? null : Required.header(message, SmsHeaders.EVENTS),
                receivedAt == null ? endpoint.getComponent().nature().wall() : receivedAt,
                fields(message));
    }

    /** With protocol identifier and data coding, which no column has. */
    private static String fields(Message message) {
        String fields = message.getHeader(SmsHeaders.FIELDS, String.class);
        Integer protocolId = message.getHeader(SmsHeaders.PROTOCOL_ID, Integer.class);
        Integer coding = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        boolean alphabetAlone = coding == null || coding == 0 || coding == 4 || coding == 8;
        if (alphabetAlone && (protocolId == null || protocolId == 0)) {
            return fields;
        }
        return Fields.parse(fields)
                .with(Fields.PROTOCOL_ID, protocolId == null || protocolId == 0 ? null : protocolId)
                .with(Fields.DATA_CODING, alphabetAlone ? null : coding)
                .toString();
    }

    /** Octets as they came, in the alphabet that SmsEncoding names; else the text; both are joined as octets. */
    static UserData data(Message message) {
        String hex = message.getHeader(SmsHeaders.UDH, String.class);
        Udh udh = place(hex == null ? Udh.NONE : Udh.parse(HexFormat.of().parseHex(hex)), message);
        if (message.getBody() instanceof byte[] octets) {
            String encoding = message.getHeader(SmsHeaders.ENCODING, "BINARY", String.class);
            return UserData.of(Alphabet.valueOf(encoding), udh, octets);
        }
        String body = message.getBody(String.class);
        String text = body == null ? "" : body;
        // the alphabet it came in: what is 7-bit at all is in this one
        Encoding septets = udh.encoding(Alphabet.GSM7);
        boolean gsm = !"UCS2".equals(message.getHeader(SmsHeaders.ENCODING)) && septets.firstMissing(text, 0) < 0;
        Encoding encoding = gsm ? septets : Encoding.UCS2;
        return UserData.of(encoding.alphabet(), udh, encoding.encode(text));
    }

    private static Udh place(Udh udh, Message message) {
        int parts = message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
        if (parts <= 1 || udh.concatenation().isPresent()) {
            return udh;
        }
        int part = message.getHeader(SmsHeaders.PART, 1, Integer.class);
        int reference = message.getHeader(SmsHeaders.PART_REF, 0, Integer.class);
        return udh.with(new Concatenation(reference & 0xFFFF, true, parts, part));
    }
}
