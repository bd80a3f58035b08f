package org.smshub.hub.smpp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.smpp.SmppBinding;
import org.apache.camel.component.smpp.SmppCommand;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.component.smpp.SmppConstants;
import org.apache.camel.component.smpp.SmppException;
import org.apache.camel.component.smpp.SmppMessage;
import org.apache.camel.component.smpp.SmppMessageType;
import org.jsmpp.bean.AbstractSmCommand;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.MessageRequest;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.session.SMPPSession;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Passes;
import org.smshub.smpp.Receipt;
import org.smshub.smpp.Said;
import org.smshub.smpp.Sar;
import org.smshub.smpp.SmppValueException;
import org.smshub.smpp.Tlv;

/**
 * camel-smpp as a byte pipe. What a line brings reaches the route with the names of the hub, and what cannot be read does
 * so too: camel-smpp's own binding throws at a receipt that it cannot parse, which is acknowledged all the same. And a
 * submit that fails does so with the outcome it means, see {@link SmppOutcomes}.
 */
class SmppLineBinding extends SmppBinding {

    /** Camel's command keeps nothing but its session: one serves all parts. */
    private record Submit(SMPPSession session, SmppCommand command) {}

    /** Optional parameters that no other header stands for, as tag=value in hex. */
    private static final String TLVS = "SmsSmppTlvs";

    /** Tag and length. */
    private static final int TLV_HEADER = 4;

    private final String link;
    private final SmppTexts texts;
    private final Passes passes;
    private final Submitting submitting = new Submitting();
    private volatile Submit submit;

    SmppLineBinding(SmppConfiguration configuration, String link, SmppTexts texts, Passes passes) {
        super(configuration);
        this.link = link;
        this.texts = texts;
        this.passes = passes;
        submitting.listenTo(configuration);
    }

    // --- to the centre

    @Override
    public SmppCommand createSmppCommand(SMPPSession session, Exchange exchange) {
        if (exchange.getMessage().getHeader(SmppConstants.COMMAND) != null) {
            return super.createSmppCommand(session, exchange); // a route asks for another one: query, cancel …
        }
        Submit known = submit;
        if (known == null || known.session() != session) {
            // its commands look up a logger each time they are made, which costs more than the submit
            known = new Submit(session, super.createSmppCommand(session, exchange));
            submit = known;
        }
        SmppCommand command = known.command();
        return e -> {
            submitting.begin();
            try {
                command.execute(e);
            } catch (SmppException failure) {
                throw SmppLineBinding.<RuntimeException>undeclared(SmppOutcomes.of(failure));
            } catch (RuntimeException failure) {
                throw SmppLineBinding.<RuntimeException>undeclared(SmppOutcomes.unsent(failure));
            } finally {
                submitting.end();
            }
            if (e.getMessage().getHeader(SmppConstants.ID) instanceof List<?> ids && !ids.isEmpty()) {
                e.getMessage().setHeader(SmsHeaders.REMOTE_ID, ids.get(0)); // a part is one submit_sm
            }
        };
    }

    /** SmppCommand declares SmppException alone; what it means must not hide behind it as a cause. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E undeclared(Exception e) throws E {
        throw (E) e;
    }

    // --- from the centre

    @Override
    public SmppMessage createSmppMessage(CamelContext context, DeliverSm deliver) {
        SmppMessage message = new SmppMessage(context, deliver, getConfiguration());
        read(message, SmppMessageType.DeliverSm, deliver, deliver.getShortMessage());
        return message;
    }

    @Override
    public SmppMessage createSmppMessage(CamelContext context, DataSm data, String id) {
        SmppMessage message = new SmppMessage(context, data, getConfiguration());
        read(message, SmppMessageType.DataSm, data, null);
        // camel-smpp answers with the parameters of the request, whose text belongs into no response
        data.setOptionalParameters();
        return message;
    }

    /** The phone can be reached again: as in a receipt, the source is whom the messages that wait are for. */
    @Override
    public SmppMessage createSmppMessage(CamelContext context, AlertNotification alert) {
        SmppMessage message = new SmppMessage(context, alert, getConfiguration());
        message.setHeader(SmsHeaders.LINK, link);
        message.setHeader(SmppConstants.MESSAGE_TYPE, SmppMessageType.AlertNotification.toString());
        message.setHeader(SmppConstants.SOURCE_ADDR, alert.getSourceAddr());
        message.setHeader(SmppConstants.ESME_ADDR, alert.getEsmeAddr());
        message.setHeader(SmsHeaders.KIND, "ALERT");
        message.setHeader(SmsHeaders.TO, texts.address(alert.getSourceAddrTon(), alert.getSourceAddr()));
        return message;
    }

    /** Never fails: an exception here would be answered as if all were well, and what came be gone. */
    private void read(SmppMessage message, SmppMessageType type, AbstractSmCommand pdu, byte[] shortMessage) {
        List<Tlv> tlvs = tlvs(pdu.getOptionalParameters());
        byte[] octets = octets(shortMessage, tlvs);
        int esmClass = pdu.getEsmClass() & 0xFF;
        int dataCoding = pdu.getDataCoding() & 0xFF;
        message.setHeader(SmsHeaders.LINK, link);
        message.setHeader(SmppConstants.MESSAGE_TYPE, type.toString());
        message.setHeader(SmppConstants.ESM_CLASS, esmClass);
        message.setHeader(SmppConstants.DATA_CODING, dataCoding);
        message.setHeader(SmppConstants.SOURCE_ADDR, pdu.getSourceAddr());
        message.setHeader(SmppConstants.DEST_ADDR, pdu.getDestAddress());
        String more = Tlv.format(tlvs, Tlv.MESSAGE_PAYLOAD);
        if (more != null) {
            message.setHeader(TLVS, more);
        }
        try {
            if (Receipt.isReceipt(esmClass, tlvs)) {
                receipt(message, pdu, octets, tlvs);
            } else {
                message(message, pdu, octets, tlvs);
            }
        } catch (RuntimeException e) {
            unreadable(message, octets, e.getMessage());
        }
    }

    private void message(SmppMessage message, AbstractSmCommand pdu, byte[] octets, List<Tlv> tlvs) {
        String from = texts.address(pdu.getSourceAddrTon(), pdu.getSourceAddr());
        message.setHeader(SmsHeaders.FROM, from);
        String to = texts.address(pdu.getDestAddrTon(), pdu.getDestAddress());
        if (to == null) {
            unreadable(message, octets, "a message to nobody: destination_addr is empty");
            return;
        }
        message.setHeader(SmsHeaders.KIND, "MESSAGE");
        message.setHeader(SmsHeaders.TO, to);
        set(message, SmsHeaders.FIELDS, passes.of(fields(pdu, from, to, tlvs)).orNull());
        if (pdu instanceof MessageRequest deliver && deliver.getProtocolId() != 0) {
            message.setHeader(SmsHeaders.PROTOCOL_ID, deliver.getProtocolId() & 0xFF);
        }
        sar(message, tlvs);
        texts.read(message, pdu.getEsmClass(), pdu.getDataCoding() & 0xFF, octets);
    }

    private static Fields fields(AbstractSmCommand pdu, String from, String to, List<Tlv> tlvs) {
        Fields fields = SmppTexts.types(
                Fields.NONE,
                pdu.getDestAddrTon(),
                pdu.getDestAddrNpi(),
                pdu.getDestAddress(),
                to,
                Fields.TO_TON,
                Fields.TO_NPI);
        fields = SmppTexts.types(
                fields,
                pdu.getSourceAddrTon(),
                pdu.getSourceAddrNpi(),
                pdu.getSourceAddr(),
                from,
                Fields.FROM_TON,
                Fields.FROM_NPI);
        MessageRequest more = pdu instanceof MessageRequest deliver ? deliver : null;
        return Said.read(
                fields,
                pdu.getServiceType() == null ? "" : pdu.getServiceType(),
                pdu.getEsmClass() & 0xFF,
                more == null ? 0 : more.getPriorityFlag() & 0xFF,
                pdu.getRegisteredDelivery() & 0xFF,
                0,
                tlvs);
    }

    private void receipt(SmppMessage message, AbstractSmCommand pdu, byte[] octets, List<Tlv> tlvs) {
        message.setHeader(SmppConstants.MESSAGE_TYPE, SmppMessageType.DeliveryReceipt.toString());
        // a receipt comes from the number the message went to
        String number = texts.address(pdu.getSourceAddrTon(), pdu.getSourceAddr());
        message.setHeader(SmsHeaders.TO, number);
        Receipt receipt = Receipt.read(pdu.getEsmClass() & 0xFF, octets, tlvs);
        if (receipt.state() == null || receipt.id() == null && number == null) {
            unreadable(
                    message,
                    octets,
                    "a receipt without " + (receipt.state() == null ? "a state that is known" : "id and number"));
            return;
        }
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        message.setHeader(SmsHeaders.KIND, "RECEIPT");
        message.setHeader(SmsHeaders.STATE, receipt.state());
        set(message, SmsHeaders.REMOTE_ID, receipt.id());
        set(
                message,
                SmsHeaders.REMOTE_ID_TEXT,
                receipt.ids().size() > 1 ? receipt.ids().get(1) : null);
        set(message, SmsHeaders.ERROR_CODE, receipt.code());
        set(message, SmsHeaders.DONE_AT, texts.doneAt(text));
        message.setBody(text);
    }

    private static void set(SmppMessage message, String header, Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }

    private static void unreadable(SmppMessage message, byte[] octets, String why) {
        message.setHeader(SmsHeaders.KIND, "UNREADABLE");
        message.setHeader(SmsHeaders.ERROR_TEXT, why);
        message.setBody(octets);
    }

    /** What numbers no part is left: the message is one. */
    private static void sar(SmppMessage message, List<Tlv> tlvs) {
        Sar sar;
        try {
            sar = Sar.of(tlvs);
        } catch (SmppValueException e) {
            return;
        }
        if (sar != null) {
            message.setHeader(SmsHeaders.PART_REF, sar.reference());
            message.setHeader(SmsHeaders.PARTS, sar.parts());
            message.setHeader(SmsHeaders.PART, sar.part());
        }
    }

    /** With every octet: jSMPP's own strings lose their last one, be it a NUL or not. */
    private static List<Tlv> tlvs(OptionalParameter[] parameters) {
        if (parameters == null) {
            return List.of();
        }
        List<Tlv> tlvs = new ArrayList<>();
        for (OptionalParameter parameter : parameters) {
            byte[] whole = parameter.serialize();
            tlvs.add(new Tlv(parameter.tag & 0xFFFF, Arrays.copyOfRange(whole, TLV_HEADER, whole.length)));
        }
        return tlvs;
    }

    private static byte[] octets(byte[] shortMessage, List<Tlv> tlvs) {
        byte[] octets = shortMessage == null ? new byte[0] : shortMessage;
        Tlv payload = octets.length == 0 ? Tlv.find(tlvs, Tlv.MESSAGE_PAYLOAD) : null;
        return payload == null ? octets : payload.value();
    }
}
