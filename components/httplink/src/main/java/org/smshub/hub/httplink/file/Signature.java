package org.smshub.hub.httplink.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whose call it is: the ways in which providers sign, each held against a secret of the link. Compared without telling where they differ. */
final class Signature {

    /** How far a time that is signed may be off, in milliseconds. */
    private static final long OFF = Duration.ofMinutes(5).toMillis();

    /** The other half of a signature by its length in hex. */
    private static final Map<Integer, String> BY_LENGTH =
            Map.of(32, "HmacMD5", 40, "HmacSHA1", 64, "HmacSHA256", 128, "HmacSHA512");

    private enum Kind {
        twilio,
        vonage,
        sinch,
        messagebird,
        plivo,
        hmac,
        header
    }

    private final Kind kind;
    private final Template key;
    private final String header;
    private final String algorithm;
    private final boolean hex;

    private Signature(Kind kind, Template key, String header, String algorithm, boolean hex) {
        this.kind = kind;
        this.key = key;
        this.header = header;
        this.algorithm = algorithm;
        this.hex = hex;
    }

    static Signature read(Yaml yaml, Set<String> options) {
        Map<String, Yaml> members = yaml.members("signature", "kind", "key", "header", "algorithm", "encoding");
        if (!members.containsKey("kind") || !members.containsKey("key")) {
            throw yaml.wrong("a signature has a kind and a key, such as kind: twilio and key: \"{password}\"");
        }
        String name = members.get("kind").string("kind");
        Kind kind;
        try {
            kind = Kind.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw members.get("kind")
                    .wrong("no signature is of kind '" + name + "'; there are "
                            + new TreeSet<>(
                                    List.of("twilio", "vonage", "sinch", "messagebird", "plivo", "hmac", "header")));
        }
        Template key;
        try {
            key = new Template(members.get("key").string("key"), options);
        } catch (IllegalArgumentException e) {
            throw members.get("key").wrong(e.getMessage());
        }
        String header = members.containsKey("header") ? members.get("header").string("header") : null;
        if ((kind == Kind.hmac || kind == Kind.header) && header == null) {
            throw yaml.wrong("a signature of kind " + kind + " says in which header it stands");
        }
        String algorithm =
                members.containsKey("algorithm") ? members.get("algorithm").string("algorithm") : "HmacSHA256";
        if (!BY_LENGTH.containsValue(algorithm)) {
            throw members.get("algorithm").wrong("algorithm is one of " + new TreeSet<>(BY_LENGTH.values()));
        }
        String encoding =
                members.containsKey("encoding") ? members.get("encoding").string("encoding") : "hex";
        if (!encoding.equals("hex") && !encoding.equals("base64")) {
            throw members.get("encoding").wrong("encoding is hex or base64");
        }
        return new Signature(kind, key, header, algorithm, encoding.equals("hex"));
    }

    /** Null = it is the provider's, or the link has no key to tell. @param now epoch milliseconds */
    String refusal(Called called, Values options, long now) {
        String secret = key.write(options);
        if (secret == null) {
            return null;
        }
        byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
        return switch (kind) {
            case twilio -> twilio(called, octets);
            case vonage -> vonage(called, secret, now);
            case sinch -> sinch(called, octets, now);
            case messagebird -> messageBird(called, octets, now);
            case plivo -> plivo(called, octets);
            case hmac -> hmac(called, octets);
            case header -> same(called.header(header), secret) ? null : "its " + header + " is another";
        };
    }

    private static String twilio(Called called, byte[] key) {
        StringBuilder text = new StringBuilder(called.url());
        String body = called.parameter("bodySHA256");
        if (body != null) {
            if (!same(body.toLowerCase(Locale.ROOT), HexFormat.of().formatHex(sha256(called.body())))) {
                return "its body is another than the signed one";
            }
        } else {
            Map<String, TreeSet<String>> values = new TreeMap<>();
            called.form().forEach(p -> values.computeIfAbsent(p.name(), n -> new TreeSet<>())
                    .add(p.value()));
            values.forEach((name, all) -> all.forEach(value -> text.append(name).append(value)));
        }
        byte[] signed = text.toString().getBytes(StandardCharsets.UTF_8);
        return same(called.header("X-Twilio-Signature"), base64(mac("HmacSHA1", key, signed)))
                ? null
                : "its X-Twilio-Signature is another: is the link's callback the address that the provider calls?";
    }

    private static String vonage(Called called, String secret, long now) {
        Map<String, String> all = new TreeMap<>();
        try {
            JsonNode tree = called.tree();
            tree.properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
        } catch (IllegalArgumentException e) {
            return "it cannot be read";
        }
        String given = all.remove("sig");
        all.remove("ref"); // ours, in its address
        StringBuilder text = new StringBuilder();
        all.forEach((name, value) -> text.append('&')
                .append(name.replaceAll("[&=]", "_"))
                .append('=')
                .append(value.replaceAll("[&=]", "_")));
        if (given == null || !BY_LENGTH.containsKey(given.length())) {
            return "it has no sig";
        }
        String time = all.get("timestamp");
        if (time == null || isOff(time, 1_000, now)) {
            return "its timestamp is more than five minutes away";
        }
        String lower = given.toLowerCase(Locale.ROOT);
        byte[] signed = text.toString().getBytes(StandardCharsets.UTF_8);
        String hash = HexFormat.of()
                .formatHex(mac(BY_LENGTH.get(given.length()), secret.getBytes(StandardCharsets.UTF_8), signed));
        boolean md5 = given.length() == 32
                && same(
                        lower,
                        HexFormat.of().formatHex(digest("MD5", (text + secret).getBytes(StandardCharsets.UTF_8))));
        return md5 || same(lower, hash) ? null : "its sig is another";
    }

    private static String sinch(Called called, byte[] key, long now) {
        String nonce = called.header("x-sinch-webhook-signature-nonce");
        String time = called.header("x-sinch-webhook-signature-timestamp");
        if (nonce == null || time == null) {
            return "it is not signed";
        }
        if (isOff(time, 1_000, now)) {
            return "its timestamp is more than five minutes away";
        }
        byte[] behind = ("." + nonce + "." + time).getBytes(StandardCharsets.UTF_8);
        return same(called.header("x-sinch-webhook-signature"), base64(mac("HmacSHA256", key, called.body(), behind)))
                ? null
                : "its x-sinch-webhook-signature is another";
    }

    /** A JSON Web Token (RFC 7519) about the URL and the body. */
    private static String messageBird(Called called, byte[] key, long now) {
        String token = called.header("MessageBird-Signature-JWT");
        String[] parts = token == null ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            return "it has no MessageBird-Signature-JWT";
        }
        JsonNode head = json(parts[0]);
        JsonNode claims = json(parts[1]);
        String alg = head == null ? "" : head.path("alg").asText("");
        if (claims == null || !Set.of("HS256", "HS384", "HS512").contains(alg)) {
            return "its token is none of HS256, HS384, HS512";
        }
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        String right =
                Base64.getUrlEncoder().withoutPadding().encodeToString(mac("HmacSHA" + alg.substring(2), key, signed));
        if (!same(parts[2], right)) {
            return "its token is signed by another key";
        }
        if (!claims.path("iss").asText("").equals("MessageBird")
                || claims.path("nbf").asLong(Long.MAX_VALUE / 1_000) * 1_000 > now + OFF
                || claims.path("exp").asLong(0) * 1_000 < now - OFF) {
            return "its token does not hold now";
        }
        String url = HexFormat.of().formatHex(sha256(called.url().getBytes(StandardCharsets.UTF_8)));
        String body = HexFormat.of().formatHex(sha256(called.body()));
        if (!same(claims.path("url_hash").asText(""), url)) {
            return "its token is about another address: is the link's callback the one that the provider calls?";
        }
        return called.body().length > 0 && !same(claims.path("payload_hash").asText(""), body)
                ? "its token is about another body"
                : null;
    }

    private static JsonNode json(String part) {
        try {
            return new Answer(0, new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8), 0).json();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String plivo(Called called, byte[] key) {
        String nonce = called.header("X-Plivo-Signature-V2-Nonce");
        if (nonce == null) {
            return "it is not signed";
        }
        int query = called.url().indexOf('?');
        String url = query < 0 ? called.url() : called.url().substring(0, query);
        byte[] right = mac("HmacSHA256", key, (url + nonce).getBytes(StandardCharsets.UTF_8));
        String given = called.header("X-Plivo-Signature-V2");
        // several while a key is changed
        return given != null && List.of(given.split(",")).stream().anyMatch(one -> same(one.strip(), base64(right)))
                ? null
                : "its X-Plivo-Signature-V2 is another";
    }

    private String hmac(Called called, byte[] key) {
        byte[] right = mac(algorithm, key, called.body());
        String given = called.header(header);
        String shown = hex ? HexFormat.of().formatHex(right) : base64(right);
        return same(given == null || !hex ? given : given.toLowerCase(Locale.ROOT), shown)
                ? null
                : "its " + header + " is another";
    }

    private static boolean isOff(String time, long unit, long now) {
        return !time.matches("[0-9]{1,12}") || Math.abs(Long.parseLong(time) * unit - now) > OFF;
    }

    private static boolean same(String given, String right) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] mac(String algorithm, byte[] key, byte[]... pieces) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            for (byte[] piece : pieces) {
                mac.update(piece);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JVM has them
        }
    }

    private static byte[] sha256(byte[] octets) {
        return digest("SHA-256", octets);
    }

    private static byte[] digest(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JVM has them
        }
    }
}
