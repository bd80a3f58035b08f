package org.smshub.ucp;

import java.nio.charset.StandardCharsets;

/** The end of a client: it logs in (60), asks whether the line is there (31), and hears of what is delivered. */
final class UcpClientProtocol extends UcpProtocol {

    private final UcpConfiguration options;

    UcpClientProtocol(UcpConfiguration options) {
        super(options.isVerifyChecksum());
        this.options = options;
    }

    @Override
    public Kind kind(UcpFrame frame) {
        return frame.result() ? Kind.ANSWER : frame.operation() == UcpOperation.ALERT ? Kind.PROBE : Kind.REQUEST;
    }

    @Override
    public UcpFrame login() {
        if (options.getUsername() == null) {
            return null;
        }
        String password = options.getPassword() == null ? "" : options.getPassword();
        return UcpFrame.operation(UcpOperation.SESSION)
                .set(UcpField.OADC, options.getUsername())
                .set(UcpField.OTON, options.getOton())
                .set(UcpField.ONPI, options.getOnpi())
                .set(UcpField.STYP, "1")
                .set(UcpField.PWD, UcpHex.encode(password.getBytes(StandardCharsets.ISO_8859_1)))
                .set(UcpField.VERS, "0100")
                .build();
    }

    @Override
    public String loginRefused(UcpFrame answer) {
        UcpResult result = UcpResult.read(answer);
        UcpErrorCode code = UcpErrorCode.of(result.ec());
        return result.ack()
                ? null
                : "login refused with error " + result.ec() + " (" + (code == null ? "unknown" : code.words())
                        + "): check username, password, oton and onpi";
    }

    /**
     * 07 says that the session is not known, and so does a refused keep-alive, unless the centre does not know that
     * operation or its address at all.
     */
    @Override
    public boolean endsSession(UcpFrame answer, UcpFrame request) {
        String ec = UcpResult.read(answer).ec();
        boolean alert = request.operation() == UcpOperation.ALERT && !ec.isEmpty();
        return ec.equals(UcpErrorCode.AUTHENTICATION.toString())
                || alert
                        && !ec.equals(UcpErrorCode.NOT_SUPPORTED.toString())
                        && !ec.equals(UcpErrorCode.ADC_INVALID.toString());
    }

    @Override
    public UcpFrame probe() {
        return options.alertAddress() == null
                ? null
                : UcpFrame.operation(UcpOperation.ALERT)
                        .set(UcpField.ADC, options.alertAddress())
                        .set(UcpField.PID, "0539")
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
