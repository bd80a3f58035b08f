package org.smshub.ucp;

import static org.smshub.ucp.codec.UcpField.*;
import static org.smshub.ucp.codec.UcpOperation.*;

import java.nio.charset.StandardCharsets;
import org.smshub.text.Hex;
import org.smshub.ucp.codec.UcpErrorCode;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpResult;

/** The end of a client: it logs in (60), asks whether the line is there (31), and hears of what is delivered. */
final class UcpClientProtocol extends UcpProtocol {

    private final UcpConfiguration options;

    UcpClientProtocol(UcpConfiguration options) {
        super(options.isVerifyChecksum());
        this.options = options;
    }

    @Override
    public Kind kind(UcpFrame frame) {
        return frame.result() ? Kind.ANSWER : frame.operation() == ALERT ? Kind.PROBE : Kind.REQUEST;
    }

    @Override
    public UcpFrame login() {
        if (options.getUsername() == null) {
            return null;
        }
        String password = options.getPassword() == null ? "" : options.getPassword();
        return UcpFrame.operation(SESSION)
                .set(OADC, options.getUsername())
                .set(OTON, options.getOton())
                .set(ONPI, options.getOnpi())
                .set(STYP, "1")
                .set(PWD, Hex.of(password.getBytes(StandardCharsets.ISO_8859_1)))
                .set(VERS, "0100")
                .build();
    }

    @Override
    public String loginRefused(UcpFrame answer) {
        UcpResult result = UcpResult.read(answer);
        return result.ack()
                ? null
                : "login refused with error " + UcpErrorCode.of(result.ec()).with("")
                        + ": check username, password, oton and onpi";
    }

    /**
     * 07 says that the session is not known, and so does a refused keep-alive, unless the centre does not know that
     * operation or its address at all.
     */
    @Override
    public boolean endsSession(UcpFrame answer, UcpFrame request) {
        String ec = UcpResult.read(answer).ec();
        boolean alert = request.operation() == ALERT && !ec.isEmpty();
        return ec.equals(UcpErrorCode.AUTHENTICATION)
                || alert && !ec.equals(UcpErrorCode.NOT_SUPPORTED) && !ec.equals(UcpErrorCode.ADC_INVALID);
    }

    @Override
    public UcpFrame probe() {
        return options.alertAddress() == null
                ? null
                : UcpFrame.operation(ALERT)
                        .set(ADC, options.alertAddress())
                        .set(PID, "0539")
                        .build();
    }

    @Override
    public UcpFrame probed(UcpFrame probe, int waiting, boolean open) {
        return UcpResult.ack("").to(probe);
    }

    @Override
    public UcpFrame objection(UcpFrame request) {
        return switch (request.operation()) {
            case DELIVER, NOTIFY, CALL_INPUT, INQUIRE_RESPONSE, DELETE_RESPONSE -> null;
            default -> notSupported(request, "");
        };
    }
}
