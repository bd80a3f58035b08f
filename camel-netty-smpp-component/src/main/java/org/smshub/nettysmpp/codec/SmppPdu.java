package org.smshub.nettysmpp.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/**
 * A PDU of SMPP 3.3, 3.4 (§4) or 5.0, with its fields as {@link SmppLayout} has them. It knows neither sessions nor which
 * end sends it.
 *
 * <p>Small numbers are unsigned octets; times are the sixteen characters of §7.1.1 or empty; strings are never null.
 *
 * @param status command_status; that of a request says nothing
 * @param values of the fields in the order of the wire; none for a PDU without body, such as most refusals
 * @param unreadable null for a PDU that is one by the specification
 */
public record SmppPdu(
        int commandId, int status, int sequence, List<Object> values, List<Tlv> tlvs, Unreadable unreadable) {

    public static final int BIND_RECEIVER = 0x01;
    public static final int BIND_TRANSMITTER = 0x02;
    public static final int QUERY_SM = 0x03;
    public static final int SUBMIT_SM = 0x04;
    public static final int DELIVER_SM = 0x05;
    public static final int UNBIND = 0x06;
    public static final int REPLACE_SM = 0x07;
    public static final int CANCEL_SM = 0x08;
    public static final int BIND_TRANSCEIVER = 0x09;
    public static final int OUTBIND = 0x0B;
    public static final int ENQUIRE_LINK = 0x15;
    public static final int SUBMIT_MULTI = 0x21;
    public static final int ALERT_NOTIFICATION = 0x102;
    public static final int DATA_SM = 0x103;
    public static final int RESPONSE = 0x80000000;
    public static final int GENERIC_NACK = RESPONSE;

    /** Tag of what is no parameter: octets that follow the last one, as a simulator wants. */
    public static final int STRAY = -1;

    /** What is wrong with a request that is none by the specification, in words, and its octets. */
    public record Unreadable(String why, byte[] octets) {}

    /** Nothing but a header: enquire_link, unbind, generic_nack and any response without a body. */
    public static SmppPdu plain(int commandId, int status, int sequence) {
        return new SmppPdu(commandId, status, sequence, List.of(), List.of(), null);
    }

    /** A response whose one field is an id: submit_sm_resp, deliver_sm_resp, data_sm_resp, bind_*_resp. */
    public static SmppPdu reply(int commandId, int status, int sequence, String id, List<Tlv> tlvs) {
        return new SmppPdu(commandId, status, sequence, List.of(id), tlvs, null);
    }

    public static Builder of(int commandId) {
        return new Builder(commandId);
    }

    /** The field, or what stands for it in a PDU that has none. */
    @SuppressWarnings("unchecked")
    public <T> T get(SmppField<T> field) {
        SmppLayout layout = SmppLayout.of(commandId);
        int at = layout == null ? -1 : layout.fields().indexOf(field);
        return at < 0 || at >= values.size() ? field.none() : (T) values.get(at);
    }

    /** The first optional parameter with that tag, or null. */
    public Tlv tlv(int tag) {
        return Tlv.find(tlvs, tag);
    }

    /** The same under another sequence number. */
    public SmppPdu to(int other) {
        return new SmppPdu(commandId, status, other, values, tlvs, unreadable);
    }

    public boolean isResponse() {
        return commandId < 0;
    }

    /** Whether it is a response that says yes; a generic_nack refuses whatever its status is (§4.3). */
    public boolean isOk() {
        return status == CommandStatus.OK && commandId != GENERIC_NACK;
    }

    public boolean isBind() {
        return commandId == BIND_RECEIVER || commandId == BIND_TRANSMITTER || commandId == BIND_TRANSCEIVER;
    }

    /** submit_sm, deliver_sm, data_sm or submit_multi. */
    public boolean isMessage() {
        return commandId == SUBMIT_SM || commandId == DELIVER_SM || commandId == DATA_SM || commandId == SUBMIT_MULTI;
    }

    /** To whom: one, of a submit_multi several. */
    public List<Address> destinations() {
        return commandId == SUBMIT_MULTI ? get(SmppField.DESTINATIONS) : List.of(get(SmppField.DESTINATION));
    }

    /** short_message, or message_payload if that is empty. */
    public byte[] octets() {
        byte[] octets = get(SmppField.SHORT_MESSAGE);
        Tlv payload = octets.length == 0 ? tlv(Tlv.MESSAGE_PAYLOAD) : null;
        return payload == null ? octets : payload.value();
    }

    /**
     * congestion_state of a response (SMPP 5.0 §4.8.4.18): 0 idle to 100 overloaded, about 90 is the best; -1 if it is not
     * told.
     */
    public int congestionState() {
        return (int) Math.min(100, Tlv.number(tlvs, Tlv.CONGESTION_STATE));
    }

    /** Names the command only: neither texts nor numbers nor passwords belong into a log. */
    @Override
    public String toString() {
        return SmppCodec.name(commandId) + "[status=" + status + ", sequence=" + sequence
                + (unreadable == null ? "]" : ", " + unreadable.why() + "]");
    }

    /** A PDU to fill in. */
    public static final class Builder {

        private final int commandId;
        private final List<SmppField<?>> fields;
        private final Object[] values;
        private final List<Tlv> tlvs = new ArrayList<>();

        private Builder(int commandId) {
            this.commandId = commandId;
            this.fields = SmppLayout.of(commandId).fields();
            this.values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = fields.get(i).none();
            }
        }

        /** A field that this PDU lacks (as data_sm lacks a priority) is left out. */
        public <T> Builder set(SmppField<T> field, T value) {
            int at = fields.indexOf(field);
            if (at >= 0) {
                values[at] = value;
            }
            return this;
        }

        public Builder tlvs(List<Tlv> more) {
            tlvs.addAll(more);
            return this;
        }

        /** A request under any number. */
        public SmppPdu request() {
            return answer(CommandStatus.OK, 0);
        }

        public SmppPdu answer(int status, int sequence) {
            return new SmppPdu(commandId, status, sequence, Arrays.asList(values), tlvs, null);
        }
    }
}
