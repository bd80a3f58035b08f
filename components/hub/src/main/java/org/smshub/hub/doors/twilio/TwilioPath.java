package org.smshub.hub.doors.twilio;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.hub.doors.Ids;

/**
 * Which resource is asked for.
 *
 * @param account the AccountSid of the path
 * @param sid of the message, {@code SM} and 32 hexadecimal digits; null = all of them, or the account itself
 */
record TwilioPath(Kind kind, String account, String sid) {

    enum Kind {
        ACCOUNT,
        MESSAGES,
        MESSAGE,
        MEDIA,
        OTHER
    }

    static final String VERSION = "2010-04-01";
    private static final String BASE = "/" + VERSION + "/Accounts/";
    private static final Pattern ACCOUNT = Pattern.compile("/([^/]+)\\.json");
    private static final Pattern MESSAGES = Pattern.compile("/([^/]+)(?:/SMS)?/Messages\\.json");
    private static final Pattern MESSAGE = Pattern.compile("/([^/]+)(?:/SMS)?/Messages/([^/.]+)\\.json");
    private static final Pattern MEDIA = Pattern.compile("/([^/]+)(?:/SMS)?/Messages/([^/.]+)/Media\\.json");

    /** @param path of the request, whatever stands before the version */
    static TwilioPath of(String path) {
        int base = path.indexOf(BASE);
        String rest = base < 0 ? "" : path.substring(base + BASE.length() - 1);
        Matcher of = MESSAGES.matcher(rest);
        if (of.matches()) {
            return new TwilioPath(Kind.MESSAGES, of.group(1), null);
        }
        of = MESSAGE.matcher(rest);
        if (of.matches()) {
            return new TwilioPath(Kind.MESSAGE, of.group(1), of.group(2));
        }
        of = MEDIA.matcher(rest);
        if (of.matches()) {
            return new TwilioPath(Kind.MEDIA, of.group(1), of.group(2));
        }
        of = ACCOUNT.matcher(rest);
        return of.matches()
                ? new TwilioPath(Kind.ACCOUNT, of.group(1), null)
                : new TwilioPath(Kind.OTHER, rest.split("/").length > 1 ? rest.split("/")[1] : "", null);
    }

    static String ofAccount(String account) {
        return BASE + account + ".json";
    }

    static String ofMessages(String account) {
        return BASE + account + "/Messages.json";
    }

    static String ofMessage(String account, String sid) {
        return BASE + account + "/Messages/" + sid + ".json";
    }

    static String ofMedia(String account, String sid) {
        return BASE + account + "/Messages/" + sid + "/Media.json";
    }

    /** The hub's id as a SID. */
    static String sid(String id) {
        return "SM" + Ids.hex(id);
    }

    /** The hub's id of a SID; null = it is none. */
    static String id(String sid) {
        return sid != null && (sid.startsWith("SM") || sid.startsWith("MM")) ? Ids.ulid(sid.substring(2)) : null;
    }
}
