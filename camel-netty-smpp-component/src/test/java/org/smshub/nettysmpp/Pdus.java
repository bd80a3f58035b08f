package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.util.List;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** PDUs with their fields in the order of the specification. */
final class Pdus {

    private Pdus() {}

    private static SmppPdu request(Builder pdu, int sequence) {
        return pdu.answer(CommandStatus.OK, sequence);
    }

    static SmppPdu bind(
            int command, int sequence, String id, String password, String type, int version, Address range) {
        return request(
                SmppPdu.of(command)
                        .set(SYSTEM_ID, id)
                        .set(PASSWORD, password)
                        .set(SYSTEM_TYPE, type)
                        .set(INTERFACE_VERSION, version)
                        .set(ADDRESS_RANGE, range),
                sequence);
    }

    static SmppPdu message(
            int command,
            int sequence,
            String serviceType,
            Address source,
            List<Address> destinations,
            int esmClass,
            int protocolId,
            int priority,
            String schedule,
            String validity,
            int registered,
            int replace,
            int coding,
            int defaultId,
            byte[] text,
            List<Tlv> tlvs) {
        return request(
                SmppPdu.of(command)
                        .set(SERVICE_TYPE, serviceType)
                        .set(SOURCE, source)
                        .set(DESTINATION, destinations.isEmpty() ? Address.NONE : destinations.get(0))
                        .set(DESTINATIONS, destinations)
                        .set(ESM_CLASS, esmClass)
                        .set(PROTOCOL_ID, protocolId)
                        .set(PRIORITY, priority)
                        .set(SCHEDULE, schedule)
                        .set(VALIDITY, validity)
                        .set(REGISTERED_DELIVERY, registered)
                        .set(REPLACE_IF_PRESENT, replace)
                        .set(DATA_CODING, coding)
                        .set(DEFAULT_MESSAGE_ID, defaultId)
                        .set(SHORT_MESSAGE, text)
                        .tlvs(tlvs),
                sequence);
    }

    static SmppPdu plain(int command, int status, int sequence, List<Tlv> tlvs) {
        return SmppPdu.of(command).tlvs(tlvs).answer(status, sequence);
    }

    static SmppPdu query(int sequence, String id, Address source) {
        return request(SmppPdu.of(QUERY_SM).set(MESSAGE_ID, id).set(SOURCE, source), sequence);
    }

    static SmppPdu queryReply(int status, int sequence, String id, String date, int state, int error) {
        return SmppPdu.of(QUERY_SM | RESPONSE)
                .set(MESSAGE_ID, id)
                .set(FINAL_DATE, date)
                .set(MESSAGE_STATE, state)
                .set(ERROR_CODE, error)
                .answer(status, sequence);
    }

    static SmppPdu multiReply(int status, int sequence, String id, List<Refused> refused, Tlv... tlvs) {
        return SmppPdu.of(SUBMIT_MULTI | RESPONSE)
                .set(MESSAGE_ID, id)
                .set(REFUSED, refused)
                .tlvs(List.of(tlvs))
                .answer(status, sequence);
    }

    static SmppPdu cancel(int sequence, String serviceType, String id, Address source, Address destination) {
        return request(
                SmppPdu.of(CANCEL_SM)
                        .set(SERVICE_TYPE, serviceType)
                        .set(MESSAGE_ID, id)
                        .set(SOURCE, source)
                        .set(DESTINATION, destination),
                sequence);
    }

    static SmppPdu replace(
            int sequence,
            String id,
            Address source,
            String schedule,
            String validity,
            int registered,
            int defaultId,
            byte[] text,
            List<Tlv> tlvs) {
        return request(
                SmppPdu.of(REPLACE_SM)
                        .set(MESSAGE_ID, id)
                        .set(SOURCE, source)
                        .set(SCHEDULE, schedule)
                        .set(VALIDITY, validity)
                        .set(REGISTERED_DELIVERY, registered)
                        .set(DEFAULT_MESSAGE_ID, defaultId)
                        .set(SHORT_MESSAGE, text)
                        .tlvs(tlvs),
                sequence);
    }

    static SmppPdu outbind(int sequence, String id, String password) {
        return request(SmppPdu.of(OUTBIND).set(SYSTEM_ID, id).set(PASSWORD, password), sequence);
    }

    static SmppPdu alert(int sequence, Address source, Address esme, List<Tlv> tlvs) {
        return request(
                SmppPdu.of(ALERT_NOTIFICATION)
                        .set(SOURCE, source)
                        .set(ESME, esme)
                        .tlvs(tlvs),
                sequence);
    }
}
