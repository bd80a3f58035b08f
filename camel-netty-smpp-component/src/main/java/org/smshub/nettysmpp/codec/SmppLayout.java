package org.smshub.nettysmpp.codec;

import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.util.List;

/**
 * The commands, and the fields of each PDU in the order of the wire (SMPP 3.4 §4).
 *
 * @param name the specification's
 * @param answered whether who gets it has to answer it with the response of the same number
 * @param open whether what follows the fields may be anything; else it is a list of optional parameters
 */
record SmppLayout(String name, boolean answered, List<SmppField<?>> fields, boolean open) {

    private static final SmppLayout[] REQUESTS = new SmppLayout[DATA_SM + 1];
    private static final SmppLayout[] RESPONSES = new SmppLayout[DATA_SM + 1];

    static {
        List<SmppField<?>> bind = List.of(SYSTEM_ID, PASSWORD, SYSTEM_TYPE, INTERFACE_VERSION, ADDRESS_RANGE);
        List<SmppField<?>> id = List.of(MESSAGE_ID);
        List<SmppField<?>> none = List.of();
        command(BIND_RECEIVER, "bind_receiver", bind, List.of(SYSTEM_ID), true);
        command(BIND_TRANSMITTER, "bind_transmitter", bind, List.of(SYSTEM_ID), true);
        command(BIND_TRANSCEIVER, "bind_transceiver", bind, List.of(SYSTEM_ID), true);
        command(SUBMIT_SM, "submit_sm", message(DESTINATION), id, false);
        command(DELIVER_SM, "deliver_sm", message(DESTINATION), id, false);
        command(SUBMIT_MULTI, "submit_multi", message(DESTINATIONS), List.of(MESSAGE_ID, REFUSED), false);
        List<SmppField<?>> data =
                List.of(SERVICE_TYPE, SOURCE, DESTINATION, ESM_CLASS, REGISTERED_DELIVERY, DATA_CODING);
        command(DATA_SM, "data_sm", data, id, false);
        List<SmppField<?>> found = List.of(MESSAGE_ID, FINAL_DATE, MESSAGE_STATE, ERROR_CODE);
        command(QUERY_SM, "query_sm", List.of(MESSAGE_ID, SOURCE), found, true);
        List<SmppField<?>> cancel = List.of(SERVICE_TYPE, MESSAGE_ID, SOURCE, DESTINATION);
        command(CANCEL_SM, "cancel_sm", cancel, none, true);
        List<SmppField<?>> replace =
                List.of(MESSAGE_ID, SOURCE, SCHEDULE, VALIDITY, REGISTERED_DELIVERY, DEFAULT_MESSAGE_ID, SHORT_MESSAGE);
        command(REPLACE_SM, "replace_sm", replace, none, false);
        command(ENQUIRE_LINK, "enquire_link", none, none, true);
        command(UNBIND, "unbind", none, none, true);
        REQUESTS[OUTBIND] = new SmppLayout("outbind", false, List.of(SYSTEM_ID, PASSWORD), true);
        REQUESTS[ALERT_NOTIFICATION] = new SmppLayout("alert_notification", false, List.of(SOURCE, ESME), false);
        RESPONSES[0] = new SmppLayout("generic_nack", false, none, true);
    }

    private static void command(
            int id, String name, List<SmppField<?>> asks, List<SmppField<?>> answers, boolean open) {
        REQUESTS[id] = new SmppLayout(name, true, asks, open);
        RESPONSES[id] = new SmppLayout(name + "_resp", false, answers, answers.isEmpty());
    }

    private static List<SmppField<?>> message(SmppField<?> destination) {
        return List.of(
                SERVICE_TYPE,
                SOURCE,
                destination,
                ESM_CLASS,
                PROTOCOL_ID,
                PRIORITY,
                SCHEDULE,
                VALIDITY,
                REGISTERED_DELIVERY,
                REPLACE_IF_PRESENT,
                DATA_CODING,
                DEFAULT_MESSAGE_ID,
                SHORT_MESSAGE);
    }

    /** That of the PDU with this command_id, null if nobody knows it. */
    static SmppLayout of(int commandId) {
        int number = commandId & ~RESPONSE;
        return number > DATA_SM ? null : (commandId < 0 ? RESPONSES : REQUESTS)[number];
    }
}
