package org.smshub.hub.doors.kannel;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.smshub.hub.doors.Octets;
import org.smshub.text.udh.Udh;

/**
 * A request for sendsms that smsbox would take, read in its order (gw/smsbox.c, smsbox_req_handle).
 *
 * @param to the receivers that may be sent to, as they were written
 * @param from octets; null = the account's own
 * @param body text, or octets
 * @param coding 0, 1 or 2
 * @param charset that was said, or null
 * @param udh in hexadecimal digits, or null
 * @param dataCoding where alphabet and class do not say it; else null
 * @param validity minutes from now, or null
 * @param deferred minutes from now, or null
 * @param mask of receipts, 0 = none
 * @param dlrUrl octets, or null
 */
record Sendsms(
        List<String> to,
        String from,
        Object body,
        int coding,
        String charset,
        String udh,
        Integer messageClass,
        Integer waiting,
        Integer dataCoding,
        Integer protocolId,
        boolean replyPath,
        Integer validity,
        Integer deferred,
        Integer priority,
        int mask,
        String dlrUrl,
        String smsc,
        String account,
        String binfo,
        String metaData) {

    private static final int UDH_MOST = 140;
    private static final int ACCOUNT_MOST = 64;
    private static final Pattern NUMBER = Pattern.compile("[0-9 +-]*");
    private static final String DENIED = "Number(s) has/have been denied by white- and/or black-lists.";

    /**
     * @param sender whether the account has one of its own
     * @param unicode whether a text with other characters than GSM-7 has goes as it is
     * @throws KannelRefusal in the words of smsbox
     */
    static Sendsms of(KannelForm form, boolean sender, boolean unicode) throws KannelRefusal {
        List<String> to = form.to();
        String udh = udh(form.get("udh"));
        List<String> allowed = new ArrayList<>(to);
        allowed.removeIf(one -> !NUMBER.matcher(one).matches());
        if (allowed.isEmpty()) {
            throw new KannelRefusal(400, DENIED);
        }
        String from = form.get("from");
        if ((from == null || from.isEmpty()) && !sender) {
            throw KannelRefusal.field("Sender missing and no global set");
        }
        String account = form.get("account");
        if (account != null && (account.length() > ACCOUNT_MOST || account.matches("(?s).*[\\[\\]\r\n].*"))) {
            throw KannelRefusal.field("Account field misformed or too long");
        }
        String dlrUrl = dlrUrl(form.get("dlr-url"));
        Integer mask = number(form, "dlr-mask", 66, "DLR-Mask");
        Integer messageClass = number(form, "mclass", 3, "MClass");
        Integer pid = number(form, "pid", 255, "PID");
        Integer rpi = number(form, "rpi", 2, "RPI");
        Integer alternative = number(form, "alt-dcs", 1, "Alt-DCS");
        Integer waiting = number(form, "mwi", 7, "MWI");
        Integer said = number(form, "coding", 2, "Coding");
        Integer compress = number(form, "compress", 1, "Compress");
        Integer validity = number(form, "validity", Integer.MAX_VALUE, "Validity");
        Integer deferred = number(form, "deferred", Integer.MAX_VALUE, "Deferred");
        Integer priority = number(form, "priority", 3, "Priority");
        int coding = said != null ? said : udh != null ? KannelCoding.EIGHT_BIT : KannelCoding.SEVEN_BIT;
        boolean compressed = compress != null && compress == 1;
        boolean alternate = alternative != null && alternative == 1;
        String text = form.get("text") == null ? "" : form.get("text");
        Object body = compressed ? Octets.bytes(text) : body(form, text, coding, unicode);
        return new Sendsms(
                allowed,
                from == null || from.isEmpty() ? null : from,
                body,
                coding,
                form.get("charset"),
                udh,
                messageClass,
                waiting,
                // an empty message is one: its data coding says that it is meant
                !text.isEmpty() && KannelCoding.isPlain(coding, waiting, compressed, alternate)
                        ? null
                        : Integer.valueOf(KannelCoding.dcs(
                                coding, messageClass, waiting, compressed, alternate, !text.isEmpty())),
                pid,
                rpi != null && rpi > 0,
                validity,
                deferred,
                priority,
                mask == null ? 0 : mask,
                dlrUrl,
                form.get("smsc"),
                account,
                form.get("binfo"),
                form.get("meta-data"));
    }

    /** @return null = not given, or −1 */
    private static Integer number(KannelForm form, String name, int most, String label) throws KannelRefusal {
        Integer number = form.number(name);
        if (number != null && (number < -1 || number > most)) {
            throw KannelRefusal.field(label + " field misformed");
        }
        return number == null || number == -1 ? null : number;
    }

    private static String udh(String octets) throws KannelRefusal {
        if (octets == null || octets.isEmpty()) {
            return null;
        }
        if (octets.length() != octets.charAt(0) + 1) {
            throw KannelRefusal.field("UDH field misformed");
        }
        if (octets.length() > UDH_MOST) {
            throw KannelRefusal.field("UDH field is too long");
        }
        byte[] udh = Octets.bytes(octets);
        try {
            Udh.parse(udh);
        } catch (RuntimeException e) {
            throw KannelRefusal.field("UDH field misformed");
        }
        return HexFormat.of().formatHex(udh);
    }

    private static String dlrUrl(String url) throws KannelRefusal {
        if (url == null || url.isEmpty()) {
            return null;
        }
        if (url.length() < 8 || !url.matches("(?is)https?://.*")) {
            throw KannelRefusal.field("DLR-URL field misformed");
        }
        return url;
    }

    private static Object body(KannelForm form, String octets, int coding, boolean unicode) throws KannelRefusal {
        if (coding == KannelCoding.EIGHT_BIT) {
            return Octets.bytes(octets);
        }
        Charset charset = form.charset();
        if (coding == KannelCoding.UCS2) {
            Charset own = charset == null ? StandardCharsets.UTF_16BE : charset;
            String text = Octets.text(octets, own);
            // a part that its sender cut may begin with half a pair: its octets go as they are
            return text == null && own.equals(StandardCharsets.UTF_16BE) && octets.length() % 2 == 0
                    ? Octets.bytes(octets)
                    : required(text);
        }
        String text = charset == null || charset.equals(StandardCharsets.UTF_8)
                // which smsbox does not look at
                ? Octets.textOrMarks(octets, StandardCharsets.UTF_8)
                : required(Octets.text(octets, charset));
        return unicode ? text : Octets.gsm(text);
    }

    private static String required(String text) throws KannelRefusal {
        if (text == null) {
            throw KannelRefusal.field("Charset or body misformed");
        }
        return text;
    }

    /** No text. */
    @Override
    public String toString() {
        return "sendsms";
    }
}
