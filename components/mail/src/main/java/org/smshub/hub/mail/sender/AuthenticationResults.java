package org.smshub.hub.mail.sender;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the site's own mail server found out about a sender (RFC 8601). */
public final class AuthenticationResults {

    /** In place of an authserv-id, which Exchange Online does not write. */
    public static final String MICROSOFT_365 = "microsoft365";

    private static final String INTERNAL = "X-MS-Exchange-Organization-AuthAs";

    private static final int LONGEST = 5_000;
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Pattern FROM = Pattern.compile("header\\.from\\s*=\\s*\"?@?([a-z0-9._-]+)");

    private AuthenticationResults() {}

    /**
     * Whether the topmost header, which the last server has written, says {@code dmarc=pass} for the domain of this sender. One
     * further down may be the sender's own work.
     *
     * @param server the authserv-id of the site's server; or {@link #MICROSOFT_365}: then the topmost header has none, and a mail
     *     of the own organisation says {@code X-MS-Exchange-Organization-AuthAs: Internal}, a header that Exchange takes off
     *     what comes from outside
     */
    public static boolean pass(MimeMessage message, String server, String from) throws MessagingException {
        String[] headers = message.getHeader("Authentication-Results");
        int at = from.lastIndexOf('@');
        boolean microsoft = server.strip().equalsIgnoreCase(MICROSOFT_365);
        if (microsoft && at > 0 && isInternal(message.getHeader(INTERNAL))) {
            return true;
        }
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
        boolean nameless = results[0].strip().matches("[a-z]+\\s*=.*");
        if (microsoft ? !nameless : !id.equals(server.strip().toLowerCase(Locale.ROOT))) {
            return false;
        }
        boolean passed = false;
        for (int i = microsoft ? 0 : 1; i < results.length; i++) {
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

    private static boolean isInternal(String[] headers) {
        return headers != null && headers.length == 1 && headers[0].strip().equalsIgnoreCase("Internal");
    }
}
