package org.smshub.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsHeaders;

/** Who is at a server, and what becomes of what is for those who are not. */
class PresentTest extends LineFixture {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private int port;

    @BeforeEach
    void serve() throws Exception {
        port = freePort();
        route("toy-server:127.0.0.1:" + port + "?waitTimeout=30000&firstWindow=1");
        camel.start();
    }

    private Runnable watch() {
        return server.present("toy-server:127.0.0.1:" + port)
                .watch((account, is) -> heard.add(account + (is ? " came" : " left")));
    }

    private ToyPeer.Talk client(String name) throws IOException {
        ToyPeer.Talk talk = ToyPeer.Talk.to(port);
        assertThat(talk.ask("?1 login " + name + " secret")).isEqualTo("!1 welcome");
        return talk;
    }

    @Test
    void whoWatchesHearsWhoComesAndGoesAndWhatIsForThemFailsAtOnceThen() throws Exception {
        CompletableFuture<Exchange> onTheWay;
        CompletableFuture<Exchange> waits;
        try (ToyPeer.Talk first = client("a")) {
            watch();
            assertThat(heard).as("who is there already").containsExactly("a came");
            onTheWay = send("d1", SmsHeaders.CLIENT, "a");
            assertThat(first.next()).endsWith("d1");
            waits = send("d2", SmsHeaders.CLIENT, "a");
            try (ToyPeer.Talk second = client("a")) {
                second.answer(second.next(), "yes");
                assertThat(end(waits)).as("it has room").isEqualTo("SENT");
            }
            assertThat(heard).as("one of two sessions").hasSize(1);
            waits = send("d3", SmsHeaders.CLIENT, "a");
        }
        assertThat(end(onTheWay)).isEqualTo("UNKNOWN toy:dropped");
        assertThat(end(waits)).as("and not after 30 seconds").isEqualTo("NOT_SENT toy:no-session");
        assertThat(end(send("d4", SmsHeaders.CLIENT, "b"))).isEqualTo("NOT_SENT toy:no-session");
        assertThat(heard).containsExactly("a came", "a left");
    }

    @Test
    void whileNobodyWatchesItWaitsForItsSession() throws Exception {
        watch().run();
        CompletableFuture<Exchange> waits = send("d", SmsHeaders.CLIENT, "a");
        try (ToyPeer.Talk talk = client("a")) {
            talk.answer(talk.next(), "yes");
            assertThat(end(waits)).isEqualTo("SENT");
        }
        assertThat(heard).isEmpty();
    }
}
