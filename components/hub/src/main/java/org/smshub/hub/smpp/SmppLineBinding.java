package org.smshub.hub.smpp;

import java.nio.charset.StandardCharsets;
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

/**
 * camel-smpp as a byte pipe. What a line brings reaches the route as octets with the names of the hub: camel-smpp's own
 * binding drops a receipt that it cannot parse in full and acknowledges it all the same. And a submit that fails does
 * so with the outcome it means, see {@link SmppOutcomes}.
 */
class SmppLineBinding extends SmppBinding {

    /** Camel's command keeps nothing but its session: one serves all parts. */
    private record Submit(SMPPSession session, SmppCommand command) {}

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
        byte[] octets = octets(deliver);
        message.setHeader(SmsHeaders.LINK, link);
        message.setHeader("CamelSmppEsmClass", deliver.getEsmClass());
        message.setHeader("CamelSmppDataCoding", deliver.getDataCoding());
        message.setHeader("CamelSmppSourceAddr", deliver.getSourceAddr());
        message.setHeader("CamelSmppDestAddr", deliver.getDestAddress());
        if (deliver.isSmscDeliveryReceipt()) {
            receipt(message, deliver, new String(octets, StandardCharsets.ISO_8859_1));
        } else {
            message.setHeader(SmsHeaders.KIND, "MESSAGE");
            message.setHeader(SmsHeaders.FROM, SmppAddress.read(deliver.getSourceAddr(), deliver.getSourceAddrTon()));
            message.setHeader(SmsHeaders.TO, SmppAddress.read(deliver.getDestAddress(), deliver.getDestAddrTon()));
            sar(message, deliver);
            message.setBody(octets);
        }
        return message;
    }

    private static void receipt(SmppMessage message, DeliverSm deliver, String text) {
        message.setHeader(SmsHeaders.KIND, "RECEIPT");
        message.setBody(text);
        String id = null;
        Integer state = null;
        if (deliver.getOptionalParameters() != null) {
            for (OptionalParameter tlv : deliver.getOptionalParameters()) {
                if (tlv instanceof OptionalParameter.Receipted_message_id r) {
                    id = r.getValueAsString();
                } else if (tlv instanceof OptionalParameter.Message_state s) {
                    state = (int) s.getValue();
                }
            }
        }
        SmppReceipt.parse(text, id, state).ifPresent(receipt -> {
            message.setHeader(SmsHeaders.REMOTE_ID, receipt.id());
            message.setHeader(SmsHeaders.STATE, receipt.state());
            if (receipt.error() != null) {
                message.setHeader(SmsHeaders.ERROR_CODE, "smpp:" + receipt.error());
            }
        });
        // a receipt comes from the number the message went to
        message.setHeader(SmsHeaders.TO, SmppAddress.read(deliver.getSourceAddr(), deliver.getSourceAddrTon()));
    }

    /** Parts numbered by optional parameters (SMPP 3.4 5.3.2.22 to 24): all three, or none counts. */
    private static void sar(SmppMessage message, DeliverSm deliver) {
        OptionalParameter.Sar_msg_ref_num reference =
                deliver.getOptionalParameter(OptionalParameter.Sar_msg_ref_num.class);
        OptionalParameter.Sar_total_segments total =
                deliver.getOptionalParameter(OptionalParameter.Sar_total_segments.class);
        OptionalParameter.Sar_segment_seqnum number =
                deliver.getOptionalParameter(OptionalParameter.Sar_segment_seqnum.class);
        if (reference == null || total == null || number == null) {
            return;
        }
        int parts = total.getValue() & 0xFF;
        int part = number.getValue() & 0xFF;
        if (part >= 1 && part <= parts) {
            message.setHeader(SmsHeaders.PART_REF, reference.getValue() & 0xFFFF);
            message.setHeader(SmsHeaders.PARTS, parts);
            message.setHeader(SmsHeaders.PART, part);
        }
    }

    private static byte[] octets(DeliverSm deliver) {
        byte[] octets = deliver.getShortMessage();
        if ((octets == null || octets.length == 0) && deliver.getOptionalParameters() != null) {
            for (OptionalParameter tlv : deliver.getOptionalParameters()) {
                if (tlv instanceof OptionalParameter.Message_payload payload) {
                    return payload.getValue();
                }
            }
        }
        return octets == null ? new byte[0] : octets;
    }
}
