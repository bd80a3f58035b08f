package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.io.EOFException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.CommandStatus;

/** The end of a session while requests are on their way: each has its answer before it. */
class SmppPartingTest {

    private static final int REQUESTS = 3;

    private final CountDownLatch go = new CountDownLatch(1);

    private SmppServerFixture server() throws Exception {
        return SmppServerFixture.of((routes, address) -> routes.from(address + "?systemId=app&password=secret")
                .routeId("in")
                .process(exchange -> go.await(30, TimeUnit.SECONDS))
                .setHeader("SmsRemoteId", routes.constant("1")));
    }

    private static void submit(SmppServerFixture server, SmppClient client) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            client.send(client.submit("x"));
        }
        // one is in the route, the others wait for their turn
        await().until(() -> server.consumer().getUnansweredRequests() > 0);
    }

    private static void assertAnswers(SmppClient client) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            SmppPdu answer = client.receive();
            assertThat(answer.commandId()).isEqualTo(SUBMIT_SM | RESPONSE);
            assertThat(answer.status()).isZero();
        }
    }

    @Test
    void unbindIsAnsweredAfterTheLastRequest() throws Exception {
        try (SmppServerFixture server = server();
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            submit(server, client);
            client.send(plain(UNBIND, 0, 77));
            // answered first, because unbind waits
            assertThat(client.ask(plain(ENQUIRE_LINK, 0, 78))).isEqualTo(plain(ENQUIRE_LINK | RESPONSE, 0, 78));
            assertThat(client.ask(client.submit("late")).status()).isEqualTo(CommandStatus.INVALID_BIND_STATUS);
            go.countDown();
            assertAnswers(client);
            assertThat(client.receive()).isEqualTo(plain(UNBIND | RESPONSE, 0, 77));
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void whenTheRouteStopsExchangesInFlightAreAnsweredAndThenTheSessionIsUnbound() throws Exception {
        try (SmppServerFixture server = server();
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            submit(server, client);
            SmppServerConsumer consumer = server.consumer();
            CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> {
                try {
                    server.context.getRouteController().stopRoute("in");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> !consumer.isReady());
            assertThat(client.ask(client.submit("late")).status()).isEqualTo(CommandStatus.QUEUE_FULL);
            assertThat(stop).isNotDone();
            go.countDown();
            assertAnswers(client);
            SmppPdu unbind = client.receive();
            assertThat(unbind.commandId()).isEqualTo(UNBIND);
            client.send(plain(UNBIND | RESPONSE, 0, unbind.sequence()));
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
            stop.get(30, TimeUnit.SECONDS);
        }
    }
}
