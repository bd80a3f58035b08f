package org.smshub.hub.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KafkaProbeTest {

    /** A server that has one answer for everybody. */
    private static ServerSocket server(byte[] answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write(answer);
                } catch (IOException e) {
                    // the next
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static String address(ServerSocket server) {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** An alert of TLS, HTTP, SSH, a length below zero, and none. */
    @ParameterizedTest
    @ValueSource(strings = {"15030300020246", "485454502f312e31", "5353482d322e30", "ffffffff", "0000000000"})
    void whatIsNoKafkaIsSaid(String answer) throws Exception {
        try (ServerSocket server = server(HexFormat.of().parseHex(answer))) {
            assertThatThrownBy(() -> KafkaProbe.answers(address(server)))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining(address(server) + " is no Kafka, or one that wants TLS");
        }
    }

    @Test
    void oneOfThemIsEnough() throws Exception {
        try (ServerSocket server = server(HexFormat.of().parseHex("0000000a000000010000000000000000"));
                ServerSocket silent = server("no".getBytes(StandardCharsets.US_ASCII))) {
            assertThat(KafkaProbe.answers("127.0.0.1:1, " + address(silent) + " ," + address(server)))
                    .isTrue();
            assertThat(KafkaProbe.answers("127.0.0.1:1," + address(silent))).isFalse();
        }
    }

    @Test
    void aNameThatIsNone() {
        assertThatThrownBy(() -> KafkaProbe.answers("no-such-host.invalid:9092"))
                .hasMessageContaining("No resolvable bootstrap urls");
        assertThatThrownBy(() -> KafkaProbe.answers("kafka")).hasMessageContaining("kafka");
    }
}
