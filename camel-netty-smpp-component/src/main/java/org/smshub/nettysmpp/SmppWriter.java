package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the fields of one PDU. */
final class SmppWriter {

    private final ByteBuf out;

    SmppWriter(ByteBuf out) {
        this.out = out;
    }

    void body(SmppPdu pdu) {
        if (pdu instanceof Message message) {
            message(message);
        } else if (pdu instanceof Reply reply) {
            string(reply.id());
            tlvs(reply.tlvs());
        } else if (pdu instanceof Bind bind) {
            string(bind.systemId());
            string(bind.password());
            string(bind.systemType());
            out.writeByte(bind.interfaceVersion());
            address(bind.range());
        } else if (pdu instanceof MultiReply multi) {
            string(multi.id());
            out.writeByte(multi.refused().size());
            for (MultiReply.Refused refused : multi.refused()) {
                address(refused.destination());
                out.writeInt(refused.status());
            }
        } else if (pdu instanceof Query query) {
            string(query.messageId());
            address(query.source());
        } else if (pdu instanceof QueryReply reply) {
            string(reply.messageId());
            string(reply.finalDate());
            out.writeByte(reply.state()).writeByte(reply.errorCode());
        } else if (pdu instanceof Cancel cancel) {
            string(cancel.serviceType());
            string(cancel.messageId());
            address(cancel.source());
            address(cancel.destination());
        } else if (pdu instanceof Replace replace) {
            replace(replace);
        }
    }

    private void message(Message message) {
        string(message.serviceType());
        address(message.source());
        if (message.commandId() == SUBMIT_MULTI) {
            out.writeByte(message.destinations().size());
        }
        for (Address destination : message.destinations()) {
            if (message.commandId() == SUBMIT_MULTI) {
                out.writeByte(1);
            }
            address(destination);
        }
        out.writeByte(message.esmClass());
        if (message.commandId() == DATA_SM) {
            out.writeByte(message.registeredDelivery()).writeByte(message.dataCoding());
        } else {
            out.writeByte(message.protocolId()).writeByte(message.priority());
            string(message.scheduleDeliveryTime());
            string(message.validityPeriod());
            out.writeByte(message.registeredDelivery())
                    .writeByte(message.replaceIfPresent())
                    .writeByte(message.dataCoding())
                    .writeByte(message.defaultMessageId());
            octets(message.shortMessage());
        }
        tlvs(message.tlvs());
    }

    private void replace(Replace replace) {
        string(replace.messageId());
        address(replace.source());
        string(replace.scheduleDeliveryTime());
        string(replace.validityPeriod());
        out.writeByte(replace.registeredDelivery()).writeByte(replace.defaultMessageId());
        octets(replace.shortMessage());
    }

    private void address(Address address) {
        out.writeByte(address.ton()).writeByte(address.npi());
        string(address.value());
    }

    private void string(String value) {
        out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
        out.writeByte(0);
    }

    private void octets(byte[] value) {
        out.writeByte(value.length).writeBytes(value);
    }

    private void tlvs(List<Tlv> tlvs) {
        for (Tlv tlv : tlvs) {
            out.writeShort(tlv.tag()).writeShort(tlv.value().length).writeBytes(tlv.value());
        }
    }
}
