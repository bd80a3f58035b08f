package org.smshub.nettysmpp;

import java.util.List;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/**
 * The PDUs of SMPP 3.3, 3.4 (§4) and 5.0 that an application and a message centre exchange, as records. They know neither
 * sessions nor which end sends them.
 *
 * <p>Small numbers are unsigned octets; times are the sixteen characters of §7.1.1 or empty; strings are never null.
 */
public sealed interface SmppPdu {

    int BIND_RECEIVER = 0x01;
    int BIND_TRANSMITTER = 0x02;
    int QUERY_SM = 0x03;
    int SUBMIT_SM = 0x04;
    int DELIVER_SM = 0x05;
    int UNBIND = 0x06;
    int REPLACE_SM = 0x07;
    int CANCEL_SM = 0x08;
    int BIND_TRANSCEIVER = 0x09;
    int OUTBIND = 0x0B;
    int ENQUIRE_LINK = 0x15;
    int SUBMIT_MULTI = 0x21;
    int ALERT_NOTIFICATION = 0x102;
    int DATA_SM = 0x103;
    int RESPONSE = 0x80000000;
    int GENERIC_NACK = RESPONSE;

    int commandId();

    int sequence();

    /** command_status; that of a request says nothing. */
    default int status() {
        return CommandStatus.OK;
    }

    default List<Tlv> tlvs() {
        return List.of();
    }

    /** The first optional parameter with that tag, or null. */
    default Tlv tlv(int tag) {
        return Tlv.find(tlvs(), tag);
    }

    /** A request under another sequence number. */
    default SmppPdu to(int sequence) {
        throw new UnsupportedOperationException(SmppCodec.name(commandId()) + " is no request");
    }

    default boolean isResponse() {
        return (commandId() & RESPONSE) != 0;
    }

    /**
     * congestion_state of a response (SMPP 5.0 §4.8.4.18): 0 idle to 100 overloaded, about 90 is the best; -1 if it is not
     * told.
     */
    default int congestionState() {
        long state = Tlv.number(tlvs(), Tlv.CONGESTION_STATE);
        return state > 100 ? 100 : (int) state;
    }

    private static byte[] octets(byte[] shortMessage, List<Tlv> tlvs) {
        Tlv payload = shortMessage.length == 0 ? Tlv.find(tlvs, Tlv.MESSAGE_PAYLOAD) : null;
        return payload == null ? shortMessage : payload.value();
    }

    /** Nothing but a header: enquire_link, unbind, generic_nack and any response without a body; 5.0 may add parameters. */
    record Plain(int commandId, int status, int sequence, List<Tlv> tlvs) implements SmppPdu {
        public Plain(int commandId, int status, int sequence) {
            this(commandId, status, sequence, List.of());
        }

        @Override
        public Plain to(int other) {
            return new Plain(commandId, status, other, tlvs);
        }
    }

    /** A request that is none by the specification, with its octets; {@code status} names what is wrong with it. */
    record Unreadable(int commandId, int sequence, int status, String why, byte[] octets) implements SmppPdu {
        @Override
        public String toString() {
            return "Unreadable[" + SmppCodec.name(commandId) + ", " + why + "]";
        }
    }

    /** bind_receiver, bind_transmitter, bind_transceiver (§4.1). */
    record Bind(
            int commandId,
            int sequence,
            String systemId,
            String password,
            String systemType,
            int interfaceVersion,
            Address range)
            implements SmppPdu {
        @Override
        public Bind to(int other) {
            return new Bind(commandId, other, systemId, password, systemType, interfaceVersion, range);
        }

        /** Without the password, so that it can be logged. */
        @Override
        public String toString() {
            return "Bind[" + SmppCodec.name(commandId) + ", systemId=" + systemId + ", interfaceVersion="
                    + Integer.toHexString(interfaceVersion) + "]";
        }
    }

    /** outbind (§4.1.7): the centre asks the application to bind as a receiver. It has no response. */
    record Outbind(int sequence, String systemId, String password) implements SmppPdu {
        @Override
        public int commandId() {
            return OUTBIND;
        }

        /** Without the password, so that it can be logged. */
        @Override
        public String toString() {
            return "Outbind[systemId=" + systemId + "]";
        }
    }

    /** alert_notification (§4.12): a phone is back. Source is the phone, esme whom it is told. It has no response. */
    record Alert(int sequence, Address source, Address esme, List<Tlv> tlvs) implements SmppPdu {
        @Override
        public int commandId() {
            return ALERT_NOTIFICATION;
        }
    }

    /**
     * A response with one string: the system id (bind_*_resp) or the message id (submit_sm_resp, deliver_sm_resp,
     * data_sm_resp). With another status than {@link CommandStatus#OK} it is written only if it has parameters.
     */
    record Reply(int commandId, int status, int sequence, String id, List<Tlv> tlvs) implements SmppPdu {}

    /**
     * submit_sm, deliver_sm, data_sm and submit_multi (§4.4 to 4.7): one shape. data_sm has no short message, and only
     * service type, addresses, esm class, registered delivery and data coding of the numbers.
     *
     * @param destinations one; in submit_multi 1 to 254, of which some may be {@link Address#isList() lists}
     */
    record Message(
            int commandId,
            int sequence,
            String serviceType,
            Address source,
            List<Address> destinations,
            int esmClass,
            int protocolId,
            int priority,
            String scheduleDeliveryTime,
            String validityPeriod,
            int registeredDelivery,
            int replaceIfPresent,
            int dataCoding,
            int defaultMessageId,
            byte[] shortMessage,
            List<Tlv> tlvs)
            implements SmppPdu {
        /** short_message, or message_payload if that is empty. */
        public byte[] octets() {
            return SmppPdu.octets(shortMessage, tlvs);
        }

        /** The same under another sequence number; without optional parameters for who does not know them (3.3). */
        Message to(int sequence, boolean withTlvs) {
            return new Message(
                    commandId,
                    sequence,
                    serviceType,
                    source,
                    destinations,
                    esmClass,
                    protocolId,
                    priority,
                    scheduleDeliveryTime,
                    validityPeriod,
                    registeredDelivery,
                    replaceIfPresent,
                    dataCoding,
                    defaultMessageId,
                    shortMessage,
                    withTlvs ? tlvs : List.of());
        }

        @Override
        public Message to(int other) {
            return to(other, true);
        }

        /** Names the command only: neither text nor numbers belong into a log. */
        @Override
        public String toString() {
            return "Message[" + SmppCodec.name(commandId) + ", sequence=" + sequence + "]";
        }
    }

    /** submit_multi_resp (§4.5.2): the destinations that were refused, each with its status. */
    record MultiReply(int status, int sequence, String id, List<Refused> refused, List<Tlv> tlvs) implements SmppPdu {
        record Refused(Address destination, int status) {}

        MultiReply(int status, int sequence, String id, List<Refused> refused) {
            this(status, sequence, id, refused, List.of());
        }

        @Override
        public int commandId() {
            return SUBMIT_MULTI | RESPONSE;
        }
    }

    /** query_sm (§4.8.1). */
    record Query(int sequence, String messageId, Address source) implements SmppPdu {
        @Override
        public int commandId() {
            return QUERY_SM;
        }

        @Override
        public Query to(int other) {
            return new Query(other, messageId, source);
        }
    }

    /** query_sm_resp (§4.8.2). */
    record QueryReply(
            int status, int sequence, String messageId, String finalDate, int state, int errorCode, List<Tlv> tlvs)
            implements SmppPdu {
        QueryReply(int status, int sequence, String messageId, String finalDate, int state, int errorCode) {
            this(status, sequence, messageId, finalDate, state, errorCode, List.of());
        }

        @Override
        public int commandId() {
            return QUERY_SM | RESPONSE;
        }
    }

    /** cancel_sm (§4.9.1): by id, or, with an empty id, everything from the source to the destination. */
    record Cancel(int sequence, String serviceType, String messageId, Address source, Address destination)
            implements SmppPdu {
        @Override
        public int commandId() {
            return CANCEL_SM;
        }

        @Override
        public Cancel to(int other) {
            return new Cancel(other, serviceType, messageId, source, destination);
        }
    }

    /** replace_sm (§4.10.1); with message_payload since 5.0. */
    record Replace(
            int sequence,
            String messageId,
            Address source,
            String scheduleDeliveryTime,
            String validityPeriod,
            int registeredDelivery,
            int defaultMessageId,
            byte[] shortMessage,
            List<Tlv> tlvs)
            implements SmppPdu {
        @Override
        public int commandId() {
            return REPLACE_SM;
        }

        @Override
        public Replace to(int other) {
            return new Replace(
                    other,
                    messageId,
                    source,
                    scheduleDeliveryTime,
                    validityPeriod,
                    registeredDelivery,
                    defaultMessageId,
                    shortMessage,
                    tlvs);
        }

        /** short_message, or message_payload if that is empty. */
        public byte[] octets() {
            return SmppPdu.octets(shortMessage, tlvs);
        }

        @Override
        public String toString() {
            return "Replace[sequence=" + sequence + "]";
        }
    }
}
