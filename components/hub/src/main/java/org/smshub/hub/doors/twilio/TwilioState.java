package org.smshub.hub.doors.twilio;

import org.smshub.smpp.CommandStatus;

/**
 * A state of the hub in Twilio's words.
 *
 * @param error 0 = none
 */
record TwilioState(String status, int error) {

    private static final int UNREACHABLE = 30003;
    private static final int UNKNOWN_HANDSET = 30005;
    private static final int UNKNOWN_ERROR = 30008;
    private static final int INVALID_DESTINATION = 0x0B;

    /**
     * @param state of the hub
     * @param scheduled whether it waits for a time that its sender has set
     * @param service whether a messaging service sends it
     * @param errorCode the hub's, or null
     */
    static TwilioState of(String state, boolean scheduled, boolean service, String errorCode) {
        return switch (state) {
            case "ACCEPTED", "QUEUED" ->
                new TwilioState(
                        scheduled && "ACCEPTED".equals(state) ? "scheduled" : service ? "accepted" : "queued", 0);
            case "SENT", "BUFFERED", "UNKNOWN" -> new TwilioState("sent", 0);
            case "DELIVERED" -> new TwilioState("delivered", 0);
            case "EXPIRED" -> new TwilioState("undelivered", UNREACHABLE);
            case "UNDELIVERABLE" -> new TwilioState("undelivered", error(errorCode));
            case "DELETED", "CANCELLED" -> new TwilioState("canceled", 0);
            default -> new TwilioState("failed", error(errorCode)); // REJECTED, FAILED
        };
    }

    private static int error(String errorCode) {
        return errorCode != null && CommandStatus.ofCode(errorCode, -1) == INVALID_DESTINATION
                ? UNKNOWN_HANDSET
                : UNKNOWN_ERROR;
    }

    /** Null = there is no error. */
    Integer errorOrNull() {
        return error == 0 ? null : error;
    }

    /** In Twilio's words; null = there is no error. */
    String words() {
        return switch (error) {
            case 0 -> null;
            case UNREACHABLE -> "Unreachable destination handset";
            case UNKNOWN_HANDSET -> "Unknown destination handset";
            default -> "Unknown error";
        };
    }
}
