package org.smshub.hub.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.ClientDnsLookup;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.common.KafkaException;

/**
 * Whether what answers without TLS is a Kafka. Its clients take the first four octets of anybody's answer for a length and make
 * room for as much: those of TLS are 336 MiB, those of HTTP more than 1 GiB, and the hub would end (KAFKA-4090).
 */
final class KafkaProbe {

    /** ApiVersions, version 0, of a client without a name. */
    private static final byte[] QUESTION = HexFormat.of().parseHex("0000000a0012000000000001ffff");

    /** Octets of the answer: some hundred, in truth. */
    private static final int MOST = 1 << 20;

    private static final int MILLIS = 5_000;

    private KafkaProbe() {}

    /**
     * @param brokers host:port, with commas between
     * @return whether one of them answers
     * @throws KafkaException one of them is something else, or there are none of these names
     */
    static boolean answers(String brokers) {
        boolean answers = false;
        for (InetSocketAddress address : ClientUtils.parseAndValidateAddresses(
                List.of(brokers.trim().split("\\s*,\\s*")), ClientDnsLookup.USE_ALL_DNS_IPS)) {
            try (Socket socket = new Socket()) {
                socket.connect(address, MILLIS);
                socket.setSoTimeout(MILLIS);
                socket.getOutputStream().write(QUESTION);
                byte[] length = socket.getInputStream().readNBytes(Integer.BYTES);
                if (length.length == Integer.BYTES) {
                    int octets = ByteBuffer.wrap(length).getInt();
                    if (octets <= 0 || octets > MOST) {
                        throw new KafkaException(address + " is no Kafka, or one that wants TLS ("
                                + KafkaBatchEndpoint.OPTION + "securityProtocol)");
                    }
                    answers = true;
                }
            } catch (IOException away) {
                // the next may be there
            }
        }
        return answers;
    }
}
