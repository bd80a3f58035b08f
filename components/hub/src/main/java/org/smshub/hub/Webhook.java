package org.smshub.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a client hears of its events by HTTP, as {@code config/clients.yaml} has it.
 *
 * @param url {@code https://…}; what stands in it beside scheme, host and port is nobody else's affair; null = nowhere but at the
 *     addresses that come with its messages
 * @param secrets each {@value #SECRET} and 24 to 64 octets in Base64, as Standard Webhooks has them; all of them sign
 * @param callbacks what address a message may bring: {@code true} = any; or how it begins; null = none
 */
public record Webhook(String url, List<String> secrets, String callbacks) {

    /** Whoever tells applications, and knows which of them do not hear. */
    public interface Deaf {

        /** By client. */
        Map<String, Trouble> troubled();
    }

    /** @param state FAILING or ENDED @param since epoch milliseconds */
    public record Trouble(String state, long since) {}

    static final String SECRET = "whsec_";

    private static final int MOST_SECRETS = 5;
    private static final String ANY = "true";

    public Webhook {
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
        callbacks = "false".equals(callbacks) ? null : callbacks;
    }

    /** What is wrong, and what to change; null = nothing. @param plain whether {@code http://} may be */
    String wrong(boolean plain) {
        if (url == null && callbacks == null) {
            return "webhook has a url, or says which callbacks a message may have";
        }
        String wrong = url == null ? null : wrong("url of webhook", url, plain);
        if (wrong == null && callbacks != null && !callbacks.equals(ANY)) {
            wrong = wrong("callbacks of webhook (or true)", callbacks, plain);
        }
        if (wrong != null) {
            return wrong;
        }
        if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
            return "webhook has one to " + MOST_SECRETS + " secrets";
        }
        return secrets.stream().allMatch(Webhook::isSecret)
                ? null
                : "each of secrets of webhook is " + SECRET
                        + " and 24 to 64 octets in Base64; docs/webhooks.md makes one";
    }

    static String wrong(String what, String url, boolean plain) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return what + " is no URL: " + e.getReason();
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return what + " is https://, a host and a path, without a user and without #";
        }
        return "https".equalsIgnoreCase(uri.getScheme()) || plain && "http".equalsIgnoreCase(uri.getScheme())
                ? null
                : what + " begins with https:// (http:// goes where hub.webhooks.plain is true)";
    }

    /** Why a message may not bring this address, for its sender; null = it may. @param plain whether {@code http://} may be */
    String refusal(String callback, boolean plain) {
        if (callbacks == null) {
            return "This client may not say where it hears of a message (callbacks of its webhook in clients.yaml)";
        }
        String wrong = wrong("callback", callback, plain);
        return wrong != null || callbacks.equals(ANY) || isBelow(URI.create(callbacks), URI.create(callback))
                ? wrong
                : "A callback of this client begins with " + callbacks;
    }

    /** Dots that lead out of a folder do so here already; written otherwise they are not believed. */
    private static boolean isBelow(URI folder, URI uri) {
        String path = path(uri.normalize());
        String small = path.toLowerCase(Locale.ROOT);
        return folder.getScheme().equalsIgnoreCase(uri.getScheme())
                && folder.getHost().equalsIgnoreCase(uri.getHost())
                && port(folder) == port(uri)
                && path.startsWith(path(folder))
                && !path.contains("/../")
                && !small.contains("%2e")
                && !small.contains("%2f")
                && !small.contains("%5c");
    }

    private static String path(URI uri) {
        return uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
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

    /** Null = it has no url. */
    public URI uri() {
        return url == null ? null : URI.create(url);
    }

    /** The octets that sign. */
    public List<byte[]> keys() {
        return secrets.stream().map(Webhook::octets).toList();
    }

    /** Scheme, host and port: what may stand in a log. */
    public static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /** No secret, and no path, which may hold one. */
    @Override
    public String toString() {
        return "webhook";
    }
}
