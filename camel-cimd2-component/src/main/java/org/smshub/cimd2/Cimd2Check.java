package org.smshub.cimd2;

import org.smshub.cimd2.Cimd2Frame.Value;

/** What a centre checks before it takes an operation of a client (CIMD2 reference, sections 5 and 17). */
final class Cimd2Check {

    private Cimd2Check() {}

    /** The error that answers the operation, null when there is none. */
    static Cimd2ErrorCode check(Cimd2Frame frame, Cimd2ServerConfiguration options, Cimd2Profile profile) {
        int error = operation(frame, options, profile);
        if (error == 0 && options.isStrict()) {
            error = parameters(frame);
        }
        return error == 0 ? null : Cimd2ErrorCode.of(error);
    }

    private static int operation(Cimd2Frame frame, Cimd2ServerConfiguration options, Cimd2Profile profile) {
        Cimd2Operation operation = Cimd2Operation.of(frame.operation());
        return switch (operation == null ? Cimd2Operation.NACK : operation) {
            case LOGIN -> login(frame, options.getWindow());
            case SUBMIT -> profile.submits() ? submit(frame) : 1;
            case ENQUIRE ->
                first(missing(frame, Cimd2Parameter.DESTINATION, 400), required(frame, Cimd2Parameter.TIMESTAMP));
            case DELIVERY_REQUEST ->
                profile == Cimd2Profile.SEND ? 1 : optional(frame, Cimd2Parameter.DELIVERY_REQUEST_MODE);
            case CANCEL -> first(required(frame, Cimd2Parameter.CANCEL_MODE), cancel(frame));
            case SET -> 801;
            case GET -> frame.get(Cimd2Parameter.GET_PARAMETER).equals("501") ? 0 : 900;
            case SUBMIT_REPORT -> 0;
            default -> 1;
        };
    }

    private static int login(Cimd2Frame frame, int most) {
        int error = first(
                missing(frame, Cimd2Parameter.USER_IDENTITY, 100),
                missing(frame, Cimd2Parameter.PASSWORD, 100),
                optional(frame, Cimd2Parameter.WINDOW_SIZE),
                optional(frame, Cimd2Parameter.SUBADDRESS));
        String window = frame.get(Cimd2Parameter.WINDOW_SIZE);
        boolean tooMany = error == 0 && !window.isEmpty() && Integer.parseInt(window) > most;
        return tooMany ? most == 1 ? 105 : 104 : error;
    }

    private static int submit(Cimd2Frame frame) {
        boolean numbers = true;
        for (Value value : frame.parameters()) {
            numbers &= value.code() != Cimd2Parameter.DESTINATION.code()
                    || !value.value().isEmpty() && Cimd2Parameter.DESTINATION.fits(value.value());
        }
        return first(
                missing(frame, Cimd2Parameter.DESTINATION, 300),
                numbers ? 0 : 300,
                optional(frame, Cimd2Parameter.ORIGINATOR));
    }

    /** 0 all to a number, 1 all, 2 one. */
    private static int cancel(Cimd2Frame frame) {
        String mode = frame.get(Cimd2Parameter.CANCEL_MODE);
        return first(
                mode.equals("1") ? 0 : missing(frame, Cimd2Parameter.DESTINATION, 601),
                mode.equals("2") ? missing(frame, Cimd2Parameter.TIMESTAMP, 600) : 0);
    }

    private static int first(int... errors) {
        for (int error : errors) {
            if (error != 0) {
                return error;
            }
        }
        return 0;
    }

    private static int missing(Cimd2Frame frame, Cimd2Parameter parameter, int error) {
        return frame.get(parameter).isEmpty() ? error : 0;
    }

    private static int required(Cimd2Frame frame, Cimd2Parameter parameter) {
        return parameter.fits(frame.get(parameter)) ? 0 : parameter.error();
    }

    private static int optional(Cimd2Frame frame, Cimd2Parameter parameter) {
        return frame.get(parameter).isEmpty() ? 0 : required(frame, parameter);
    }

    private static int parameters(Cimd2Frame frame) {
        for (Value value : frame.parameters()) {
            Cimd2Parameter known = Cimd2Parameter.of(value.code());
            if (known == null) {
                return 3;
            }
            if (!known.fits(value.value())) {
                return known.error();
            }
        }
        return 0;
    }

    /** The answer to the question for the time. */
    static Cimd2Frame time(Cimd2Frame frame, Cimd2ServerConfiguration options) {
        return frame.response()
                .add(Cimd2Parameter.SMSC_TIME, Cimd2Time.of(System.currentTimeMillis(), options.zone()))
                .build();
    }
}
