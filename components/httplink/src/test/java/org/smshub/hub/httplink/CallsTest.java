package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.smshub.hub.httplink.file.Called;
import org.smshub.hub.httplink.file.Heard;
import org.smshub.hub.httplink.file.Provider;

/** What the shipped providers call with: whose signature it is, and what it says. */
class CallsTest {

    private static final String URL = "https://sms.example.org/providers/link/0123456789abcdef";
    private static final long NOW = 1_764_274_500_000L;

    private static Provider provider(String name) throws Exception {
        try (Reader in = Files.newBufferedReader(Path.of("../../config/providers/" + name + ".yaml"))) {
            return Provider.read(name + ".yaml", in);
        }
    }

    private static Called form(String query, String body) {
        return new Called(
                "POST",
                URL,
                query,
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Called get(String query) {
        return new Called("GET", URL, query, Map.of(), null);
    }

    private static Called json(String body) {
        return new Called(
                "POST", URL, null, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Heard> heard(String provider, Called called) throws Exception {
        return provider(provider).callback().read(called);
    }

    private static Heard one(String provider, Called called) throws Exception {
        List<Heard> heard = heard(provider, called);
        assertThat(heard).hasSize(1);
        return heard.get(0);
    }

    private static byte[] mac(String algorithm, String key, String text) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String refusal(String provider, Called called, Map<String, String> options) throws Exception {
        return provider(provider).refusal(called, options::get, NOW);
    }

    @Test
    void twilioTellsByForm() throws Exception {
        Heard receipt = one(
                "twilio",
                form(
                        "ref=01X",
                        "MessageSid=SM1&SmsSid=SM1&MessageStatus=delivered&To=%2B48600100200&From=ACME&AccountSid=AC1"
                                + "&RawDlrDoneDate=2611272015"));
        assertThat(receipt.kind()).isEqualTo("RECEIPT");
        assertThat(receipt.id()).isEqualTo("SM1");
        assertThat(receipt.state()).isEqualTo("DELIVERED");
        assertThat(receipt.to()).isEqualTo("+48600100200");
        assertThat(receipt.at()).isEqualTo(1_795_810_500_000L);
        Heard failed = one("twilio", form(null, "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003"));
        assertThat(failed.state()).isEqualTo("UNDELIVERABLE");
        assertThat(failed.code()).isEqualTo("30003");
        assertThat(heard("twilio", form(null, "MessageSid=SM1&MessageStatus=sent")))
                .isEmpty();
        // a word of next year's is kept for a person
        assertThat(one("twilio", form(null, "MessageSid=SM1&MessageStatus=teleported"))
                        .kind())
                .isEqualTo("OTHER");
        Heard message = one(
                "twilio",
                form(
                        null,
                        "MessageSid=SM2&SmsStatus=received&From=%2B48600100200&To=%2B48600000001&Body=%F0%9F%99%82+%00x&NumMedia=0"));
        assertThat(message.kind()).isEqualTo("MESSAGE");
        assertThat(message.from()).isEqualTo("+48600100200");
        assertThat(message.to()).isEqualTo("+48600000001");
        assertThat(message.body()).isEqualTo("🙂 \0x");
    }

    @Test
    void aChannelIsNoPartOfANumber() throws Exception {
        Heard message = one(
                "twilio-whatsapp",
                form(
                        null,
                        "MessageSid=SM2&SmsStatus=received&From=whatsapp%3A%2B48600100200&To=whatsapp%3A%2B48600000001&Body=hi"));
        assertThat(message.from()).isEqualTo("+48600100200");
        assertThat(message.to()).isEqualTo("+48600000001");
    }

    /** The vector of Twilio's own documentation. */
    @Test
    void twiliosSignatureIsAboutAddressAndForm() throws Exception {
        String body =
                "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
        Called right = new Called(
                "POST",
                "https://mycompany.com/myapp.php",
                "foo=1&bar=2",
                Map.of(
                        "content-type", "application/x-www-form-urlencoded",
                        "x-twilio-signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
                body.getBytes(StandardCharsets.UTF_8));
        assertThat(refusal("twilio", right, Map.of("password", "12345"))).isNull();
        assertThat(refusal("twilio", right, Map.of("password", "x", "signingSecret", "12345")))
                .isNull();
        assertThat(refusal("twilio", right, Map.of("password", "12346"))).contains("X-Twilio-Signature");
        assertThat(refusal("twilio", form("foo=1", body), Map.of("password", "12345")))
                .isNotNull();
    }

    @Test
    void vonageTellsByQueryFormOrJson() throws Exception {
        String query =
                "ref=01X&msisdn=48600100200&to=ACME&network-code=26001&messageId=0A1&price=0.03&status=delivered&scts=2611272015"
                        + "&err-code=0&api-key=abcd&client-ref=01X&message-timestamp=2026-11-27+20%3A15%3A00";
        for (Called called : List.of(
                get(query),
                form(null, query),
                json(
                        "{\"msisdn\":\"48600100200\",\"to\":\"ACME\",\"messageId\":"
                                + "\"0A1\",\"status\":\"delivered\",\"scts\":\"2611272015\",\"err-code\":\"0\",\"client-ref\":\"01X\"}"))) {
            Heard receipt = one("vonage", called);
            assertThat(receipt.id()).isEqualTo("01X");
            assertThat(receipt.to()).isEqualTo("+48600100200");
            assertThat(receipt.state()).isEqualTo("DELIVERED");
            assertThat(receipt.at()).isEqualTo(1_795_810_500_000L);
        }
        assertThat(one("vonage", get("msisdn=48600100200&to=1&messageId=0A1&status=failed&err-code=5"))
                        .id())
                .isEqualTo("0A1");
        Heard part = one(
                "vonage",
                get(
                        "msisdn=48600100200&to=48600000001&messageId=0B1&text=half&type=text&keyword=HALF&concat=true&concat-ref=7"
                                + "&concat-total=2&concat-part=1&message-timestamp=2026-11-27+20%3A15%3A00"));
        assertThat(part.kind()).isEqualTo("MESSAGE");
        assertThat(part.to()).isEqualTo("+48600000001");
        assertThat(List.of(part.part(), part.parts(), part.partRef())).containsExactly(1, 2, 7);
        Heard octets = one(
                "vonage",
                get("msisdn=48600100200&to=48600000001&messageId=0B1&type=binary&data=de00&udh=0605040b8423f0"));
        assertThat((byte[]) octets.body()).containsExactly(0xDE, 0);
        assertThat(octets.udh()).isEqualTo("0605040b8423f0");
    }

    @Test
    void vonagesSignatureIsAboutAllParametersAndATime() throws Exception {
        Map<String, String> all = new TreeMap<>(Map.of(
                "msisdn",
                "48600100200",
                "messageId",
                "0A1",
                "status",
                "delivered",
                "text",
                "a&b=c",
                "nonce",
                "n",
                "timestamp",
                Long.toString(NOW / 1_000)));
        StringBuilder text = new StringBuilder();
        StringBuilder query = new StringBuilder("ref=01X");
        all.forEach((name, value) -> {
            text.append('&').append(name).append('=').append(value.replaceAll("[&=]", "_"));
            query.append('&')
                    .append(name)
                    .append('=')
                    .append(value.replace("&", "%26").replace("=", "%3D"));
        });
        String md5 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5").digest((text + "secret").getBytes(StandardCharsets.UTF_8)));
        Map<String, String> key = Map.of("signingSecret", "secret");
        assertThat(refusal("vonage", get(query + "&sig=" + md5.toUpperCase()), key))
                .isNull();
        for (String algorithm : List.of("HmacMD5", "HmacSHA1", "HmacSHA256", "HmacSHA512")) {
            String sig = HexFormat.of().formatHex(mac(algorithm, "secret", text.toString()));
            assertThat(refusal("vonage", get(query + "&sig=" + sig), key))
                    .as(algorithm)
                    .isNull();
            assertThat(refusal("vonage", get(query + "&more=1&sig=" + sig), key))
                    .as(algorithm)
                    .isNotNull();
        }
        assertThat(refusal("vonage", get(query.toString()), key)).contains("no sig");
        assertThat(provider("vonage").refusal(get(query + "&sig=" + md5), key::get, NOW + 301_000))
                .contains("timestamp");
        assertThat(refusal("vonage", get(query.toString()), Map.of()))
                .as("not signed by this account")
                .isNull();
    }

    @Test
    void infobipTellsOfUpToAHundredAtOnce() throws Exception {
        List<Heard> heard = heard("infobip", json("""
            {"results":[
             {"messageId":"m1","to":"48600100200","doneAt":"2026-11-27T20:15:00.000+0000","status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET"},"error":{"name":"NO_ERROR"}},
             {"messageId":"m2","status":{"groupId":3,"groupName":"DELIVERED","id":2,"name":"DELIVERED_TO_OPERATOR"}},
             {"messageId":"m3","status":{"groupId":1,"groupName":"PENDING","id":7,"name":"PENDING_ENROUTE"}},
             {"no":"receipt"},
             {"messageId":"m4","status":{"groupId":2,"groupName":"UNDELIVERABLE","name":"UNDELIVERABLE_NOT_DELIVERED"},"error":{"name":"EC_ABSENT_SUBSCRIBER"}}]}\
            """));
        assertThat(heard.stream().map(h -> h.kind() + " " + h.id() + " " + h.state()))
                .containsExactly(
                        "RECEIPT m1 DELIVERED", "RECEIPT m2 BUFFERED", "OTHER null null", "RECEIPT m4 UNDELIVERABLE");
        assertThat(heard.get(0).at()).isEqualTo(1_795_810_500_000L);
        assertThat(heard.get(3).code()).isEqualTo("EC_ABSENT_SUBSCRIBER");
        Heard message = one(
                "infobip",
                json("{\"results\":[{\"messageId\":\"i\",\"from\":\"48600100200\",\"to\":\"48600000001\",\"text\":\"hi"
                        + " \uD83D\uDE42\","
                        + "\"receivedAt\":\"2026-11-27T20:15:00.000+0000\"}],\"messageCount\":1}"));
        assertThat(message.body()).isEqualTo("hi 🙂");
        assertThat(message.from()).isEqualTo("+48600100200");
    }

    @Test
    void kannelTellsByTheAddressThatItFilledIn() throws Exception {
        Heard receipt = one("kannel", get("ref=01X&type=1&answer=id%3A1+stat%3ADELIVRD&smsc=77"));
        assertThat(receipt.id()).isEqualTo("01X");
        assertThat(receipt.state()).isEqualTo("DELIVERED");
        assertThat(heard("kannel", get("ref=01X&type=8&answer=ACK%2F&smsc="))).isEmpty();
        assertThat(one("kannel", get("ref=01X&type=16&answer=NACK%2F&smsc=")).state())
                .isEqualTo("REJECTED");
        Heard utf8 = one(
                "kannel",
                get("from=%2B48600100200&to=2345&text=Za%C5%BC%C3%B3%C5%82%C4%87&charset=UTF-8&time=1795810500"));
        assertThat(utf8.body()).isEqualTo("Zażółć");
        assertThat(utf8.at()).isEqualTo(1_795_810_500_000L);
        // UCS-2 as octets
        Heard ucs2 = one("kannel", get("from=%2B48600100200&to=2345&text=%D8%3D%DE%42%00Z&charset=UTF-16BE"));
        assertThat(ucs2.body()).isEqualTo("🙂Z");
    }

    @Test
    void sinchSignsBodyNonceAndTime() throws Exception {
        String body =
                "{\"type\":\"recipient_delivery_report_sms\",\"batch_id\":\"b1\",\"recipient\":\"48600100200\",\"code\":0,"
                        + "\"status\":\"Delivered\",\"at\":\"2026-11-27T20:15:00.000Z\",\"client_reference\":\"01X\"}";
        String time = Long.toString(NOW / 1_000);
        String signature = base64(mac("HmacSHA256", "secret", body + ".nonce." + time));
        Called signed = new Called(
                "POST",
                URL,
                null,
                Map.of(
                        "x-sinch-webhook-signature",
                        signature,
                        "x-sinch-webhook-signature-nonce",
                        "nonce",
                        "x-sinch-webhook-signature-timestamp",
                        time,
                        "Content-Type",
                        "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
        assertThat(refusal("sinch", signed, Map.of("signingSecret", "secret"))).isNull();
        assertThat(refusal("sinch", signed, Map.of("signingSecret", "other"))).isNotNull();
        assertThat(refusal("sinch", json(body), Map.of("signingSecret", "secret")))
                .contains("not signed");
        assertThat(one("sinch", signed).state()).isEqualTo("DELIVERED");
        assertThat(one("sinch", signed).to()).isEqualTo("+48600100200");
        Heard binary = one(
                "sinch",
                json(
                        "{\"type\":\"mo_binary\",\"id\":\"i\",\"from\":\"48600100200\",\"to\":\"12345\",\"body\":\"3gA=\",\"udh\":\"00\"}"));
        assertThat((byte[]) binary.body()).containsExactly(0xDE, 0);
        assertThat(binary.to()).isEqualTo("12345");
    }

    @Test
    void birdSignsAToken() throws Exception {
        String query =
                "ref=01X&id=mb1&recipient=48600100200&status=delivered&statusDatetime=2026-11-27T20%3A15%3A00%2B00%3A00";
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        String hash = HexFormat.of().formatHex(sha.digest((URL + "?" + query).getBytes(StandardCharsets.UTF_8)));
        String claims = "{\"iss\":\"MessageBird\",\"nbf\":" + (NOW / 1_000 - 1) + ",\"exp\":" + (NOW / 1_000 + 60)
                + ",\"jti\":\"x\",\"url_hash\":\"" + hash + "\"}";
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String head = url.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + url.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        String token = head + "." + url.encodeToString(mac("HmacSHA256", "key", head));
        Called right = new Called("GET", URL, query, Map.of("MessageBird-Signature-JWT", token), null);
        Map<String, String> key = Map.of("signingSecret", "key");
        assertThat(refusal("bird", right, key)).isNull();
        assertThat(refusal(
                        "bird",
                        new Called("GET", URL, query + "&x=1", Map.of("MessageBird-Signature-JWT", token), null),
                        key))
                .contains("another address");
        assertThat(refusal("bird", right, Map.of("signingSecret", "kez"))).contains("another key");
        assertThat(provider("bird").refusal(right, key::get, NOW + 3_600_000)).contains("does not hold");
        String none = url.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + head.substring(head.indexOf('.')) + ".";
        assertThat(refusal("bird", new Called("GET", URL, query, Map.of("MessageBird-Signature-JWT", none), null), key))
                .isNotNull();
        assertThat(one("bird", right).state()).isEqualTo("DELIVERED");
        assertThat(one("bird", right).to()).isEqualTo("+48600100200");
    }

    @Test
    void plivoSignsAddressAndNonce() throws Exception {
        String body =
                "From=48600000001&To=48600100200&Status=delivered&MessageUUID=u2&ParentMessageUUID=u1&PartInfo=1+of+2";
        Called right = new Called(
                "POST",
                URL,
                "ref=01X",
                Map.of(
                        "X-Plivo-Signature-V2", base64(mac("HmacSHA256", "token", URL + "n0nce")),
                        "X-Plivo-Signature-V2-Nonce", "n0nce",
                        "Content-Type", "application/x-www-form-urlencoded"),
                body.getBytes(StandardCharsets.UTF_8));
        assertThat(refusal("plivo", right, Map.of("password", "token"))).isNull();
        assertThat(refusal("plivo", right, Map.of("password", "other"))).isNotNull();
        assertThat(refusal("plivo", form(null, body), Map.of("password", "token")))
                .contains("not signed");
        assertThat(one("plivo", right).id()).isEqualTo("u1");
        assertThat(one("plivo", form(null, "From=48600100200&To=48600000001&Text=hi&Type=sms&MessageUUID=u3"))
                        .body())
                .isEqualTo("hi");
    }

    @Test
    void clickatellEscapesWhatIsNotUtf8() throws Exception {
        assertThat(one(
                                "clickatell",
                                json(
                                        "{\"messageId\":\"c1\",\"statusCode\":4,\"status\":\"RECEIVED_BY_RECIPIENT\",\"to\":"
                                                + "\"48600100200\",\"timestamp\":1795810500000}"))
                        .state())
                .isEqualTo("DELIVERED");
        assertThat(heard("clickatell", json("{\"messageId\":\"c1\",\"statusCode\":8}")))
                .isEmpty();
        Heard ucs2 = one(
                "clickatell",
                json(
                        "{\"messageId\":\"c2\",\"fromNumber\":\"48600100200\",\"toNumber\":\"12345\",\"text\":\"%D8%3D%DE%42%00Z\","
                                + "\"charset\":\"UTF-16BE\",\"timestamp\":1795810500000}"));
        assertThat(ucs2.body()).isEqualTo("🙂Z");
        Heard plain = one(
                "clickatell",
                json(
                        "{\"messageId\":\"c2\",\"fromNumber\":\"48600100200\",\"toNumber\":\"12345\",\"text\":\"100%25\",\"charset\":\"UTF-8\"}"));
        assertThat(plain.body()).isEqualTo("100%25");
    }
}
