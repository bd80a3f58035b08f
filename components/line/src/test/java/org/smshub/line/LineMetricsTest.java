package org.smshub.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What a line publishes where there is a meter registry, at both ends. */
class LineMetricsTest extends LineFixture {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    LineMetricsTest() {
        camel.getRegistry().bind("meters", registry);
    }

    private double gauge(String name) {
        return registry.get(name).tag("link", "here").gauge().value();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    @Test
    void sessionsWindowAndAnswersByKind() throws Exception {
        start("window=2&sessions=2&requestTimeout=300&linkName=here", (talk, frame) -> {
            switch (Toy.text(frame)) {
                case "drop" -> talk.reset();
                case "bad" -> talk.answer(frame, "no 6");
                case "fast" -> talk.answer(frame, "no slow");
                default -> {
                    return Toy.text(frame).equals("silent");
                }
            }
            return true;
        });
        await().until(() -> gauge("sms.line.sessions") == 2 && gauge("sms.line.window") == 4);
        assertThat(count("sms.line.opened")).isEqualTo(2);
        assertThat(count("sms.line.lost")).isZero();

        assertThat(end(send("a,b"))).isEqualTo("SENT");
        assertThat(end(send("bad"))).startsWith("NOT_SENT");
        assertThat(end(send("fast"))).startsWith("NOT_SENT");
        CompletableFuture<Exchange> silent = send("silent");
        await().until(() -> !peer().heard("silent").isEmpty());
        assertThat(end(silent)).isEqualTo("UNKNOWN toy:timeout");
        assertThat(end(send("drop"))).isEqualTo("UNKNOWN toy:dropped");

        assertThat(count("sms.line.sent")).isEqualTo(6);
        assertThat(count("sms.line.answers", "answer", "accepted")).isEqualTo(2);
        for (String answer : new String[] {"refused", "throttled", "timeout", "dropped"}) {
            assertThat(count("sms.line.answers", "answer", answer)).as(answer).isEqualTo(1);
        }
        FunctionTimer time = registry.get("sms.line.answer.time").functionTimer();
        assertThat(time.count()).isEqualTo(4);
        assertThat(time.totalTime(TimeUnit.NANOSECONDS)).isPositive();
        await().until(() -> count("sms.line.opened") >= 3 && gauge("sms.line.sessions") == 2);
        assertThat(count("sms.line.lost")).isPositive();
    }

    @Test
    void whatIsOutstandingAndWhatWaits() throws Exception {
        start("window=2&linkName=here", (talk, frame) -> Toy.text(frame).startsWith("m"));
        for (int i = 0; i < 5; i++) {
            send("m" + i);
        }
        await().until(() -> gauge("sms.line.outstanding") == 2 && gauge("sms.line.waiting") == 3);
        camel.stop();
        assertThat(registry.getMeters()).as("of a line that is closed").isEmpty();
    }

    @Test
    void aServerHasThemToo() throws Exception {
        int port = freePort();
        route("toy-server:127.0.0.1:" + port + "?account=app");
        camel.start();
        try (ToyPeer.Talk talk = ToyPeer.Talk.to(port)) {
            assertThat(talk.ask("?1 login app secret")).startsWith("!1 ");
            assertThat(talk.ask("?2 hello")).isEqualTo("!2 yes hello");
            CompletableFuture<Exchange> sent = send("out");
            talk.answer(talk.next(), "yes 5");
            assertThat(end(sent)).isEqualTo("SENT");
            assertThat(count("sms.line.received")).isEqualTo(1);
            assertThat(count("sms.line.answers", "answer", "accepted", "link", "none"))
                    .isEqualTo(1);
            assertThat(registry.get("sms.line.sessions").gauge().value()).isEqualTo(1);
        }
        await().until(() -> count("sms.line.lost") == 1);
    }
}
