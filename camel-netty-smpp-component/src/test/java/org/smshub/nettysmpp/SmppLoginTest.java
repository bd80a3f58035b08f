package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.spi.ThreadPoolProfile;
import org.junit.jupiter.api.Test;
import org.smshub.line.options.Authenticator;
import org.smshub.link.SmsNotSentException;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;

/** Authenticators that take their time, or fail. */
class SmppLoginTest {

    private static SmppServerFixture server(Authenticator authenticator) throws Exception {
        return SmppServerFixture.of((routes, address) -> {
            routes.bindToRegistry("login", authenticator);
            ThreadPoolProfile profile = new ThreadPoolProfile("LineStranger");
            profile.setPoolSize(4);
            profile.setMaxPoolSize(4);
            profile.setMaxQueueSize(1000);
            routes.getContext().getExecutorServiceManager().registerThreadPoolProfile(profile);
            routes.from(address + "?authenticator=#login&maxSessions=0&loginTimeout=60s&enquireLinkTimer=0")
                    .setHeader("SmsRemoteId", routes.constant("1"));
        });
    }

    private static int unread(List<SmppClient> clients) throws Exception {
        int n = 0;
        for (SmppClient client : clients) {
            n += client.socket.getInputStream().available() > 0 ? 1 : 0;
        }
        return n;
    }

    @Test
    void slowLoginsKeepNoMessageWaitingAndTooManyOfThemAreRefused() throws Exception {
        int room = 4 + 1000;
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Authenticator slow = login -> {
            if (login.name().startsWith("slow")) {
                asked.incrementAndGet();
                go.await(60, TimeUnit.SECONDS);
            }
            return login.name();
        };
        List<SmppClient> waiting = new ArrayList<>();
        try (SmppServerFixture server = server(slow);
                LogLines log = new LogLines("org.smshub.line.Guest");
                SmppClient good = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            for (int i = 0; i < room + 5; i++) {
                // a few from each address and account: who comes more often is slowed before anybody is asked
                InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (i / 10)});
                SmppClient client = new SmppClient(new Socket(InetAddress.getLoopbackAddress(), server.port, from, 0));
                client.send(Pdus.bind(BIND_TRANSMITTER, 1, "slow" + i / 10, "x", "", 0x34, Address.NONE));
                waiting.add(client);
            }
            await().until(() -> unread(waiting) == 5);
            assertThat(asked).hasValue(4);
            assertThat(good.ask(good.submit("x")).status()).isZero();
            assertThat(good.ask(plain(ENQUIRE_LINK, 0, 9)).status()).isZero();
            assertThat(log.events).as("one line an account and address").hasSizeBetween(1, 5);
            go.countDown();
            int refused = 0;
            for (SmppClient client : waiting) {
                int status = client.receive().status();
                if (status == CommandStatus.BIND_FAILED) {
                    refused++;
                    assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
                } else {
                    assertThat(status).isZero();
                }
            }
            assertThat(refused).isEqualTo(5);
            assertThat(good.ask(good.submit("x")).status()).isZero();
        } finally {
            go.countDown();
            for (SmppClient client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void anAuthenticatorThatFailsIsOneLineInTheLog() throws Exception {
        Authenticator failing = login -> {
            switch (login.name()) {
                case "later":
                    throw new SmsNotSentException("smpp:0x14", "later", true);
                case "error":
                    throw new NoClassDefFoundError("a/Driver");
                default:
                    throw new IllegalStateException("data base is down");
            }
        };
        try (SmppServerFixture server = server(failing);
                LogLines log = new LogLines("org.smshub.line.Guest")) {
            assertThat(status(server, "later")).isEqualTo(0x14);
            assertThat(status(server, "error")).isEqualTo(CommandStatus.BIND_FAILED);
            assertThat(status(server, "a\nb")).isEqualTo(CommandStatus.BIND_FAILED);
            assertThat(log.events).hasSize(3).allMatch(event -> event.getThrown() == null);
            assertThat(log.events.get(0).getMessage().getFormattedMessage()).contains("smpp:0x14");
            assertThat(log.events.get(1).getMessage().getFormattedMessage()).contains("a/Driver");
            assertThat(log.events.get(2).getMessage().getFormattedMessage())
                    .contains("a?b", "data base is down")
                    .doesNotContain("\n", "hush");
        }
    }

    private static int status(SmppServerFixture server, String systemId) throws Exception {
        try (SmppClient client = new SmppClient(server.port)) {
            int status = client.bind(BIND_TRANSCEIVER, systemId, "hush", 0x34).status();
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
            return status;
        }
    }
}
