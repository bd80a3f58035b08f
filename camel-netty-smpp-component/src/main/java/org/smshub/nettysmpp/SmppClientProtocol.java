package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import org.smshub.line.Refusal;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** The end of an application: it binds, and hears of what is delivered. It reads leniently, and answers whatever asks. */
final class SmppClientProtocol extends SmppProtocol {

    private final SmppClientConfiguration options;
    private volatile int bind;

    /** @param session its number on the line */
    SmppClientProtocol(SmppClientConfiguration options, int session) {
        super(options.getMaxPduSize(), false, options.version());
        this.options = options;
        this.bind = options.bind(session);
    }

    @Override
    boolean keepsUnreadable(int commandId) {
        return commandId == DELIVER_SM || commandId == DATA_SM || commandId == ALERT_NOTIFICATION;
    }

    @Override
    public Kind kind(SmppPdu pdu) {
        if (pdu.commandId() != OUTBIND) {
            return super.kind(pdu);
        }
        bind = BIND_RECEIVER;
        return Kind.INVITE;
    }

    @Override
    public SmppPdu login() {
        return SmppPdu.of(bind)
                .set(SmppField.SYSTEM_ID, options.getSystemId())
                .set(SmppField.PASSWORD, options.getPassword() == null ? "" : options.getPassword())
                .set(SmppField.SYSTEM_TYPE, options.getSystemType())
                .set(SmppField.INTERFACE_VERSION, options.version())
                .set(
                        SmppField.ADDRESS_RANGE,
                        new Address(
                                options.getTypeOfNumber(),
                                options.getNumberingPlanIndicator(),
                                options.getAddressRange()))
                .request();
    }

    @Override
    public String loginRefused(SmppPdu answer) {
        if (!answer.isOk()) {
            return SmppCodec.name(bind) + " refused with " + CommandStatus.describe(answer.status())
                    + ": check systemId, password, systemType and bind, and how many sessions the account may have";
        }
        // not told by many that speak 3.4
        long theirs = Tlv.number(answer.tlvs(), Tlv.SC_INTERFACE_VERSION);
        if (theirs > 0 && theirs < TLVS) {
            version((int) theirs);
        }
        return null;
    }

    /** A centre that has restarted behind its balancer knows the connection and not the bind. */
    @Override
    public boolean endsSession(SmppPdu answer, SmppPdu request) {
        return answer.status() == CommandStatus.INVALID_BIND_STATUS;
    }

    @Override
    public boolean waitsForInvite() {
        return true;
    }

    @Override
    public boolean sends() {
        return bind != BIND_RECEIVER;
    }

    @Override
    public SmppPdu objection(SmppPdu request) {
        return keepsUnreadable(request.commandId()) ? null : refusal(request, CommandStatus.INVALID_COMMAND_ID);
    }

    /** The centre keeps what it is told to bring again; an alert_notification has no answer. */
    @Override
    public SmppPdu refusal(SmppPdu request, Refusal why, String code) {
        if (request.commandId() == ALERT_NOTIFICATION) {
            return null;
        }
        return refusal(
                request,
                switch (why) {
                    case NOT_LOGGED_IN, LOGGED_IN -> CommandStatus.INVALID_BIND_STATUS;
                    case BUSY, TOO_MANY, TOO_FAST -> CommandStatus.THROTTLED;
                    default -> CommandStatus.TEMPORARY_APPLICATION_ERROR;
                });
    }
}
