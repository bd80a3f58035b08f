package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.hub.httplink.file.Provider;

/** A file about a provider: what is wrong in it is said with file, line and word, and what to do. */
class ProviderTest {

    private static final String GOOD = """
            url: https://api.example.org
            needs: [password]
            values:
              kind: {of: "{encoding}", UCS2: unicode, ".*": plain}
            send:
              method: POST
              url: "{url}/sms"
              auth: {bearer: "{password}"}
              json: {to: "{to}", text: "{text}", kind: "{kind}", hook: "{callback}"}
            answer:
              code: $.code
              is:
                - SENT: {status: 2xx, id: $.id}
                - PERMANENT: {code: "1|2"}
            callback:
              signature: {kind: hmac, header: X-Signature, key: "{signingSecret}"}
              receipts:
                - {id: id, state: state, states: {ok: DELIVERED, failed: UNDELIVERABLE}}
              messages:
                - {from: from, to: to, text: text}
            """;

    private static Provider read(String text) throws IOException {
        return Provider.read("mine.yaml", new StringReader(text));
    }

    static Stream<Path> shipped() throws IOException {
        return Files.list(Path.of("../../config/providers"));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void whatIsShippedCanBeRead(Path file) throws IOException {
        assertThat(read(Files.readString(file)).needs()).isNotEmpty();
    }

    @Test
    void aGoodOneHasNothing() throws IOException {
        assertThat(read(GOOD).carries("text")).isTrue();
        assertThat(read(GOOD).carries("udh")).isFalse();
        assertThat(read(GOOD).carries("encoding"))
                .as("by a value that is made of it")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "method: POST ~ method: FETCH ~ 6 ~ FETCH",
                "\"{to}\" ~ \"{too}\" ~ 9 ~ {too}",
                "\"{text}\" ~ \"{text|rot13}\" ~ 9 ~ rot13",
                "PERMANENT ~ PERMANANT ~ 14 ~ PERMANANT",
                "status: 2xx ~ status: good ~ 13 ~ good",
                "id: $.id} ~ id: $..id} ~ 13 ~ $..id",
                "- SENT: {status: 2xx, id: $.id} ~ - LINE: {status: 401} ~ 12 ~ SENT",
                "{status: 2xx, id: $.id} ~ {status: 2xx} ~ 13 ~ id",
                "code: \"1|2\" ~ code: \"1|(2\" ~ 14 ~ code",
                "kind: hmac ~ kind: magic ~ 16 ~ magic",
                "X-Signature, key ~ X-Signature, koy ~ 16 ~ koy",
                "DELIVERED, ~ ARRIVED, ~ 18 ~ ARRIVED",
                "messages: ~ mesages: ~ 19 ~ mesages",
                "needs: [password] ~ needs: [pasword] ~ 2 ~ pasword",
                "url: https://api.example.org ~ url: ftp://api.example.org ~ 1 ~ http",
                "bearer: \"{password}\" ~ bearer: \"{text}{pin}\" ~ 8 ~ {pin}",
                "kind: {of: \"{encoding}\" ~ to: {of: \"{encoding}\" ~ 4 ~ 'to'",
                "answer: ~ anser: ~ 10 ~ anser",
                "json: {to ~ jso: {to ~ 9 ~ jso"
            })
    void whatIsWrongIsNamedWithItsLine(String from, String to, int line, String word) {
        assertThat(GOOD).contains(from);
        assertThatThrownBy(() -> read(GOOD.replaceFirst(
                        java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mine.yaml:" + line + ": ")
                .hasMessageContaining(word);
    }

    @Test
    void aKeyThatStandsTwiceOrNoYamlIsNamed() {
        assertThatThrownBy(() -> read(GOOD + "answer: {}\n"))
                .hasMessageStartingWith("mine.yaml:21: 'answer' is there twice");
        assertThatThrownBy(() -> read("send: [")).hasMessageStartingWith("mine.yaml:");
        assertThatThrownBy(() -> read("")).hasMessageContaining("no 'send'");
        assertThatThrownBy(() -> read("just words")).hasMessageStartingWith("mine.yaml:1: ");
    }

    @Test
    void aBodyOfItsOwnFormIsSpelt() throws IOException {
        String xml = GOOD.replace(
                "  json: {to: \"{to}\", text: \"{text}\", kind: \"{kind}\", hook: \"{callback}\"}",
                "  headers: {Content-Type: text/xml}\n  body: \"<sms to='{to|xml}'>{text|xml}</sms>\"");
        var call = read(xml).send(Map.of("url", "https://x", "to", "+48", "text", "<&'\">", "password", "p")::get);
        assertThat(new String(call.body())).isEqualTo("<sms to='+48'>&lt;&amp;&#39;&quot;&gt;</sms>");
        assertThatThrownBy(() -> read(xml.replace("{text|xml}", "{text}")))
                .hasMessageStartingWith("mine.yaml:10: ")
                .hasMessageContaining("{text|xml}");
    }

    @Test
    void aValueNeverBecomesAnAddressOrAHeader() throws IOException {
        String path = GOOD.replace("\"{url}/sms\"", "\"{url}/sms/{to}\"")
                .replace("auth:", "headers: {X-From: \"{from}\"}\n  auth:");
        Provider provider = read(path);
        var values = Map.of("url", "https://x", "to", "../http://y?z#", "text", "t", "password", "p", "from", "ok");
        assertThat(provider.send(values::get).url()).isEqualTo("https://x/sms/..%2Fhttp%3A%2F%2Fy%3Fz%23");
        var evil = Map.of("url", "https://x", "to", "1", "text", "t", "password", "p", "from", "a\r\nX: y");
        assertThatThrownBy(() -> provider.send(evil::get)).hasMessageContaining("X-From");
    }
}
