package org.smshub.hub.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.smshub.hub.Webhook;

/** The libraries of the specification verify the same in WebhooksIT. */
class SignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OLD = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static String sign(String... secrets) {
        return new Signature(new Webhook("https://shop.example", List.of(secrets), null).keys())
                .of(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
    }

    /** The example of the reference implementation. */
    @Test
    void theExampleOfTheSpecificationIsSignedAsItSays() {
        assertThat(sign(SECRET)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void eachOfTwoSecretsSigns() {
        assertThat(sign(OLD, SECRET).split(" ")).containsExactly(sign(OLD), sign(SECRET));
    }

    @Test
    void nothingOfASecretOrAPathIsSaidInPassing() {
        Webhook webhook = new Webhook("https://shop.example:8443/t0ken?key=t0ken", List.of(SECRET), null);
        assertThat(webhook + Webhook.origin(webhook.uri()))
                .doesNotContain(SECRET.substring(6))
                .doesNotContain("t0ken")
                .contains("https://shop.example:8443");
    }
}
