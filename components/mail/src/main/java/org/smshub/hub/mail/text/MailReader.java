package org.smshub.hub.mail.text;

import jakarta.activation.DataSource;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.smshub.hub.RefusedException;

/** Octets of a mail to what the hub takes from it: a pure function that reads whatever there is and never fails on it. */
public final class MailReader {

    /** Of the hub's own mails: none of them is ever sent again. */
    public static final String OWN = "X-SMS-Hub";

    /** In the ids of the hub's own mails. */
    public static final String OWN_ID = ".smshub@";

    /** Nobody reads what is sent there (RFC 3834 2), and some of it comes back. */
    private static final Pattern NOBODY = Pattern.compile(
            "(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|owner-.*|.*-(request|bounces?|owner))([+=-].*)?@.*");

    private static final int DEPTH = 20;
    private static final int PARTS = 200;
    /** Lines that may be boundaries; each costs the parser a part. */
    private static final int BOUNDARIES = 2_000;

    private static final int NAMES = 20;
    private static final Session SESSION = Session.getInstance(new Properties());

    private final boolean cut;
    private final List<String> plain = new ArrayList<>();
    private final List<String> html = new ArrayList<>();
    private final List<String> attachments = new ArrayList<>();
    private int parts;

    private MailReader(boolean cut) {
        this.cut = cut;
    }

    /**
     * @param cut whether quoted mails, signatures and disclaimers go
     * @throws MessagingException it has no header that could be read at all, or is built to take all memory
     */
    public static Mail read(byte[] octets, boolean cut) throws MessagingException {
        guard(octets);
        return new MailReader(cut).read(new MimeMessage(SESSION, new SharedByteArrayInputStream(octets)));
    }

    private static void guard(byte[] octets) throws MessagingException {
        int lines = 0;
        for (int i = 2; i < octets.length; i++) {
            if (octets[i] == '-' && octets[i - 1] == '-' && octets[i - 2] == '\n' && ++lines > BOUNDARIES) {
                throw new MessagingException("The mail has more parts than the hub looks at");
            }
        }
    }

    private Mail read(MimeMessage message) throws MessagingException {
        try {
            walk(message, 0);
        } catch (MessagingException | IOException | RuntimeException e) {
            // a tree that breaks off: what was read before it counts
            attachments.add("…");
        }
        return new Mail(
                from(message),
                recipients(message),
                MailDecoder.header(message.getHeader("Subject")),
                id(MailDecoder.header(message.getHeader("Message-ID"))),
                MailDecoder.header(message.getHeader("Date")),
                text(),
                List.copyOf(attachments),
                kind(message),
                isAnswered(message));
    }

    /** An id that could break a header or a reference is none. */
    private static String id(String header) {
        return header.matches("<[^<>\\s]{1,250}>") ? header : "";
    }

    private void walk(Part part, int depth) throws MessagingException, IOException {
        if (++parts > PARTS || depth > DEPTH) {
            return;
        }
        ContentType type = MailDecoder.type(part);
        String name = name(part, type);
        boolean attached = isAttachment(part, name);
        if (type.match("multipart/*") && !attached) {
            multipart(part, type, depth);
        } else if (type.match("text/plain") && !attached) {
            plain.add(plain(part, type));
        } else if (type.match("text/html") && !attached) {
            html.add(MailDecoder.text(part, type));
        } else if (attachments.size() < NAMES) {
            attachments.add(name.isEmpty() ? type.getBaseType().toLowerCase(Locale.ROOT) : name);
        }
    }

    private void multipart(Part part, ContentType type, int depth) throws MessagingException, IOException {
        MimeMultipart multipart = new MimeMultipart(new Source(part, type));
        int count = Math.min(multipart.getCount(), PARTS);
        for (int i = 0; i < count; i++) {
            BodyPart child = multipart.getBodyPart(i);
            if (child instanceof MimeBodyPart body) {
                walk(body, depth + 1);
            }
        }
    }

    /** Attached means: said so, or a text with a file's name. */
    private static boolean isAttachment(Part part, String name) throws MessagingException {
        String[] said = part.getHeader("Content-Disposition");
        String disposition = said == null ? "" : said[0].trim().toLowerCase(Locale.ROOT);
        return disposition.startsWith("attachment") || !name.isEmpty();
    }

    private static String name(Part part, ContentType type) throws MessagingException {
        String[] said = part.getHeader("Content-Disposition");
        String name = null;
        if (said != null) {
            try {
                name = new jakarta.mail.internet.ContentDisposition(said[0]).getParameter("filename");
            } catch (MessagingException e) {
                name = said[0].toLowerCase(Locale.ROOT).contains("filename") ? "file" : null;
            }
        }
        name = name == null ? type.getParameter("name") : name;
        return name == null ? "" : RefusedException.shown(MailDecoder.words(name));
    }

    private String plain(Part part, ContentType type) throws MessagingException {
        String text = MailDecoder.text(part, type);
        if ("flowed".equalsIgnoreCase(type.getParameter("format"))) {
            return Flowed.text(text, "yes".equalsIgnoreCase(type.getParameter("delsp")));
        }
        return text;
    }

    /** HTML tells best what was quoted; else the plain text; else all of the HTML. */
    private String text() {
        if (cut) {
            for (String one : html) {
                String own = HtmlText.own(one);
                if (own != null) {
                    return ReplyCutter.shipped().cut(own);
                }
            }
        }
        String words = joined(plain);
        if (words.isEmpty() || isHtml(words)) {
            String shown = joined(html.stream().map(HtmlText::whole).toList());
            words = shown.isEmpty() && isHtml(words) ? HtmlText.whole(words) : shown;
        }
        return cut ? ReplyCutter.shipped().cut(words) : words;
    }

    private static boolean isHtml(String words) {
        String start = words.substring(0, Math.min(words.length(), 20)).toLowerCase(Locale.ROOT);
        return start.startsWith("<html") || start.startsWith("<!doctype");
    }

    private static String joined(List<String> texts) {
        return ReplyCutter.tidy(String.join("\n", texts));
    }

    private static String from(MimeMessage message) throws MessagingException {
        List<String> all = addresses(message, "From");
        String[] headers = message.getHeader("From");
        return all.size() == 1 && headers.length == 1 ? all.get(0) : "";
    }

    private static List<String> recipients(MimeMessage message) throws MessagingException {
        List<String> all = new ArrayList<>(addresses(message, "To"));
        all.addAll(addresses(message, "Cc"));
        return List.copyOf(all);
    }

    private static List<String> addresses(MimeMessage message, String header) throws MessagingException {
        List<String> all = new ArrayList<>();
        String[] values = message.getHeader(header);
        if (values != null) {
            for (String value : values) {
                try {
                    for (InternetAddress address : InternetAddress.parseHeader(value, false)) {
                        if (!address.isGroup() && address.getAddress() != null) {
                            all.add(address.getAddress().toLowerCase(Locale.ROOT));
                        }
                    }
                } catch (AddressException e) {
                    // one that cannot be read is none
                    continue;
                }
            }
        }
        return all;
    }

    private static Mail.Kind kind(MimeMessage message) throws MessagingException {
        String auto = word(message, "Auto-Submitted");
        String precedence = word(message, "Precedence");
        boolean machine = !auto.isEmpty() && !auto.equals("no")
                || precedence.matches("bulk|list|junk")
                || has(message, "List-Id", "List-Unsubscribe", "List-Post", "Mailing-List", "X-Mailing-List")
                || has(message, "X-BeenThere", "Feedback-ID", "X-Autogenerated");
        if (isAnswer(message, auto, precedence) || machine && isReply(message)) {
            return Mail.Kind.ANSWER;
        }
        return machine ? Mail.Kind.MACHINE : Mail.Kind.PERSON;
    }

    /** What says of itself that it answers another mail, or is about one (RFC 3834 5, RFC 3464, RFC 8098, RFC 5436). */
    private static boolean isAnswer(MimeMessage message, String auto, String precedence) throws MessagingException {
        ContentType type = MailDecoder.type(message);
        return has(message, OWN)
                || auto.equals("auto-replied")
                || auto.equals("auto-notified")
                || MailDecoder.header(message.getHeader("Return-Path")).equals("<>")
                || type.match("multipart/report")
                || type.match("message/delivery-status")
                || type.match("message/disposition-notification")
                || has(message, "X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply")
                || has(message, "X-Failed-Recipients", "X-Amazon-Auto-Reply")
                || word(message, "X-Autogenerated").equals("reply")
                || word(message, "Delivered-To").equals("autoresponder")
                || precedence.matches("auto[_-]reply")
                || from(message).startsWith("mailer-daemon@");
    }

    /** A machine's: to a mail of the hub's, or as Exchange answers for who is away. */
    private static boolean isReply(MimeMessage message) throws MessagingException {
        String to = MailDecoder.header(message.getHeader("In-Reply-To"))
                + MailDecoder.header(message.getHeader("References"));
        return to.contains(OWN_ID) || !to.isEmpty() && has(message, "X-Auto-Response-Suppress");
    }

    private static boolean isAnswered(MimeMessage message) throws MessagingException {
        return kind(message) == Mail.Kind.PERSON
                && !word(message, "X-Auto-Response-Suppress").matches(".*(all|autoreply|dr|oof).*")
                && !NOBODY.matcher(from(message)).matches();
    }

    /** A header that is a word or a list of some, without comments and parameters, in small letters. */
    private static String word(MimeMessage message, String name) throws MessagingException {
        return MailDecoder.header(message.getHeader(name))
                .replaceAll("\\([^()]*\\)", " ")
                .replaceFirst(";.*", "")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static boolean has(MimeMessage message, String... names) throws MessagingException {
        for (String name : names) {
            if (message.getHeader(name) != null) {
                return true;
            }
        }
        return false;
    }

    /** A multipart without its transfer encoding, of which it may have none (RFC 2045 6.4). */
    private record Source(Part part, ContentType type) implements DataSource {
        @Override
        public InputStream getInputStream() throws IOException {
            try {
                return part instanceof MimeMessage message
                        ? message.getRawInputStream()
                        : ((MimeBodyPart) part).getRawInputStream();
            } catch (MessagingException e) {
                throw new IOException(e);
            }
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getContentType() {
            return type.toString();
        }

        @Override
        public String getName() {
            return "";
        }
    }

    /** {@code format=flowed} (RFC 3676): lines that end with a space go on in the next one. */
    private static final class Flowed {

        private Flowed() {}

        /** @param delSp whether that space is no part of the text */
        static String text(String flowed, boolean delSp) {
            StringBuilder text = new StringBuilder(flowed.length());
            String open = null;
            for (String raw : flowed.replace("\r\n", "\n").split("\n", -1)) {
                int depth = 0;
                while (depth < raw.length() && raw.charAt(depth) == '>') {
                    depth++;
                }
                String marks = raw.substring(0, depth);
                String line = raw.substring(depth);
                if (line.startsWith(" ")) {
                    line = line.substring(1);
                }
                boolean signature = line.equals("-- ");
                if (open != null && (!open.equals(marks) || signature)) {
                    text.append('\n');
                    open = null;
                }
                if (open == null && depth > 0) {
                    text.append(marks).append(' ');
                }
                boolean flows = line.endsWith(" ") && !signature;
                text.append(flows && delSp ? line.substring(0, line.length() - 1) : line);
                open = flows ? marks : null;
                if (!flows) {
                    text.append('\n');
                }
            }
            return text.toString();
        }
    }
}
