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
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.session.SMPPSession;
import org.smshub.link.SmsHeaders;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.Receipt;
import org.smshub.smpp.Sar;
import org.smshub.smpp.SmppValueException;
import org.smshub.smpp.Tlv;

/**
 * camel-smpp as a byte pipe. What a line brings reaches the route as octets with the names of the hub: camel-smpp's own
 * binding drops a receipt that it cannot parse in full and acknowledges it all the same. And a submit that fails does
 * so with the outcome it means, see {@link SmppOutcomes}.
 */
class SmppLineBinding extends SmppBinding {

    /** Camel's command keeps nothing but its session: one serves all parts. */
    private record Submit(SMPPSession session, SmppCommand command) {}

    /** Tag and length. */
    private static final int TLV_HEADER = 4;

    private final String link;
    private volatile Submit submit;

    SmppLineBinding(SmppConfiguration configuration, String link) {
        super(configuration);
        this.link = link;
    }

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
            try {
                command.execute(e);
                if (e.getMessage().getHeader(SmppConstants.ID) instanceof List<?> ids && !ids.isEmpty()) {
                    e.getMessage().setHeader(SmsHeaders.REMOTE_ID, ids.get(0)); // a part is one submit_sm
                }
            } catch (SmppException failure) {
                throw SmppLineBinding.<RuntimeException>undeclared(SmppOutcomes.of(failure));
            }
        };
    }

    /** SmppCommand declares SmppException alone; what it means must not hide behind it as a cause. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E undeclared(Exception e) throws E {
        throw (E) e;
    }

    @Override
    public SmppMessage createSmppMessage(CamelContext context, DeliverSm deliver) {
        SmppMessage message = new SmppMessage(context, deliver, getConfiguration());
        List<Tlv> tlvs = tlvs(deliver);
        byte[] octets = octets(deliver, tlvs);
        message.setHeader(SmsHeaders.LINK, link);
        message.setHeader("CamelSmppEsmClass", deliver.getEsmClass());
        message.setHeader("CamelSmppDataCoding", deliver.getDataCoding());
        message.setHeader("CamelSmppSourceAddr", deliver.getSourceAddr());
        message.setHeader("CamelSmppDestAddr", deliver.getDestAddress());
        if (Receipt.isReceipt(deliver.getEsmClass(), tlvs)) {
            receipt(message, deliver, octets, tlvs);
        } else {
            message.setHeader(SmsHeaders.KIND, "MESSAGE");
            message.setHeader(SmsHeaders.FROM, address(deliver.getSourceAddrTon(), deliver.getSourceAddr()));
            message.setHeader(SmsHeaders.TO, address(deliver.getDestAddrTon(), deliver.getDestAddress()));
            sar(message, tlvs);
            message.setBody(octets);
        }
        return message;
    }

    private static void receipt(SmppMessage message, DeliverSm deliver, byte[] octets, List<Tlv> tlvs) {
        message.setHeader(SmsHeaders.KIND, "RECEIPT");
        message.setBody(new String(octets, StandardCharsets.ISO_8859_1));
        Receipt receipt = Receipt.read(deliver.getEsmClass(), octets, tlvs);
        if (receipt.isUnderstood()) {
            message.setHeader(SmsHeaders.REMOTE_ID, receipt.id());
            message.setHeader(SmsHeaders.STATE, receipt.state());
            if (receipt.error() != null) {
                message.setHeader(SmsHeaders.ERROR_CODE, "smpp:" + receipt.error());
            }
        }
        // a receipt comes from the number the message went to
        message.setHeader(SmsHeaders.TO, address(deliver.getSourceAddrTon(), deliver.getSourceAddr()));
    }

    private static String address(byte ton, String value) {
        return value == null ? null : AddressRules.USUAL.read(new Address(ton, 0, value));
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
    private static List<Tlv> tlvs(DeliverSm deliver) {
        if (deliver.getOptionalParameters() == null) {
            return List.of();
        }
        List<Tlv> tlvs = new ArrayList<>();
        for (OptionalParameter parameter : deliver.getOptionalParameters()) {
            byte[] whole = parameter.serialize();
            tlvs.add(new Tlv(parameter.tag & 0xFFFF, Arrays.copyOfRange(whole, TLV_HEADER, whole.length)));
        }
        return tlvs;
    }

    private static byte[] octets(DeliverSm deliver, List<Tlv> tlvs) {
        byte[] octets = deliver.getShortMessage();
        Tlv payload = octets == null || octets.length == 0 ? Tlv.find(tlvs, Tlv.MESSAGE_PAYLOAD) : null;
        return payload != null ? payload.value() : octets == null ? new byte[0] : octets;
    }
}
