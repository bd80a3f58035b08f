package org.smshub.hub.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the site's own mail server found out about a sender (RFC 8601). */
final class AuthenticationResults {

    private static final int LONGEST = 5_000;
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Pattern FROM = Pattern.compile("header\\.from\\s*=\\s*\"?@?([a-z0-9._-]+)");

    private AuthenticationResults() {}

    /**
     * Whether the topmost header, which the last server has written, says {@code dmarc=pass} for the domain of this sender. One
     * further down may be the sender's own work.
     *
     * @param server the authserv-id of the site's server
     */
    static boolean pass(MimeMessage message, String server, String from) throws MessagingException {
        String[] headers = message.getHeader("Authentication-Results");
        int at = from.lastIndexOf('@');
        if (headers == null || at < 0 || server.isBlank() || headers[0].length() > LONGEST) {
            return false;
        }
        String value = headers[0].replaceAll("[\\r\\n\\t]+", " ").toLowerCase(Locale.ROOT);
        for (String bare = ""; !bare.equals(value); ) {
            bare = value;
            value = COMMENT.matcher(value).replaceAll(" ");
        }
        String[] results = value.split(";");
        String id = results[0].strip().split("\\s+", 2)[0];
        if (!id.equals(server.toLowerCase(Locale.ROOT))) {
            return false;
        }
        boolean passed = false;
        for (int i = 1; i < results.length; i++) {
            String result = results[i].strip();
            if (result.matches("dmarc\\s*=.*")) {
                Matcher domain = FROM.matcher(result);
                boolean same = domain.find() && domain.group(1).equals(from.substring(at + 1));
                if (!result.matches("dmarc\\s*=\\s*pass\\b.*") || !same) {
                    return false;
                }
                passed = true;
            }
        }
        return passed;
    }
}
