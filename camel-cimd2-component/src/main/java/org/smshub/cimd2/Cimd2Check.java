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
        if (operation == null) {
            return 1;
        }
        String destination = frame.get(Cimd2Parameter.DESTINATION);
        return switch (operation) {
            case LOGIN -> login(frame, options);
            case SUBMIT -> !profile.submits() ? 1 : submit(frame);
            case ENQUIRE ->
                destination.isEmpty()
                        ? 400
                        : Cimd2Parameter.TIMESTAMP.fits(frame.get(Cimd2Parameter.TIMESTAMP)) ? 0 : 401;
            case DELIVERY_REQUEST ->
                profile == Cimd2Profile.SEND ? 1 : wrong(frame, Cimd2Parameter.DELIVERY_REQUEST_MODE, true);
            case CANCEL -> cancel(frame);
            case SET -> 801;
            case GET -> frame.get(Cimd2Parameter.GET_PARAMETER).equals("501") ? 0 : 900;
            case SUBMIT_REPORT -> options.isSubmitReports() ? 0 : 1;
            default -> 1;
        };
    }

    private static int login(Cimd2Frame frame, Cimd2ServerConfiguration options) {
        if (frame.get(Cimd2Parameter.USER_IDENTITY).isEmpty() || frame.get(Cimd2Parameter.PASSWORD).isEmpty()) {
            return 100;
        }
        String window = frame.get(Cimd2Parameter.WINDOW_SIZE);
        if (wrong(frame, Cimd2Parameter.WINDOW_SIZE, true) != 0) {
            return 104;
        }
        int wanted = window.isEmpty() ? 1 : Integer.parseInt(window);
        if (wanted > options.getWindow()) {
            return options.getWindow() == 1 ? 105 : 104;
        }
        return wrong(frame, Cimd2Parameter.SUBADDRESS, true);
    }

    private static int submit(Cimd2Frame frame) {
        if (frame.get(Cimd2Parameter.DESTINATION).isEmpty()) {
            return 300;
        }
        for (String destination : frame.all(Cimd2Parameter.DESTINATION)) {
            if (!Cimd2Parameter.DESTINATION.fits(destination)) {
                return 300;
            }
        }
        return wrong(frame, Cimd2Parameter.ORIGINATOR, true);
    }

    private static int cancel(Cimd2Frame frame) {
        if (wrong(frame, Cimd2Parameter.CANCEL_MODE, false) != 0) {
            return 602;
        }
        int mode = Integer.parseInt(frame.get(Cimd2Parameter.CANCEL_MODE));
        if (mode != 1 && frame.get(Cimd2Parameter.DESTINATION).isEmpty()) {
            return 601;
        }
        return mode == 2 && frame.get(Cimd2Parameter.TIMESTAMP).isEmpty() ? 600 : 0;
    }

    private static int wrong(Cimd2Frame frame, Cimd2Parameter parameter, boolean optional) {
        String value = frame.get(parameter);
        return value.isEmpty() && optional || parameter.fits(value) ? 0 : parameter.error();
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
