package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.CommandStatus;

/** Routes that block, before an answer or after a delivery, and who does not wait for them. */
class SmppThreadsTest {

    private static final String LOGIN = "?systemId=app&password=secret&maxSessions=0";
    private static final Map<String, Object> HEADERS = Map.of("SmsClient", "app", "SmsTo", "+481", "SmsFrom", "+482");

    private static CompletableFuture<Exchange> deliver(SmppServerFixture server, String body) {
        return server.context.createProducerTemplate().asyncSend("direct:deliver", exchange -> {
            exchange.getMessage().setHeaders(new java.util.HashMap<>(HEADERS));
            exchange.getMessage().setBody(body);
        });
    }

    /** More than there are event loops, so that each of them has one. */
    private static List<SmppClient> transmitters(int port, int n) throws Exception {
        List<SmppClient> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            all.add(SmppClient.bound(port, BIND_TRANSMITTER));
        }
        return all;
    }

    private static void assertAnswered(List<SmppClient> clients) throws Exception {
        for (SmppClient client : clients) {
            int sequence = client.next();
            assertThat(client.ask(plain(ENQUIRE_LINK, 0, sequence)))
                    .isEqualTo(plain(ENQUIRE_LINK | RESPONSE, 0, sequence));
        }
    }

    private static void close(List<SmppClient> clients) throws Exception {
        for (SmppClient client : clients) {
            client.close();
        }
    }

    /** More blocked exchanges than workers: none runs on an event loop, and none is lost. */
    @Test
    void aRouteThatBlocksAfterADeliveryStopsNoSession() throws Exception {
        int deliveries = 40;
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        AtomicReference<String> thread = new AtomicReference<>();
        try (SmppServerFixture server = SmppServerFixture.of((routes, address) -> {
                    routes.from(address + LOGIN + "&window=" + deliveries).to("mock:in");
                    routes.from("direct:deliver").to(address).process(exchange -> {
                        thread.set(Thread.currentThread().getName());
                        blocked.incrementAndGet();
                        go.await(60, TimeUnit.SECONDS);
                    });
                });
                SmppClient receiver = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            List<SmppClient> others = transmitters(server.port, 8);
            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < deliveries; i++) {
                sent.add(deliver(server, "x" + i));
                receiver.receiveAndAnswer();
            }
            await().until(() -> blocked.get() >= 8);
            assertAnswered(others);
            assertAnswered(List.of(receiver));
            assertThat(receiver.ask(receiver.submit("x")).status()).isZero();
            assertThat(thread.get()).contains("LineEnd");
            assertThat(sent).noneMatch(CompletableFuture::isDone);
            go.countDown();
            for (CompletableFuture<Exchange> each : sent) {
                assertThat(each.get(30, TimeUnit.SECONDS).getException()).isNull();
            }
            assertThat(blocked).hasValue(deliveries);
            close(others);
        }
    }

    @Test
    void aRouteMayWaitForADeliveryAfterADelivery() throws Exception {
        try (SmppServerFixture server = SmppServerFixture.of((routes, address) -> {
                    routes.from(address + LOGIN).to("mock:in");
                    routes.from("direct:again").to(address);
                    routes.from("direct:deliver").to(address).process(exchange -> exchange.getContext()
                            .createProducerTemplate()
                            .sendBodyAndHeaders("direct:again", "again", HEADERS));
                });
                SmppClient receiver = SmppClient.bound(server.port, BIND_RECEIVER)) {
            CompletableFuture<Exchange> sent = deliver(server, "once");
            receiver.receiveAndAnswer();
            assertThat(receiver.receiveAndAnswer().get(SHORT_MESSAGE)).isEqualTo("again".getBytes());
            assertThat(sent.get(30, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    /** Camel's pools take a thousand tasks by default, and then let the giver, here an event loop, do the work; ours refuse. */
    @Test
    void manySessionsThatWaitForAWorkerStopNoEventLoop() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (SmppServerFixture server =
                SmppServerFixture.of((routes, address) -> routes.from(address + LOGIN + "&enquireLinkTimer=0")
                        .process(exchange -> go.await(60, TimeUnit.SECONDS)))) {
            List<SmppClient> clients = transmitters(server.port, 1100);
            for (SmppClient client : clients) {
                client.send(client.submit("x"));
            }
            List<SmppClient> taken = new ArrayList<>(clients);
            for (SmppClient client : clients) {
                SmppPdu answer = client.ask(plain(ENQUIRE_LINK, 0, client.next()));
                if (answer.commandId() == (SUBMIT_SM | RESPONSE)) {
                    assertThat(answer.status()).isEqualTo(CommandStatus.THROTTLED);
                    taken.remove(client);
                    answer = client.receive();
                }
                assertThat(answer.commandId()).isEqualTo(ENQUIRE_LINK | RESPONSE);
            }
            assertThat(taken).hasSizeBetween(1000, 1099);
            go.countDown();
            for (SmppClient client : taken) {
                assertThat(client.receive().status()).isZero();
            }
            close(clients);
        }
    }
}
