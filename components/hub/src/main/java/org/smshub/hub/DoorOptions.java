package org.smshub.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/**
 * How a client uses a door, one of other people's HTTP interfaces, as {@code doors} of {@code config/clients.yaml} has it. Without
 * such an entry the door is closed to it.
 *
 * @param callbacks what addresses its messages may bring: {@code true} = any; or how they begin; null = none
 * @param receipts where it hears of a message that brings no address; or null
 * @param incoming where it hears of what phones send to its numbers, with {@code events:} and the name of the door; or null
 * @param method of {@code incoming}, at Vonage's door of receipts, too: GET, POST, XML or JSON; null = the door's usual one
 * @param replies whether what {@code incoming} answers goes to the phone
 * @param unicode whether characters that GSM-7 has not go as UCS-2 where the original puts a question mark
 * @param secrets what signs the calls that the hub makes, where the door signs them: themselves, and no hashes; the first signs, by
 *     any of them a request may be signed
 * @param account what the client is called at this door, such as an AccountSid; null = its id
 * @param signature how the calls of Vonage's door are signed: MD5HASH, MD5, SHA1, SHA256 or SHA512; null = MD5HASH
 */
public record DoorOptions(
        String callbacks,
        String receipts,
        String incoming,
        String method,
        Boolean replies,
        boolean unicode,
        List<String> secrets,
        String account,
        String signature) {

    private static final Set<String> METHODS = Set.of("GET", "POST", "XML", "JSON");
    private static final String TWILIO_ACCOUNT = "AC[0-9a-f]{32}";
    private static final Set<String> SIGNATURES = Set.of("MD5HASH", "MD5", "SHA1", "SHA256", "SHA512");

    public DoorOptions {
        callbacks = "false".equals(callbacks) ? null : callbacks;
        replies = replies == null || replies;
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
    }

    /** What is wrong, and what to change; null = nothing. @param door its name @param plain whether {@code http://} may be */
    String wrong(String door, boolean plain) {
        if (method != null && !METHODS.contains(method)) {
            return "method is GET, POST, XML or JSON, not '" + method + "'";
        }
        if (signature != null && !SIGNATURES.contains(signature)) {
            return "signature is MD5HASH, MD5, SHA1, SHA256 or SHA512, not '" + signature + "'";
        }
        if (account != null && account.isBlank()) {
            return "account is a name, or is left out";
        }
        if ("twilio".equals(door) && (account == null || !account.matches(TWILIO_ACCOUNT))) {
            // the SDKs refuse any other before they send
            return "account is AC and 32 hexadecimal digits in small letters: the one the application has, or AC and what"
                    + " openssl rand -hex 16 prints";
        }
        for (String url : new String[] {"true".equals(callbacks) ? null : callbacks, receipts, incoming}) {
            String wrong = url == null ? null : Webhook.wrong("an address", bare(url), plain);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    /** As far as escape codes of a template let it be read: scheme, host and port. */
    private static String bare(String url) {
        return url.replaceFirst("(?i)^(https?://)([^/?#@]*@)?([^/?#]*).*$", "$1$3/");
    }

    /**
     * Why a message may not bring this address, for its sender; null = it may.
     *
     * @param url without a user and without #
     * @param plain whether {@code http://} may be
     */
    String refusal(URI url, boolean plain) {
        return new Webhook(null, null, callbacks).refusal(url.toString(), plain);
    }

    /** The address, where it is one. @return null = it is none */
    public static URI uri(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() == null ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** No secret, and no address, which may hold one. */
    @Override
    public String toString() {
        return "door";
    }
}
