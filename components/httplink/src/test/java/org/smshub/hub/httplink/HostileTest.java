package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.hub.httplink.file.Answer;
import org.smshub.hub.httplink.file.Called;
import org.smshub.hub.httplink.file.Heard;
import org.smshub.hub.httplink.file.Provider;

/** Octets of anybody: read, kept, or refused by the one exception that says so; never another. */
class HostileTest {

    private static final int ROUNDS = 3_000;

    private static final List<String> SEEDS = List.of(
            "MessageSid=SM1&MessageStatus=delivered&To=%2B48600100200&ErrorCode=30003&RawDlrDoneDate=2611272015",
            "msisdn=48600100200&to=ACME&messageId=0A1&status=delivered&scts=2611272015&err-code=0&client-ref=01X&sig=ab&timestamp=1",
            "{\"results\":[{\"messageId\":\"m1\",\"to\":\"48600100200\",\"doneAt\":\"2026-11-27T20:15:00.000+0000\",\"status\":{\"groupId\":3,"
                    + "\"groupName\":\"DELIVERED\",\"id\":5,\"name\":\"DELIVERED_TO_HANDSET\"}}]}",
            "{\"type\":\"mo_binary\",\"id\":\"i\",\"from\":\"48600100200\",\"to\":\"12345\",\"body\":\"3gA=\",\"udh\":\"00\"}",
            "{\"messageId\":\"c2\",\"fromNumber\":\"48600100200\",\"toNumber\":\"12345\",\"text\":\"%D8%3D\",\"charset\":\"UTF-16BE\"}",
            "ref=01X&type=1&answer=id%3A1&smsc=77&from=%2B1&to=2&text=%00%FF&charset=UTF-16BE&time=1",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "");

    static List<Path> shipped() throws Exception {
        try (var files = Files.list(Path.of("../../config/providers"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void nothingThrowsButWhatSaysSo(Path file) throws Exception {
        Provider provider;
        try (Reader in = Files.newBufferedReader(file)) {
            provider = Provider.read(file.toString(), in);
        }
        Random random = new Random(20261127);
        Map<String, String> options = Map.of("password", "p", "signingSecret", "s", "user", "u", "url", "https://x");
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
            provider.meaning(
                    new Answer(200 + random.nextInt(400), new String(body, StandardCharsets.UTF_8), 0), options::get);
            if (provider.callback() == null) {
                continue;
            }
            Map<String, String> headers = new TreeMap<>();
            headers.put(
                    "Content-Type", random.nextBoolean() ? "application/json" : "application/x-www-form-urlencoded");
            for (String name : List.of(
                    "X-Twilio-Signature",
                    "MessageBird-Signature-JWT",
                    "X-Plivo-Signature-V2",
                    "X-Plivo-Signature-V2-Nonce",
                    "x-sinch-webhook-signature",
                    "x-sinch-webhook-signature-nonce",
                    "x-sinch-webhook-signature-timestamp")) {
                if (random.nextBoolean()) {
                    headers.put(
                            name,
                            new String(mutated("eyJhbGciOiJIUzI1NiJ9.e30.AAAA", random), StandardCharsets.ISO_8859_1));
                }
            }
            String query = random.nextBoolean() ? null : new String(body, StandardCharsets.ISO_8859_1);
            Called called = new Called("POST", "https://sms.example.org/providers/x/y", query, headers, body);
            assertThat(refused(provider, called, options)).as("a forgery").isTrue();
            List<Heard> heard = new ArrayList<>();
            try {
                heard.addAll(provider.callback().read(called));
            } catch (IllegalArgumentException kept) {
                // as it came
            }
            assertThat(heard).allSatisfy(one -> {
                assertThat(one.id() == null || one.id().length() <= 200).isTrue();
                assertThat(one.from() == null || one.from().length() <= 40).isTrue();
                assertThat(one.kind().equals("OTHER") || one.body() != null || one.state() != null)
                        .isTrue();
            });
        }
    }

    /** Whether it is told from the provider's own; where the provider does not sign, nobody can. */
    private static boolean refused(Provider provider, Called called, Map<String, String> options) {
        String refusal = provider.refusal(called, options::get, 1_000_000);
        return refusal != null || provider.refusal(called, name -> "key", 1_000_000) == null;
    }

    private static byte[] mutated(String seed, Random random) {
        byte[] octets = seed.getBytes(StandardCharsets.UTF_8);
        int cut = random.nextInt(4) == 0 ? random.nextInt(octets.length + 1) : octets.length;
        byte[] some = java.util.Arrays.copyOf(octets, cut);
        for (int i = random.nextInt(4); i > 0 && some.length > 0; i--) {
            some[random.nextInt(some.length)] = (byte) random.nextInt(256);
        }
        return some;
    }
}
