package org.smshub.ucp;

import static org.smshub.ucp.codec.UcpField.*;

import java.nio.charset.StandardCharsets;
import org.smshub.line.FrameException;
import org.smshub.ucp.codec.UcpErrorCode;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpResult;

/** The end of a centre: it lets accounts in (60), and takes what they submit and ask. */
final class UcpServerProtocol extends UcpProtocol {

    UcpServerProtocol(UcpServerConfiguration options) {
        super(options.isVerifyChecksum());
    }

    @Override
    public Kind kind(UcpFrame frame) {
        if (frame.result()) {
            return Kind.ANSWER;
        }
        return switch (frame.operation()) {
            case SESSION -> Kind.LOGIN;
            case ALERT -> Kind.PROBE;
            default -> Kind.REQUEST;
        };
    }

    /** How many operations wait for the account, as centres tell it. */
    @Override
    public UcpFrame probed(UcpFrame probe, int waiting, boolean open) {
        UcpResult result = open
                ? UcpResult.ack(String.format("%04d", Math.min(9999, waiting)))
                : UcpResult.nak(UcpErrorCode.NOT_ALLOWED, "log in first");
        return result.to(probe);
    }

    @Override
    public UcpFrame objection(UcpFrame request) {
        return switch (request.operation()) {
            case SESSION -> request.get(STYP).equals("1") ? null : notSupported(request, "STYP 1 only");
            case SUBMIT, MESSAGE_TRANSFER, CALL_INPUT, MODIFY, INQUIRE, DELETE -> null;
            default -> notSupported(request, "");
        };
    }

    @Override
    public String name(UcpFrame login) {
        return login.get(OADC);
    }

    /** "" too for what is not hex: nobody has an empty password. */
    @Override
    public String password(UcpFrame login) {
        try {
            return new String(login.octets(PWD), StandardCharsets.ISO_8859_1);
        } catch (FrameException e) {
            return "";
        }
    }

    @Override
    public boolean logsInAgain() {
        return true;
    }

    @Override
    public UcpFrame welcome(UcpFrame login) {
        return UcpResult.ack("BIND AUTHENTICATED").to(login);
    }
}
