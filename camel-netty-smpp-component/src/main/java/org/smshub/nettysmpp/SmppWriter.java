package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.smshub.smpp.Address;
import org.smshub.smpp.Tlv;

/** Writes the fields of one PDU. A value that its field has no room for is refused, not cut. */
final class SmppWriter {

    /** Tag of what is no parameter: octets that follow the last one, as a simulator wants. */
    static final int STRAY = -1;

    private final ByteBuf out;

    SmppWriter(ByteBuf out) {
        this.out = out;
    }

    void body(SmppPdu pdu, boolean withTlvs) {
        if (pdu instanceof Message message) {
            message(message);
        } else if (pdu instanceof Reply reply) {
            string(reply.id());
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
        } else if (pdu instanceof Outbind outbind) {
            string(outbind.systemId());
            string(outbind.password());
        } else if (pdu instanceof Alert alert) {
            address(alert.source());
            address(alert.esme());
        }
        if (withTlvs) {
            tlvs(pdu.tlvs());
        } else if (pdu.tlv(Tlv.MESSAGE_PAYLOAD) != null) {
            throw new IllegalArgumentException(
                    "message_payload needs SMPP 3.4 (options longMessages and interfaceVersion)");
        }
    }

    private void message(Message message) {
        string(message.serviceType());
        address(message.source());
        if (message.commandId() == SUBMIT_MULTI) {
            destinations(message.destinations());
        } else {
            address(message.destinations().get(0));
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
    }

    private void destinations(List<Address> destinations) {
        if (destinations.isEmpty() || destinations.size() > 254) {
            throw new IllegalArgumentException("submit_multi has 1 to 254 destinations, not " + destinations.size());
        }
        out.writeByte(destinations.size());
        for (Address destination : destinations) {
            if (destination.isList()) {
                out.writeByte(2);
                string(destination.value());
            } else {
                out.writeByte(1);
                address(destination);
            }
        }
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
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 0xFF) {
                throw new IllegalArgumentException("a string of SMPP has no room for " + Integer.toHexString(c));
            }
        }
        out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
        out.writeByte(0);
    }

    private void octets(byte[] value) {
        if (value.length > 0xFF) {
            throw new IllegalArgumentException("short_message has 0 to 255 octets, not " + value.length);
        }
        out.writeByte(value.length).writeBytes(value);
    }

    private void tlvs(List<Tlv> tlvs) {
        for (int i = 0; i < tlvs.size(); i++) {
            Tlv tlv = tlvs.get(i);
            if (tlv.value().length > 0xFFFF) {
                throw new IllegalArgumentException("an optional parameter has at most 65535 octets");
            }
            if (tlv.tag() == STRAY) {
                out.writeBytes(tlv.value());
                continue;
            }
            out.writeShort(tlv.tag()).writeShort(tlv.value().length).writeBytes(tlv.value());
        }
    }
}
