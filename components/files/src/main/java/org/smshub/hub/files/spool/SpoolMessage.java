package org.smshub.hub.files.spool;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.hub.RefusedException;
import org.smshub.text.Encoding;

/** The headers of smstools to the fields of a message ({@link org.smshub.hub.Records}). */
final class SpoolMessage {

    private static final Pattern VALIDITY =
            Pattern.compile("(?i)(\\d{1,5})?\\s*(min|hour|day|week|month|year)s?.*", Pattern.DOTALL);
    private static final Map<String, Long> MINUTES =
            Map.of("min", 1L, "hour", 60L, "day", 1_440L, "week", 10_080L, "month", 43_200L, "year", 525_600L);

    private SpoolMessage() {}

    /**
     * @param now epoch milliseconds
     * @param report whether a receipt is asked for where the file does not say
     * @throws RefusedException in smstools' words
     */
    static Map<String, Object> fields(SpoolFile file, long now, boolean report) throws RefusedException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("to", recipient(file.get("To")));
        fields.put("from", file.get("From"));
        content(file, fields);
        flash(file, fields);
        // SENT is told for every file: by it the file moves
        fields.put("receipt", isReport(file, report) ? "ALL" : "FAILURE_INTERMEDIATE");
        if ("high".equalsIgnoreCase(file.get("Priority"))) {
            fields.put("priority", 3);
        }
        Long minutes = validity(file.get("Validity"));
        if (minutes != null) {
            fields.put("validUntil", now + minutes * 60_000);
        }
        String replace = file.get("Replace");
        if (replace != null && replace.matches("[1-7]")) {
            fields.put("protocolId", 0x40 + Integer.parseInt(replace));
        }
        String coding = file.get("DCS_hex");
        if (coding != null && coding.matches("(?i)[0-9a-f]{1,2}")) {
            fields.put("dataCoding", Integer.parseInt(coding, 16));
        }
        return fields;
    }

    static boolean isReport(SpoolFile file, boolean otherwise) {
        return file.get("Report") == null ? otherwise : file.isYes("Report");
    }

    /** Its digits as smstools reads them; one that is written without a plus has its country code. */
    static String recipient(String given) throws RefusedException {
        String number = given == null ? "" : given.replace(" ", "").replace("-", "");
        boolean shortNumber = number.startsWith("s");
        number = shortNumber ? number.substring(1) : number;
        int plus = number.indexOf('+');
        if (plus >= 0) {
            number = number.substring(plus + 1);
        } else if (number.startsWith("00")) {
            number = number.substring(2);
        }
        int end = 0;
        while (end < number.length() && "*#0123456789".indexOf(number.charAt(end)) >= 0) {
            end++;
        }
        number = number.substring(0, end);
        if (number.isEmpty()) {
            throw RefusedException.invalid("to", "No destination");
        }
        boolean national = plus < 0 && number.startsWith("0");
        return shortNumber || national || number.length() <= 6 || number.matches(".*[*#].*") ? number : "+" + number;
    }

    private static void content(SpoolFile file, Map<String, Object> fields) throws RefusedException {
        String alphabet = file.get("Alphabet");
        String kind = alphabet == null
                ? "iso"
                : alphabet.toLowerCase(Locale.ROOT).substring(0, Math.min(3, alphabet.length()));
        byte[] body = file.body();
        switch (kind) {
            case "iso", "lat", "ans" -> fields.put("text", trimmed(SpoolFile.text(body, 0, body.length)));
            case "utf" -> fields.put("text", trimmed(utf8(body)));
            case "gsm" -> fields.put("text", trimmed(gsm(body)));
            case "ucs", "uni", "chi" -> fields.put("text", trimmed(ucs2(body)));
            case "bin" -> binary(file, fields);
            default -> throw RefusedException.invalid("encoding", "Invalid alphabet");
        }
        if (!kind.equals("bin") && file.get("UDH-DATA") != null) {
            fields.put("udh", hex(file.get("UDH-DATA")));
        }
        if ("".equals(fields.get("text")) && file.get("UDH-DATA") == null) {
            throw RefusedException.invalid("text", "No text or data");
        }
    }

    private static String utf8(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static String ucs2(byte[] body) {
        int mark = body.length >= 2 && body[0] == (byte) 0xfe && body[1] == (byte) 0xff ? 2 : 0;
        // what writers put behind: an odd octet is a line's end
        int length = (body.length - mark) & ~1;
        return new String(body, mark, length, StandardCharsets.UTF_16BE);
    }

    private static String gsm(byte[] body) throws RefusedException {
        for (byte septet : body) {
            if (septet < 0) {
                throw RefusedException.invalid("text", "Invalid alphabet: an octet above 7F is none of GSM");
            }
        }
        return Encoding.GSM7.decode(body, 0, body.length).text();
    }

    private static void binary(SpoolFile file, Map<String, Object> fields) throws RefusedException {
        byte[] body = file.body();
        if (file.isYes("Hex")) {
            body = HexFormat.of().parseHex(hex(new String(body, StandardCharsets.ISO_8859_1)));
        }
        String header = file.get("UDH-DATA") == null ? file.get("UDH-DUMP") : file.get("UDH-DATA");
        boolean within = file.get("UDH") == null || file.isYes("UDH");
        if (header != null) {
            fields.put("udh", hex(header));
        } else if (within && body.length > 0) {
            int length = Math.min((body[0] & 0xff) + 1, body.length);
            fields.put("udh", HexFormat.of().formatHex(body, 0, length));
            body = java.util.Arrays.copyOfRange(body, length, body.length);
        }
        if (body.length == 0) {
            throw RefusedException.invalid("text", "No text or data");
        }
        fields.put("data", body);
    }

    private static String hex(String given) throws RefusedException {
        String digits = given.replaceAll("(?s)/\\*.*?\\*/|/[^\\n]*|[':#][^\\n]*|\\s", "");
        if (!digits.matches("(?i)([0-9a-f]{2})+")) {
            throw RefusedException.invalid("data", "No text or data: these are no octets in hexadecimal digits");
        }
        return digits;
    }

    /** As smstools does unless told otherwise: blanks and line ends at the end are none of the text. */
    private static String trimmed(String text) {
        return text.replace("\r\n", "\n").stripTrailing();
    }

    private static void flash(SpoolFile file, Map<String, Object> fields) {
        String messageClass = file.get("Class");
        if (file.isYes("Flash")) {
            fields.put("class", 0);
        } else if (messageClass != null && messageClass.matches("[0-3]")) {
            fields.put("class", Integer.parseInt(messageClass));
        }
    }

    /** Minutes; null = none, or nothing that smstools would know. */
    static Long validity(String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        if (given.matches("\\d{1,3}") && Integer.parseInt(given) <= 255) {
            return relative(Integer.parseInt(given));
        }
        Matcher words = VALIDITY.matcher(given.strip());
        if (!words.matches()) {
            return null;
        }
        long count = words.group(1) == null ? 1 : Long.parseLong(words.group(1));
        return Math.max(1, count * MINUTES.get(words.group(2).toLowerCase(Locale.ROOT)));
    }

    /** TP-VP (3GPP TS 23.040 9.2.3.12.1) in minutes. */
    private static long relative(int value) {
        if (value <= 143) {
            return (value + 1) * 5L;
        }
        if (value <= 167) {
            return 720 + (value - 143) * 30L;
        }
        return value <= 196 ? (value - 166) * 1_440L : (value - 192) * 10_080L;
    }
}
