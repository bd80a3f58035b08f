package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Operation.*;
import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.line.FrameException;
import org.smshub.line.Refusal;
import org.smshub.link.Window;

/** The end of a client: it logs in, asks whether the line is there, and hears of what is delivered. */
final class Cimd2ClientProtocol extends Cimd2Protocol {

    private static final Window.Keys ODD = new Window.Keys(1, 255, 2);

    private final Cimd2Configuration options;

    Cimd2ClientProtocol(Cimd2Configuration options) {
        super(options.isVerifyChecksum(), options.isSendChecksum());
        this.options = options;
    }

    @Override
    public Window.Keys keys() {
        return ODD;
    }

    /** Only a wrong checksum can be told to a centre. */
    @Override
    Cimd2Frame broken(Cimd2Frame header, FrameException why) {
        return why.errorCode() == null && !header.isResponse() ? nack(header.number()) : null;
    }

    @Override
    public Cimd2Frame login() {
        return Cimd2Frame.operation(LOGIN)
                .add(USER_IDENTITY, options.getUsername())
                .add(PASSWORD, options.getPassword())
                .add(SUBADDRESS, options.getSubaddress())
                .add(WINDOW_SIZE, options.getWindow() > 1 ? "" + options.getWindow() : null)
                .build();
    }

    @Override
    public String loginRefused(Cimd2Frame answer) {
        if (answer.is(NACK)) {
            return "the login was answered with nack again and again: check sendChecksum";
        }
        String error = answer.error();
        return error == null ? null : "login refused with " + Cimd2Error.describe(error, answer) + advice(error);
    }

    private static String advice(String error) {
        return switch (error) {
            case "102", "103" ->
                ": the account has a session already, perhaps an old one that the centre does not know to be gone;"
                        + " give another username or subaddress, or fewer sessions";
            case "104", "105" -> ": the centre grants no such window, set option window";
            case "107" -> ": check option subaddress";
            default -> ": check username, password and subaddress";
        };
    }

    /** A centre that lets the account in elsewhere may forget this session. */
    @Override
    public boolean endsSession(Cimd2Frame answer, Cimd2Frame request) {
        return answer.is(NACK) || request.is(SUBMIT) && "1".equals(answer.error());
    }

    @Override
    public Cimd2Frame probe() {
        return Cimd2Frame.operation(ALIVE).build();
    }

    @Override
    public Cimd2Frame goodbye() {
        return Cimd2Frame.operation(LOGOUT).build();
    }

    @Override
    public Cimd2Frame objection(Cimd2Frame request) {
        boolean known = request.is(DELIVER) || request.is(DELIVER_REPORT);
        return known ? null : request.response().build();
    }

    /** Older centres know no negative response to what they deliver, and would take one for a yes. */
    @Override
    public Cimd2Frame refusal(Cimd2Frame request, Refusal why, String code) {
        return options.isNegativeResponses() ? request.refusal(710) : null;
    }
}
