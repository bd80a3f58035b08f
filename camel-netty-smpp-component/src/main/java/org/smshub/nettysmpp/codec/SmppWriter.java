package org.smshub.nettysmpp.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.smshub.smpp.Address;
import org.smshub.smpp.Tlv;

/** Writes the fields of a PDU. A value that its field has no room for is refused, not cut. */
final class SmppWriter {

    private SmppWriter() {}

    static void body(SmppPdu pdu, ByteBuf out, boolean withTlvs) {
        for (int i = 0; i < pdu.values().size(); i++) {
            SmppLayout.of(pdu.commandId())
                    .fields()
                    .get(i)
                    .write(out, pdu.values().get(i));
        }
        if (withTlvs) {
            tlvs(out, pdu.tlvs());
        } else if (pdu.tlv(Tlv.MESSAGE_PAYLOAD) != null) {
            throw new IllegalArgumentException(
                    "message_payload needs SMPP 3.4 (options longMessages and interfaceVersion)");
        }
    }

    static void destinations(ByteBuf out, List<Address> destinations) {
        if (destinations.isEmpty() || destinations.size() > 254) {
            throw new IllegalArgumentException("submit_multi has 1 to 254 destinations, not " + destinations.size());
        }
        out.writeByte(destinations.size());
        for (Address destination : destinations) {
            if (destination.isList()) {
                out.writeByte(2);
                string(out, destination.value());
            } else {
                out.writeByte(1);
                address(out, destination);
            }
        }
    }

    static void refused(ByteBuf out, List<SmppField.Refused> all) {
        out.writeByte(all.size());
        for (SmppField.Refused refused : all) {
            address(out, refused.destination());
            out.writeInt(refused.status());
        }
    }

    static void address(ByteBuf out, Address address) {
        out.writeByte(address.ton()).writeByte(address.npi());
        string(out, address.value());
    }

    static void string(ByteBuf out, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 0xFF) {
                throw new IllegalArgumentException("a string of SMPP has no room for " + Integer.toHexString(c));
            }
        }
        out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
        out.writeByte(0);
    }

    static void octets(ByteBuf out, byte[] value) {
        if (value.length > 0xFF) {
            throw new IllegalArgumentException("short_message has 0 to 255 octets, not " + value.length);
        }
        out.writeByte(value.length).writeBytes(value);
    }

    private static void tlvs(ByteBuf out, List<Tlv> tlvs) {
        for (Tlv tlv : tlvs) {
            if (tlv.value().length > 0xFFFF) {
                throw new IllegalArgumentException("an optional parameter has at most 65535 octets");
            }
            if (tlv.tag() != SmppPdu.STRAY) {
                out.writeShort(tlv.tag()).writeShort(tlv.value().length);
            }
            out.writeBytes(tlv.value());
        }
    }
}
