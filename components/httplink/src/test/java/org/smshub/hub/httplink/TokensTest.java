package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smshub.hub.httplink.StandIn.json;
import static org.smshub.hub.httplink.TwilioTest.outcome;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.link.SmsNotSentException;

/** A provider whose requests have a token that is fetched, as OAuth2's client credentials are. */
class TokensTest {

    private static final String FILE = """
            needs: [url, user, password]
            send:
              url: "{url}/sms"
              auth:
                token:
                  url: "{url}/oauth2/token"
                  auth: {basic: "{user}:{password}"}
                  form: {grant_type: client_credentials}
                  token: $.access_token
                  expires: $.expires_in
              json: {to: "{to}"}
            answer:
              is: [SENT: {status: 201, id: $.id}]
            """;

    @TempDir
    private Path directory;

    private final List<String> shown = new CopyOnWriteArrayList<>();

    private String uri(StandIn provider) throws Exception {
        Path file = Files.writeString(directory.resolve("mine.yaml"), FILE);
        return Links.uri(
                "mine", Map.of("url", provider.url(), "user", "me", "password", "s3cret", "provider", "file:" + file));
    }

    @Test
    void aTokenIsFetchedOnceAndAgainWhenItIsRefused() throws Exception {
        AtomicInteger fetched = new AtomicInteger();
        try (StandIn provider = new StandIn();
                Links links = new Links()) {
            provider.answers(asked -> {
                if (asked.path().equals("/oauth2/token")) {
                    assertThat(asked.headers()).containsEntry("Authorization", "Basic bWU6czNjcmV0");
                    assertThat(asked.text()).isEqualTo("grant_type=client_credentials");
                    return json(200, "{\"access_token\":\"t" + fetched.incrementAndGet() + "\",\"expires_in\":3600}");
                }
                shown.add(asked.headers().get("Authorization"));
                return asked.headers().get("Authorization").equals("Bearer t1") && shown.size() > 2
                        ? json(401, "{}")
                        : json(201, "{\"id\":\"i\"}");
            });
            String uri = uri(provider);
            assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("SENT");
            assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("SENT");
            assertThat(fetched).hasValue(1);
            assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("LINE");
            assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("SENT");
            assertThat(shown).containsExactly("Bearer t1", "Bearer t1", "Bearer t1", "Bearer t2");
        }
    }

    @Test
    void withoutATokenNothingIsSent() throws Exception {
        try (StandIn provider = new StandIn();
                Links links = new Links()) {
            provider.answers(asked -> json(400, "{\"error\":\"invalid_client s3cret\"}"));
            var refused = links.send(uri(provider), "x", Map.of());
            assertThat(outcome(refused)).isEqualTo("LINE");
            assertThat(((SmsNotSentException) refused.getException()).getErrorCode())
                    .isEqualTo("mine:no-token");
            assertThat(refused.getException().getMessage()).doesNotContain("s3cret");
            provider.answers(asked -> StandIn.hangUp());
            assertThat(outcome(links.send(uri(provider), "x", Map.of()))).isEqualTo("LINE");
            assertThat(provider.asked).noneMatch(asked -> asked.path().equals("/sms"));
        }
    }
}
