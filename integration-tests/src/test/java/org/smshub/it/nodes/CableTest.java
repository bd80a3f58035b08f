package org.smshub.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CableTest {

    private ServerSocket called;
    private Cable cable;

    @BeforeEach
    void lay() throws IOException {
        called = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        cable = new Cable(InetAddress.getLoopbackAddress(), 0, called.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        cable.close();
        called.close();
    }

    private Socket call() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), cable.port());
        socket.setSoTimeout(200);
        return socket;
    }

    @Test
    void whatIsSaidInSilenceArrivesAfterIt() throws Exception {
        try (Socket caller = call();
                Socket other = called.accept()) {
            other.setSoTimeout(200);
            caller.getOutputStream().write(1);
            assertThat(other.getInputStream().read()).isEqualTo(1);
            cable.silence();
            caller.getOutputStream().write(2);
            assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            cable.mend();
            other.setSoTimeout(10_000);
            assertThat(other.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void whoIsCutSeesItAndCannotCallAgain() throws Exception {
        try (Socket caller = call();
                Socket other = called.accept()) {
            caller.setSoTimeout(10_000);
            other.setSoTimeout(10_000);
            cable.cut();
            assertThat(ended(caller)).isTrue();
            assertThat(ended(other)).isTrue();
            try (Socket again = call()) {
                again.setSoTimeout(10_000);
                assertThat(ended(again)).isTrue();
            }
        }
        cable.mend();
        try (Socket caller = call();
                Socket other = called.accept()) {
            caller.getOutputStream().write(3);
            assertThat(other.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void knowsWhenSomebodySpokeAndWhenItEnded() throws Exception {
        long before = System.currentTimeMillis();
        try (Socket caller = call();
                Socket other = called.accept()) {
            assertThat(cable.begunAfter(before)).as("not yet a word").isEmpty();
            caller.getOutputStream().write(1);
            await().until(() -> cable.begunAfter(before).isPresent());
            assertThat(cable.endedAfter(before)).isEmpty();
            other.shutdownOutput();
            await().until(() -> cable.endedAfter(before).isPresent());
        }
        assertThat(cable.begunAfter(System.currentTimeMillis() + 1)).isEmpty();
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            return true;
        }
    }
}
