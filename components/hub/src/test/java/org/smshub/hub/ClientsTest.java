package org.smshub.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.hub.start.StartFailure;
import org.smshub.link.SmsHeaders;

class ClientsTest {

    @TempDir
    Path folder;

    private final CamelContext context = new DefaultCamelContext();
    private final CamelContext later = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
        later.stop();
    }

    private Clients clients(CamelContext context, String yaml) throws Exception {
        Path file = folder.resolve("clients.yaml");
        Files.writeString(file, yaml);
        Clients clients = new Clients();
        clients.setFile("file:" + file);
        clients.setCamelContext(context);
        context.start();
        return clients;
    }

    private static Exchange request(CamelContext context, String authorization) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty("authorization", authorization);
        return exchange;
    }

    @Test
    void aKeyIsKnownByItsHash() throws Exception {
        String key = ApiKey.random();
        Clients clients = clients(
                context,
                "clients: [{id: shop, keys: ['" + ApiKey.hash(key) + "'], senders: [ACME], defaultSender: ACME}]");
        Exchange exchange = request(context, "bearer  " + key);
        clients.authenticate(exchange);
        assertThat(exchange.getMessage().getHeader(SmsHeaders.CLIENT)).isEqualTo("shop");
        assertThat(exchange.getProperty("authorization"))
                .as("the key goes no further")
                .isNull();
        clients.sender(exchange);
        assertThat(exchange.getMessage().getHeader(SmsHeaders.FROM)).isEqualTo("ACME");
        exchange.getMessage().setHeader(SmsHeaders.FROM, "OTHER");
        assertThatThrownBy(() -> clients.sender(exchange)).hasMessageContaining("may not send as 'OTHER'");
    }

    @Test
    void anyOtherKeyIsRefused() throws Exception {
        Clients clients = clients(context, "clients: [{id: shop, keys: ['" + ApiKey.hash("a") + "']}]");
        for (String authorization : new String[] {null, "", "Bearer", "Bearer b", "Basic YTpi", ApiKey.hash("a")}) {
            assertThatThrownBy(() -> clients.authenticate(request(context, authorization)))
                    .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.getReason())
                            .isEqualTo(RefusedException.Reason.UNAUTHORIZED));
        }
    }

    @Test
    void aKeyFileIsMadeOnceForItsOwnerAlone() throws Exception {
        Path key = folder.resolve("sub/demo.key");
        String yaml = "clients: [{id: demo, keyFile: '" + key + "'}]";
        clients(context, yaml);
        String made = Files.readString(key).trim();
        assertThat(made).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Exchange exchange = request(later, "Bearer " + made);
        clients(later, yaml).authenticate(exchange);
        assertThat(exchange.getMessage().getHeader(SmsHeaders.CLIENT)).isEqualTo("demo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clients: [{id: a, kees: []}]|kees",
                "clients: [{id: a, rate: 10, rate: 20}]|Duplicate field 'rate'",
                "clients: [|clients.yaml",
                "clients: [{id: a, keys: [plain]}]|./hub key"
            })
    void aBrokenFileStopsTheStartAndSaysWhere(String yaml, String words) {
        assertThatThrownBy(() -> clients(context, yaml))
                .satisfies(e -> assertThat(StartFailure.words(e)).contains(words));
    }

    private static final String WEBHOOK = "clients: [{id: shop, events: webhook, webhook: {url: '%s', secrets: [%s]}}]";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void whatIsCommentedAsksForNoFile() throws Exception {
        Clients clients = clients(context, "clients:\n  - id: shop\n  #  secrets: ['{{file:/none}}', '{{none}}']\n");
        assertThat(clients.isOperator("shop")).isFalse();
        assertThat(clients.all()).hasSize(1);
    }

    @Test
    void aWebhookIsKnownByItsClient() throws Exception {
        context.getPropertiesComponent().addInitialProperty("hub.webhooks", "true");
        Clients clients = clients(context, WEBHOOK.formatted("https://shop.example/sms", SECRET));
        assertThat(Webhook.origin(clients.webhook("shop").uri())).isEqualTo("https://shop.example");
        assertThat(clients.webhook("shop").keys()).hasSize(1);
        assertThat(clients.webhooks()).containsOnlyKeys("shop");
        assertThat(clients.webhook("nobody")).isNull();
        Exchange exchange = request(context, null);
        exchange.getMessage().setHeader(SmsHeaders.CLIENT, "shop");
        clients.sender(exchange);
        assertThat(exchange.getMessage().getHeader(SmsHeaders.EVENTS)).isEqualTo("webhook");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://shop.example|" + SECRET + "|https://",
                "https://user:pw@shop.example|" + SECRET + "|without a user",
                "https://shop.example/#a|" + SECRET + "|without #",
                "https:///sms|" + SECRET + "|a host",
                "nonsense with blanks|" + SECRET + "|no URL",
                "https://shop.example||one to 5 secrets",
                "https://shop.example|whsec_c2hvcnQ=|24 to 64 octets",
                "https://shop.example|MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw|whsec_",
                "https://shop.example|'whsec_no base64, whsec_x'|Base64"
            })
    void aWebhookThatCannotBeStopsTheStart(String url, String secrets, String words) {
        context.getPropertiesComponent().addInitialProperty("hub.webhooks", "true");
        String yaml = WEBHOOK.formatted(url, secrets == null ? "" : secrets);
        assertThatThrownBy(() -> clients(context, yaml)).satisfies(e -> assertThat(StartFailure.words(e))
                .contains("shop")
                .contains(words)
                .doesNotContain(SECRET.substring(6)));
    }

    private static final String CALLBACKS =
            "clients: [{id: shop, webhook: {callbacks: %s, secrets: [" + SECRET + "]}}, {id: other}]";

    private Exchange bringing(String client, String url) throws Exception {
        Exchange exchange = request(context, null);
        exchange.getMessage().setHeader(SmsHeaders.CLIENT, client);
        Records.callback(url, exchange.getMessage());
        return exchange;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://app.example/|https://app.example/sms?order=7|",
                "https://app.example/|https://app.example:443|",
                "https://app.example/|HTTPS://APP.example/|",
                "https://app.example|https://app.example/a|",
                "https://app.example/hooks/|https://app.example/hooks/a/../b|",
                "https://app.example/hooks/|https://app.example/hooks/../admin|begins with",
                "https://app.example/hooks/|https://app.example/hooks/../../admin|begins with",
                "https://app.example/hooks/|https://app.example/hooks/%2E%2e/admin|begins with",
                "https://app.example/hooks/|https://app.example/hooks/..%2fadmin|begins with",
                "https://app.example/hooks/|https://app.example/hooks/..%5Cadmin|begins with",
                "https://app.example/|https://app.example.evil.example/|begins with",
                "https://app.example|https://app.example.evil.example/|begins with",
                "https://app.example/|https://app.example:8443/|begins with",
                "https://app.example/|https://evil.example/https://app.example/|begins with",
                "https://app.example/|http://app.example/|https://",
                "true|https://anybody.example/|",
                "true|http://anybody.example/|https://",
                "false|https://app.example/|may not say"
            })
    void aMessageMayBringAnAddressThatItsClientMayHave(String callbacks, String url, String words) throws Exception {
        context.getPropertiesComponent().addInitialProperty("hub.webhooks", "true");
        boolean none = callbacks.equals("false");
        Clients clients = clients(context, none ? "clients: [{id: shop}]" : CALLBACKS.formatted(callbacks));
        Exchange exchange = bringing("shop", url);
        if (words == null) {
            clients.sender(exchange);
            assertThat(exchange.getMessage().getHeader(SmsHeaders.EVENTS)).isEqualTo("callback");
        } else {
            assertThatThrownBy(() -> clients.sender(exchange)).isInstanceOfSatisfying(RefusedException.class, e -> {
                assertThat(e.getReason()).isEqualTo(RefusedException.Reason.FORBIDDEN);
                assertThat(e.getField()).isEqualTo("callback");
                assertThat(e).hasMessageContaining(words);
            });
        }
        assertThat(clients.webhooks()).hasSize(none ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://app.example/",
        "https://user@app.example/",
        "https://app.example/#a",
        "https://",
        "app.example",
        "javascript:alert(1)",
        "https://app.example/a b",
        "'https://app.example/\\'"
    })
    void whatIsNoAddressIsRefusedWithTheMessage(String url) {
        assertThatThrownBy(() -> bringing("shop", url))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.getField()).isEqualTo("callback"));
    }

    @Test
    void callbacksThatCannotBeStopTheStart() {
        context.getPropertiesComponent().addInitialProperty("hub.webhooks", "true");
        assertThatThrownBy(() -> clients(context, CALLBACKS.formatted("app.example")))
                .satisfies(e -> assertThat(StartFailure.words(e)).contains("callbacks of webhook (or true)"));
        assertThatThrownBy(() ->
                        clients(later, "clients: [{id: shop, webhook: {callbacks: true, secrets: [" + SECRET + "]}}]"))
                .satisfies(e -> assertThat(StartFailure.words(e)).contains("hub.webhooks = true"));
    }

    @Test
    void eventsForAWayThatIsOffStopTheStart() {
        assertThatThrownBy(() -> clients(context, WEBHOOK.formatted("https://shop.example", SECRET)))
                .satisfies(e -> assertThat(StartFailure.words(e)).contains("hub.webhooks = true"));
        assertThatThrownBy(() -> clients(later, "clients: [{id: shop, events: sse}]"))
                .satisfies(e -> assertThat(StartFailure.words(e)).contains("hub.events.stream = true"));
    }

    @Test
    void aNameThatIsNotKnownCostsWhatAWrongPasswordDoes() throws Exception {
        Clients clients = clients(
                context,
                "clients: [{id: shop, passwords: ['" + Password.hash("Secret12") + "']}, {id: other, keys: []}]");
        clients.fits("shop", "warm-up");
        long known = nanos(() -> assertThat(clients.fits("shop", "wrong")).isFalse());
        long unknown = nanos(() -> assertThat(clients.fits("nobody", "wrong")).isFalse());
        long without = nanos(() -> assertThat(clients.fits("other", "wrong")).isFalse());
        long none = nanos(() -> assertThat(clients.fits(null, null)).isFalse());
        // 100,000 rounds each, against nothing at all: a factor that a busy machine does not make
        assertThat(List.of(unknown, without, none))
                .allSatisfy(time -> assertThat(time).isGreaterThan(known / 5));
        assertThat(clients.fits("shop", "Secret12")).isTrue();
    }

    /** The quickest of five. */
    private static long nanos(Runnable task) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            task.run();
            least = Math.min(least, System.nanoTime() - begin);
        }
        return least;
    }

    @Test
    void aKeyIsGoodForItsScopesUntilItsEnd() throws Exception {
        Clients clients =
                clients(context, """
                clients:
                  - id: shop
                    keys:
                      - "%s"
                      - {hash: "%s", scopes: [read, operate]}
                      - {hash: "%s", expires: 2020-12-31}
                      - {hash: "%s", expires: "2098-01-01T00:00:00Z"}
                """.formatted(ApiKey.hash("a"), ApiKey.hash("b"), ApiKey.hash("c"), ApiKey.hash("d")));
        assertThat(List.of("a", "b", "c", "d"))
                .allSatisfy(key -> assertThat(clients.knows("Bearer " + key)).isEqualTo(!key.equals("c")));
        Exchange plain = request(context, "Bearer a");
        clients.authenticate(plain);
        assertThat(clients.has(plain, Scope.SEND)).isTrue();
        assertThat(clients.has(plain, Scope.READ)).isTrue();
        assertThat(clients.has(plain, Scope.READ_ALL)).isFalse();
        assertThatThrownBy(() -> clients.operator(plain)).hasMessageContaining("operate");
        Exchange listed = request(context, "Bearer b");
        clients.authenticate(listed);
        clients.operator(listed);
        assertThatThrownBy(() -> clients.require(listed, Scope.SEND)).hasMessageContaining("send");
        // to log in by SMPP is to send
        assertThat(clients.fits("shop", "a")).isTrue();
        assertThat(clients.fits("shop", "b")).isFalse();
        assertThat(clients.fits("shop", "c")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{hash: 'sha256:x', scopes: [send]}|sha256",
                "{hash: 'sha256:x', scopes: [all]}|scope",
                "{hash: 'sha256:x', expires: soon}|expires",
                "{hash: 'sha256:x', colour: red}|has hash"
            })
    void aKeyThatIsNoneStopsTheStart(String key, String words) {
        assertThatThrownBy(() -> clients(later, "clients: [{id: shop, keys: [" + key + "]}]"))
                .hasMessageContaining("clients.yaml:1: ")
                .hasMessageContaining(words);
    }
}
