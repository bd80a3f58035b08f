package org.smshub.hub.mail.text;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;

/** Octets of a mail as text, whatever its writer says they are: a mail that is wrong about itself is still read. */
final class MailDecoder {

    /** Octets of a part that are decoded. */
    static final int MOST = 1_000_000;

    /**
     * Characters of a header that are decoded: more than a text of 255 parts has. Each encoded word has the library look for its
     * streams anew, a quarter of a millisecond.
     */
    static final int MOST_OF_A_HEADER = 65_536;

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private MailDecoder() {}

    /** The text of a text part; what cannot be decoded is left out. */
    static String text(Part part, ContentType type) throws MessagingException {
        byte[] octets = octets(part);
        return text(octets, type.getParameter("charset"));
    }

    /** In this charset; where there is none, or it does not fit: UTF-8, and where that does not fit, windows-1252. */
    static String text(byte[] octets, String charset) {
        Charset said = charset(charset);
        if (said != null) {
            String text = strict(octets, said);
            if (text != null) {
                return text;
            }
        }
        String text = strict(octets, StandardCharsets.UTF_8);
        return text != null ? text : new String(octets, said == null || isAscii(said) ? WINDOWS : said);
    }

    private static boolean isAscii(Charset charset) {
        return charset.equals(StandardCharsets.US_ASCII) || charset.equals(StandardCharsets.UTF_8);
    }

    private static String strict(byte[] octets, Charset charset) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Null where this Java has none of the name. ISO-8859-1 is windows-1252 wherever it is written (WHATWG Encoding 4.2). */
    private static Charset charset(String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        try {
            Charset charset = Charset.forName(MimeUtility.javaCharset(name.trim()));
            return charset.equals(StandardCharsets.ISO_8859_1) ? WINDOWS : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    private static byte[] octets(Part part) throws MessagingException {
        String encoding = encoding(part);
        if (encoding.equals("base64")) {
            return base64(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = decoded(raw(part), encoding)) {
            byte[] buffer = new byte[8192];
            int n;
            while (out.size() < MOST && (n = in.read(buffer, 0, Math.min(buffer.length, MOST - out.size()))) > 0) {
                out.write(buffer, 0, n);
            }
        } catch (IOException | RuntimeException e) {
            // quoted-printable that is none: what came before it counts
            return out.toByteArray();
        }
        return out.toByteArray();
    }

    /** Up to the padding; what is none of the alphabet is passed over (RFC 2045 6.8), and so is half a group at the end. */
    private static byte[] base64(Part part) throws MessagingException {
        StringBuilder letters = new StringBuilder();
        try (InputStream in = raw(part)) {
            byte[] octets = in.readNBytes(MOST * 3 / 2);
            for (int i = 0; i < octets.length && octets[i] != '='; i++) {
                char c = (char) (octets[i] & 0xff);
                if (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/') {
                    letters.append(c);
                }
            }
        } catch (IOException e) {
            letters.setLength(0);
        }
        letters.setLength(letters.length() % 4 == 1 ? letters.length() - 1 : letters.length());
        return Base64.getDecoder().decode(letters.toString());
    }

    private static String encoding(Part part) throws MessagingException {
        String[] encoding = part.getHeader("Content-Transfer-Encoding");
        return encoding == null ? "" : encoding[0].trim().toLowerCase(Locale.ROOT);
    }

    private static InputStream raw(Part part) throws MessagingException {
        if (part instanceof MimeMessage message) {
            return message.getRawInputStream();
        }
        return ((MimeBodyPart) part).getRawInputStream();
    }

    /** An encoding that nobody knows is none. */
    private static InputStream decoded(InputStream in, String encoding) throws MessagingException {
        return switch (encoding) {
            case "quoted-printable", "uuencode", "x-uuencode", "x-uue" -> MimeUtility.decode(in, encoding);
            default -> in;
        };
    }

    /** A header: encoded words (RFC 2047), octets beyond ASCII, no control characters; empty where there is none. */
    static String header(String[] values) {
        if (values == null || values.length == 0 || values[0] == null) {
            return "";
        }
        return words(values[0]);
    }

    /** The same of one value, folded lines included; what is beyond {@link #MOST_OF_A_HEADER} is left out. */
    static String words(String raw) {
        String value = raw.substring(0, Math.min(raw.length(), MOST_OF_A_HEADER));
        if (value.chars().anyMatch(c -> c > 0x7f && c <= 0xff) && value.chars().allMatch(c -> c <= 0xff)) {
            value = text(value.getBytes(StandardCharsets.ISO_8859_1), null);
        }
        String decoded;
        try {
            decoded = MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (UnsupportedEncodingException e) {
            decoded = value;
        }
        StringBuilder shown = new StringBuilder(decoded.length());
        decoded.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(shown::appendCodePoint);
        return shown.toString().replaceAll(" {2,}", " ").strip();
    }

    /** The content type of a part; text/plain where it is none that can be read (RFC 2045 5.2). */
    static ContentType type(Part part) throws MessagingException {
        String[] said = part.getHeader("Content-Type");
        if (said != null) {
            try {
                return new ContentType(said[0]);
            } catch (ParseException e) {
                String kind = said[0].split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
                if (kind.matches("[a-z]+/[a-z0-9.+-]+")) {
                    int slash = kind.indexOf('/');
                    return new ContentType(kind.substring(0, slash), kind.substring(slash + 1), null);
                }
            }
        }
        return new ContentType("text", "plain", null);
    }
}
