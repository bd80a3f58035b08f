package org.smshub.hub.doors;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.hub.DoorOptions;

/** Addresses as clients of others write them: with blanks, letters of any alphabet, a lone %, a name and a password. */
public final class Urls {

    private static final Pattern PARTS = Pattern.compile("(?is)(https?)://(?:([^/?#@]*)@)?([^/?#]*)([^#]*)(#.*)?");
    private static final String PLAIN = "-._~!$&'()*+,;=:@/?%";

    /**
     * An address to be called.
     *
     * @param uri without name, password and fragment
     * @param authorization the header's value; null = no name stood in it
     */
    public record Called(URI uri, String authorization) {

        /** For the headers of the call. */
        public void authorize(Map<String, String> headers) {
            if (authorization != null) {
                headers.put("Authorization", authorization);
            }
        }
    }

    private Urls() {}

    /**
     * What can be called.
     *
     * @param octets one a character
     * @return null = this is no address
     */
    public static Called called(String octets) {
        Matcher parts = PARTS.matcher(octets.strip());
        if (!parts.matches() || parts.group(3).isEmpty()) {
            return null;
        }
        URI uri = DoorOptions.uri(parts.group(1) + "://" + parts.group(3) + mended(parts.group(4)));
        if (uri == null) {
            return null;
        }
        String user = parts.group(2);
        String authorization = user == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        Octets.decoded(user.replace("+", "%2B")).getBytes(StandardCharsets.ISO_8859_1));
        return new Called(uri, authorization);
    }

    /** Path and query: what may not stand there is escaped, and a % that escapes nothing. */
    private static String mended(String rest) {
        StringBuilder mended = new StringBuilder(rest.length() + 8);
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            boolean letter = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            boolean escapes = c == '%' && rest.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*");
            if (letter || PLAIN.indexOf(c) >= 0 && (c != '%' || escapes)) {
                mended.append(c);
            } else {
                mended.append(String.format("%%%02X", c & 0xFF));
            }
        }
        return mended.toString();
    }
}
