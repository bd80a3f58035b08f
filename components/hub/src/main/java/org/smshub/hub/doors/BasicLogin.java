package org.smshub.hub.doors;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Name and password of a header {@code Authorization: Basic …} (RFC 7617). */
public record BasicLogin(String name, String password) {

    private static final String BASIC = "Basic ";

    /** @param authorization the header, may be null @return null = it has none */
    public static BasicLogin of(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return null;
        }
        try {
            String both = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0 ? null : new BasicLogin(both.substring(0, colon), both.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** No password. */
    @Override
    public String toString() {
        return name;
    }
}
