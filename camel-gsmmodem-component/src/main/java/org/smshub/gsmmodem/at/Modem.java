package org.smshub.gsmmodem.at;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of the modem at the other end of a connection. Written on its event loop, read by any thread. */
public final class Modem {

    private static final int UNKNOWN = 99;

    /** Digits of the card's number that tell the cards of a site apart. */
    private static final int CARD = 4;

    public volatile Profile profile = Profile.STANDARD;
    public volatile String maker = "";
    public volatile String model = "";

    /** Serial number of the modem; "" when it does not say it, as the others. */
    public volatile String imei = "";

    public volatile String imsi = "";

    /** Number of the card. */
    public volatile String iccid = "";

    /** The card's own number, as it stands on the card. */
    public volatile String number = "";

    /** The centre's number. */
    public volatile String centre = "";

    public volatile String operator = "";

    /** State of registration (3GPP TS 27.007 7.2), -1 = not asked yet. */
    public volatile int registration = -1;

    /** 0 to 31, 99 = unknown. */
    public volatile int signal = UNKNOWN;

    /** Where received messages are stored. */
    public volatile String memory = "SM";

    public volatile int used;
    public volatile int room;

    /** How it tells of messages: the values of AT+CNMI, "" when it does not. */
    public volatile String indications = "";

    /** Whether a message that is handed on at once must be acknowledged. */
    public volatile boolean acknowledges;

    /** Whether it can keep the radio link between two messages. */
    public volatile boolean keepsLink;

    /** What tells this card from the others of a site, in ids of messages: the end of its number, or of the modem's. */
    public String card() {
        String number = !iccid.isEmpty() ? iccid : !imsi.isEmpty() ? imsi : imei;
        return number.substring(Math.max(0, number.length() - CARD));
    }

    /** Home or roaming, also those for messages alone (3GPP TS 27.007 7.2). */
    public static boolean isRegistered(int state) {
        return state == 1 || state == 5 || state == 6 || state == 7 || state == 9 || state == 10;
    }

    /** In words. */
    public String network() {
        return switch (registration) {
            case 0 -> "not registered, not searching";
            case 1, 6, 9 -> "registered";
            case 2 -> "searching";
            case 3 -> "denied";
            case 5, 7, 10 -> "registered, roaming";
            case 8 -> "emergency calls only";
            default -> "unknown";
        };
    }

    /** In words. */
    public String strength() {
        if (signal >= 0 && signal <= 31) {
            return (2 * signal - 113) + " dBm";
        }
        return signal >= 100 && signal <= 191 ? (signal - 216) + " dBm" : "unknown";
    }

    /** In words that stay the same while it varies a little, so that a trouble that lasts is told once. */
    public String coverage() {
        if (signal == UNKNOWN || signal > 31) {
            return "signal unknown";
        }
        return signal < 2 ? "no signal" : signal < 10 ? "weak signal" : "good signal";
    }

    /** For the health check; of the card's number no more than its end. */
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("modem", (maker + " " + model).strip());
        details.put("imei", imei);
        details.put("card", "…" + card());
        details.put("network", (network() + " " + operator).strip());
        details.put("signal", strength());
        details.put("storage", memory + " " + used + "/" + room);
        return details;
    }
}
