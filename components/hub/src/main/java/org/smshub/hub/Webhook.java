package org.smshub.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;

/**
 * Where a client hears of its events by HTTP, as {@code config/clients.yaml} has it.
 *
 * @param url {@code https://…}; what stands in it beside scheme, host and port is nobody else's affair
 * @param secrets each {@value #SECRET} and 24 to 64 octets in Base64, as Standard Webhooks has them; all of them sign
 */
public record Webhook(String url, List<String> secrets) {

    static final String SECRET = "whsec_";

    private static final int MOST_SECRETS = 5;

    public Webhook {
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
    }

    /** What is wrong, and what to change; null = nothing. @param plain whether {@code http://} may be */
    String wrong(boolean plain) {
        URI uri;
        try {
            uri = new URI(url == null ? "" : url);
        } catch (URISyntaxException e) {
            return "url of webhook is no URL: " + e.getReason();
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return "url of webhook is https://, a host and a path, without a user and without #";
        }
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !(plain && "http".equalsIgnoreCase(uri.getScheme()))) {
            return "url of webhook begins with https:// (http:// goes where hub.webhooks.plain is true)";
        }
        if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
            return "webhook has one to " + MOST_SECRETS + " secrets";
        }
        return secrets.stream().allMatch(Webhook::isSecret)
                ? null
                : "each of secrets of webhook is " + SECRET
                        + " and 24 to 64 octets in Base64; docs/webhooks.md makes one";
    }

    private static boolean isSecret(String secret) {
        try {
            int octets = secret.startsWith(SECRET) ? octets(secret).length : 0;
            return octets >= 24 && octets <= 64;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] octets(String secret) {
        return Base64.getDecoder().decode(secret.substring(SECRET.length()));
    }

    public URI uri() {
        return URI.create(url);
    }

    /** The octets that sign. */
    public List<byte[]> keys() {
        return secrets.stream().map(Webhook::octets).toList();
    }

    /** Scheme, host and port: what may stand in a log. */
    public String origin() {
        URI uri = uri();
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /** No secret, and no path, which may hold one. */
    @Override
    public String toString() {
        return "webhook";
    }
}
