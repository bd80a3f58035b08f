package org.smshub.nettysmpp;

import java.util.List;

/**
 * The PDUs of SMPP 3.4 (§4) and 5.0 that an application and a message centre exchange, as records.
 *
 * <p>Small numbers are unsigned octets; times are the sixteen characters of §7.1.1 or empty; strings are never null.
 * A response whose status is not {@link SmppStatus#OK} has no body on the wire.
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
    int ENQUIRE_LINK = 0x15;
    int SUBMIT_MULTI = 0x21;
    int DATA_SM = 0x103;
    int RESPONSE = 0x80000000;
    int GENERIC_NACK = RESPONSE;

    int commandId();

    int status();

    int sequence();

    default boolean isResponse() {
        return (commandId() & RESPONSE) != 0;
    }

    /** Type of number, numbering plan and digits or characters (§5.2.5 to 5.2.9). */
    record Address(int ton, int npi, String value) {
        static final Address NONE = new Address(0, 0, "");
    }

    /** An optional parameter (§3.2.4.1). */
    record Tlv(int tag, byte[] value) {
        static final int RECEIPTED_MESSAGE_ID = 0x001E;
        static final int SAR_MSG_REF_NUM = 0x020C;
        static final int SAR_TOTAL_SEGMENTS = 0x020E;
        static final int SAR_SEGMENT_SEQNUM = 0x020F;
        static final int SC_INTERFACE_VERSION = 0x0210;
        static final int MESSAGE_PAYLOAD = 0x0424;
        static final int MESSAGE_STATE = 0x0427;
        static final int NETWORK_ERROR_CODE = 0x0423;

        /** The value as an unsigned big-endian number, if it is one of 1 to 4 octets; else -1. */
        long number() {
            if (value.length == 0 || value.length > 4) {
                return -1;
            }
            long n = 0;
            for (byte b : value) {
                n = n << 8 | b & 0xFF;
            }
            return n;
        }
    }

    /** A PDU of nothing but a header: enquire_link, unbind, generic_nack and any response without a body. */
    record Plain(int commandId, int status, int sequence) implements SmppPdu {}

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
        public int status() {
            return SmppStatus.OK;
        }

        /** Without the password, so that it can be logged. */
        @Override
        public String toString() {
            return "Bind[" + SmppServerCodec.name(commandId) + ", systemId=" + systemId + ", interfaceVersion="
                    + Integer.toHexString(interfaceVersion) + "]";
        }
    }

    /** A response with one string: the system id (bind_*_resp) or the message id (submit_sm_resp, deliver_sm_resp, data_sm_resp). */
    record Reply(int commandId, int status, int sequence, String id, List<Tlv> tlvs) implements SmppPdu {}

    /**
     * submit_sm, deliver_sm, data_sm and submit_multi (§4.4 to 4.7): one shape. data_sm has no short message, and only
     * service type, addresses, esm class, registered delivery and data coding of the numbers.
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
        @Override
        public int status() {
            return SmppStatus.OK;
        }

        Tlv tlv(int tag) {
            for (Tlv tlv : tlvs) {
                if (tlv.tag() == tag) {
                    return tlv;
                }
            }
            return null;
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

        /** Names the command only: neither text nor numbers belong into a log. */
        @Override
        public String toString() {
            return "Message[" + SmppServerCodec.name(commandId) + ", sequence=" + sequence + "]";
        }
    }

    /** submit_multi_resp (§4.5.2): the destinations that were refused, each with its status. */
    record MultiReply(int status, int sequence, String id, List<Refused> refused) implements SmppPdu {
        record Refused(Address destination, int status) {}

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
        public int status() {
            return SmppStatus.OK;
        }
    }

    /** query_sm_resp (§4.8.2). */
    record QueryReply(int status, int sequence, String messageId, String finalDate, int state, int errorCode)
            implements SmppPdu {
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
        public int status() {
            return SmppStatus.OK;
        }
    }

    /** replace_sm (§4.10.1). */
    record Replace(
            int sequence,
            String messageId,
            Address source,
            String scheduleDeliveryTime,
            String validityPeriod,
            int registeredDelivery,
            int defaultMessageId,
            byte[] shortMessage)
            implements SmppPdu {
        @Override
        public int commandId() {
            return REPLACE_SM;
        }

        @Override
        public int status() {
            return SmppStatus.OK;
        }

        @Override
        public String toString() {
            return "Replace[sequence=" + sequence + "]";
        }
    }
}
