package org.smshub.cimd2.codec;

import static org.smshub.cimd2.codec.Cimd2Error.unless;
import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import org.smshub.cimd2.codec.Cimd2Frame.Value;
import org.smshub.line.FrameException;

/** What a centre checks before it takes an operation of a client (CIMD2 reference, sections 5 and 17). */
public final class Cimd2Check {

    private Cimd2Check() {}

    /**
     * @param profile of the account
     * @param window the most that a login may ask for
     * @param strict look at all parameters, not only those that the operation needs
     * @throws FrameException with the error that answers the operation
     */
    public static void check(Cimd2Frame frame, Cimd2Profile profile, int window, boolean strict) throws FrameException {
        Cimd2Operation operation = Cimd2Operation.of(frame.operation());
        switch (operation == null ? Cimd2Operation.NACK : operation) {
            case LOGIN -> login(frame, window);
            case SUBMIT -> {
                allowed(profile.submits());
                submit(frame);
            }
            case ENQUIRE -> {
                needs(frame, DESTINATION, 400);
                fits(frame, TIMESTAMP);
            }
            case DELIVERY_REQUEST -> {
                allowed(profile != Cimd2Profile.SEND);
                fitsOrNone(frame, DELIVERY_REQUEST_MODE);
            }
            case CANCEL -> cancel(frame);
            case SET -> unless(false, 801);
            case GET -> unless(frame.get(GET_PARAMETER).equals("501"), 900);
            case SUBMIT_REPORT -> {}
            default -> allowed(false);
        }
        if (strict) {
            parameters(frame);
        }
    }

    private static void login(Cimd2Frame frame, int most) throws FrameException {
        needs(frame, USER_IDENTITY, 100);
        needs(frame, PASSWORD, 100);
        fitsOrNone(frame, WINDOW_SIZE);
        fitsOrNone(frame, SUBADDRESS);
        String window = frame.get(WINDOW_SIZE);
        unless(window.isEmpty() || Integer.parseInt(window) <= most, most == 1 ? 105 : 104);
    }

    private static void submit(Cimd2Frame frame) throws FrameException {
        needs(frame, DESTINATION, 300);
        for (String number : frame.all(DESTINATION)) {
            unless(!number.isEmpty() && DESTINATION.fits(number), 300);
        }
        fitsOrNone(frame, ORIGINATOR);
    }

    /** 0 all to a number, 1 all, 2 one. */
    private static void cancel(Cimd2Frame frame) throws FrameException {
        fits(frame, CANCEL_MODE);
        String mode = frame.get(CANCEL_MODE);
        unless(mode.equals("1") || !frame.get(DESTINATION).isEmpty(), 601);
        unless(!mode.equals("2") || !frame.get(TIMESTAMP).isEmpty(), 600);
    }

    private static void parameters(Cimd2Frame frame) throws FrameException {
        for (Value value : frame.parameters()) {
            Cimd2Parameter known = Cimd2Parameter.of(value.code());
            unless(known != null, 3);
            unless(known.fits(value.value()), known.error());
        }
    }

    private static void allowed(boolean allowed) throws FrameException {
        unless(allowed, Cimd2Error.UNEXPECTED);
    }

    private static void needs(Cimd2Frame frame, Cimd2Parameter parameter, int error) throws FrameException {
        unless(!frame.get(parameter).isEmpty(), error);
    }

    private static void fits(Cimd2Frame frame, Cimd2Parameter parameter) throws FrameException {
        unless(parameter.fits(frame.get(parameter)), parameter.error());
    }

    private static void fitsOrNone(Cimd2Frame frame, Cimd2Parameter parameter) throws FrameException {
        unless(frame.get(parameter).isEmpty() || parameter.fits(frame.get(parameter)), parameter.error());
    }
}
