package org.smshub.hub.httplink.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Where a token is fetched that requests have for a while: OAuth2's client credentials and the like. */
public final class TokenAsk {

    /** Of which nothing is said. */
    private static final long SECONDS = 300;

    private static final long MOST = 86_400;

    private final Ask ask;
    private final JsonPath token;
    private final JsonPath expires;

    /** @param seconds that it holds */
    public record Token(String text, long seconds) {

        /** Without it. */
        @Override
        public String toString() {
            return "Token[" + seconds + "]";
        }
    }

    TokenAsk(Yaml yaml, Set<String> options) {
        Map<String, Yaml> members = new LinkedHashMap<>(yaml.members("token"));
        Yaml place = members.remove("token");
        Yaml until = members.remove("expires");
        token = place == null ? new JsonPath("access_token") : Rule.path(place);
        expires = until == null ? new JsonPath("expires_in") : Rule.path(until);
        ask = new Ask(new Yaml(yaml.file(), yaml.line(), members, null), options);
    }

    /** @param options of the link */
    public Call ask(Values options) {
        return ask.write(options);
    }

    /** Null = there is none in it. */
    public Token read(Answer answer) {
        String text = answer.status() / 100 == 2 ? token.value(answer.json()) : null;
        String seconds = expires.value(answer.json());
        return text == null || text.isBlank()
                ? null
                : new Token(
                        text,
                        seconds != null && seconds.matches("[0-9]{1,9}")
                                ? Math.min(MOST, Long.parseLong(seconds))
                                : SECONDS);
    }
}
