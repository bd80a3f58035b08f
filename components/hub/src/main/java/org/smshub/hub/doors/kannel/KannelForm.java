package org.smshub.hub.doors.kannel;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Octets;

/**
 * A request for sendsms, whichever of its four ways it came by, as the parameters of a GET.
 *
 * @param fields by the names of a GET; values are octets, one a character. {@code udh} and {@code text} are decoded
 * @param receivers of a document of XML; null = {@code to} has them
 * @param plural whether missing receivers are told of as in a POST
 */
record KannelForm(Map<String, String> fields, List<String> receivers, boolean plural) {

    private static final Pattern BLANKS = Pattern.compile("[ \t\r\n\f\u000B]+");

    private static final List<String> HEADERS = List.of(
            "username",
            "password",
            "from",
            "to",
            "smsc",
            "dlr-url",
            "dlr-mask",
            "account",
            "binfo",
            "coding",
            "pid",
            "mwi",
            "mclass",
            "alt-dcs",
            "compress",
            "validity",
            "deferred",
            "rpi",
            "priority",
            "meta-data");

    /** @throws KannelRefusal before anybody has asked for a login */
    static KannelForm of(DoorRequest request) throws KannelRefusal {
        if (!request.isPost()) {
            return new KannelForm(spelled(Octets.parameters(request.query())), null, false);
        }
        return switch (request.type()) {
            case "text/plain" -> body(request, request.charset() == null ? "ISO-8859-1" : request.charset(), "0");
            case "application/octet-stream", "" -> body(request, request.charset(), "1");
            case "text/xml", "application/xml" -> KannelXml.read(request.body());
            case "application/x-www-form-urlencoded" -> form(request);
            case "text/html", "text/vnd.wap.wml" -> throw new KannelRefusal(415, "Unsupported content-type, rejected");
            default -> throw new KannelRefusal(400, "Invalid content-type");
        };
    }

    /** Which smsbox refuses, so that nobody depends on it: with the query, whose names go before. */
    private static KannelForm form(DoorRequest request) {
        Map<String, String> fields = Octets.parameters(Octets.of(request.body()));
        fields.putAll(Octets.parameters(request.query()));
        return new KannelForm(spelled(fields), null, false);
    }

    /** The old spellings; those that count first win. */
    private static Map<String, String> spelled(Map<String, String> fields) {
        for (String[] names : new String[][] {
            {"username", "user"}, {"password", "pass"}, {"dlr-url", "dlrurl"}, {"dlr-mask", "dlrmask"}
        }) {
            String old = fields.remove(names[1]);
            if (old != null) {
                fields.putIfAbsent(names[0], old);
            }
        }
        return fields;
    }

    private static KannelForm body(DoorRequest request, String charset, String coding) {
        Map<String, String> fields = new HashMap<>();
        // who has no headers at all may have a query, which smsbox does not look at
        fields.putAll(spelled(Octets.parameters(request.query())));
        for (String name : HEADERS) {
            String value = request.header("X-Kannel-" + name);
            if (value != null) {
                fields.put(name, value.strip());
            }
        }
        String udh = request.header("X-Kannel-UDH");
        if (udh != null) {
            fields.put("udh", hexOrEscaped(udh.strip()));
        }
        fields.put("text", Octets.of(request.body()));
        if (charset != null) {
            fields.put("charset", charset);
        }
        fields.putIfAbsent("coding", coding);
        return new KannelForm(fields, null, true);
    }

    /** Hexadecimal digits, and only if they are none percent-encoded. */
    static String hexOrEscaped(String text) {
        String hex = text.strip();
        try {
            return Octets.of(HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException notHex) {
            return Octets.decoded(hex);
        }
    }

    String get(String name) {
        return fields.get(name);
    }

    /** As C's %d reads it: blanks before and rubbish behind do not count. @return null = it is none, or not given */
    Integer number(String name) {
        String value = fields.get(name);
        if (value == null) {
            return null;
        }
        int at = 0;
        while (at < value.length() && Character.isWhitespace(value.charAt(at))) {
            at++;
        }
        int from = at;
        if (at < value.length() && (value.charAt(at) == '-' || value.charAt(at) == '+')) {
            at++;
        }
        int digits = at;
        while (at < value.length() && value.charAt(at) >= '0' && value.charAt(at) <= '9') {
            at++;
        }
        if (at == digits || at - digits > 9) {
            return at == digits ? null : Integer.valueOf(Integer.MAX_VALUE);
        }
        return Integer.valueOf(value.substring(from, at));
    }

    /** Each once. @throws KannelRefusal there are none */
    List<String> to() throws KannelRefusal {
        String to = fields.get("to");
        if (to == null && receivers == null) {
            throw KannelRefusal.field(plural ? "Missing receiver(s) number(s)" : "Missing receiver number");
        }
        if (to != null && to.isEmpty()) {
            throw KannelRefusal.field("Empty receiver number not allowed");
        }
        List<String> all = new ArrayList<>();
        for (String one : receivers != null ? receivers : List.of(BLANKS.split(to.strip()))) {
            if (!one.isEmpty() && !all.contains(one)) {
                all.add(one);
            }
        }
        return all;
    }

    /** The charset that is said; null = none is. @throws KannelRefusal there is none of this name */
    Charset charset() throws KannelRefusal {
        String name = fields.get("charset");
        if (name == null || name.isBlank()) {
            return null;
        }
        Charset charset = Octets.charset(name);
        if (charset == null) {
            throw KannelRefusal.field("Charset or body misformed");
        }
        return charset;
    }

    /** No word of it, which has a password. */
    @Override
    public String toString() {
        return "sendsms";
    }
}
