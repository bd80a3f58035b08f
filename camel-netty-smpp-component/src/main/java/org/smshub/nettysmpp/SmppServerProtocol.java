package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.util.List;
import org.smshub.line.Refusal;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** The end of a centre: it lets applications bind, and takes what they submit and ask. It reads strictly. */
final class SmppServerProtocol extends SmppProtocol {

    private final SmppServerConfiguration options;
    private volatile int bind;
    private volatile String systemId;

    SmppServerProtocol(SmppServerConfiguration options) {
        super(options.getMaxPduSize(), true, TLVS);
        this.options = options;
    }

    /** With which the application is bound. */
    String systemId() {
        return systemId;
    }

    @Override
    public Kind kind(SmppPdu pdu) {
        return pdu.isBind() ? Kind.LOGIN : super.kind(pdu);
    }

    @Override
    public boolean sends() {
        return bind != BIND_TRANSMITTER;
    }

    /** outbind and alert_notification are for applications, and have no response of their own. */
    @Override
    public SmppPdu objection(SmppPdu request) {
        if (!SmppCodec.isRequest(request.commandId())) {
            return refusal(request, CommandStatus.INVALID_COMMAND_ID);
        }
        boolean forbidden = bind == BIND_RECEIVER || request.commandId() == DELIVER_SM;
        return forbidden && !request.isBind() ? refusal(request, CommandStatus.INVALID_BIND_STATUS) : null;
    }

    @Override
    public SmppPdu refusal(SmppPdu request, Refusal why, String code) {
        int status =
                switch (why) {
                    case NOT_LOGGED_IN -> CommandStatus.INVALID_BIND_STATUS;
                    case LOGGED_IN, TOO_MANY_SESSIONS -> CommandStatus.ALREADY_BOUND;
                    case LOGIN_FAILED -> CommandStatus.INVALID_PASSWORD;
                    case LOGIN_BUSY -> CommandStatus.BIND_FAILED;
                    case NOT_READY -> CommandStatus.QUEUE_FULL;
                    case BUSY, TOO_MANY, TOO_FAST -> CommandStatus.THROTTLED;
                };
        boolean known = SmppCodec.isRequest(request.commandId());
        return refusal(request, known ? CommandStatus.ofCode(code, status) : CommandStatus.INVALID_COMMAND_ID);
    }

    @Override
    public String name(SmppPdu login) {
        return login.get(SmppField.SYSTEM_ID);
    }

    @Override
    public String password(SmppPdu login) {
        return login.get(SmppField.PASSWORD);
    }

    @Override
    public SmppPdu welcome(SmppPdu login) {
        bind = login.commandId();
        systemId = name(login);
        version(login.get(SmppField.INTERFACE_VERSION));
        Tlv ours = new Tlv(Tlv.SC_INTERFACE_VERSION, new byte[] {(byte) options.ownVersion()});
        return reply(bind | RESPONSE, CommandStatus.OK, login.sequence(), options.getServerId(), List.of(ours));
    }
}
