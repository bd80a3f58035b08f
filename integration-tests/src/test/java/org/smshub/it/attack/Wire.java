package org.smshub.it.attack;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The three protocols as the few octets that an attacker, or one who attacks nobody, needs of them. */
enum Wire {
    SMPP {
        private static final int BIND_TRANSCEIVER = 9;
        private static final int SUBMIT_SM = 4;
        private static final int ENQUIRE_LINK = 0x15;

        @Override
        byte[] login(String name, String password) {
            return pdu(BIND_TRANSCEIVER, 1, name + "\0" + password + "\0\0" + "4\0\0\0");
        }

        @Override
        byte[] submit(int n, String to) {
            return pdu(SUBMIT_SM, n + 1, "\0\0\0\0\1\1" + to.substring(1) + "\0\0\0\0\0\0\0\0\0\0\5hello");
        }

        @Override
        byte[] probe() {
            return pdu(ENQUIRE_LINK, 7, "");
        }

        @Override
        byte[] half() {
            return ByteBuffer.allocate(10).putInt(60).putInt(BIND_TRANSCEIVER).array();
        }

        private byte[] pdu(int command, int sequence, String body) {
            byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
            return ByteBuffer.allocate(16 + octets.length)
                    .putInt(16 + octets.length)
                    .putInt(command)
                    .putInt(0)
                    .putInt(sequence)
                    .put(octets)
                    .array();
        }

        @Override
        String problem(InputStream in) throws IOException {
            DataInputStream data = new DataInputStream(in);
            while (true) {
                byte[] pdu = new byte[data.readInt() - 4];
                data.readFully(pdu);
                ByteBuffer head = ByteBuffer.wrap(pdu);
                if (head.getInt() < 0) {
                    int status = head.getInt();
                    return status == 0 ? null : "command_status " + status;
                }
            }
        }
    },

    UCP {
        @Override
        byte[] login(String name, String password) {
            return frame(1, 60, name + "/6/5/1/" + hex(password) + "//0100/////");
        }

        @Override
        byte[] submit(int n, String to) {
            return frame(
                    n % 100,
                    51,
                    "00" + to.substring(1) + "/12345" + "/".repeat(17) + "3//" + hex("hello") + "/".repeat(12));
        }

        @Override
        byte[] probe() {
            return frame(1, 31, "12345/0539");
        }

        @Override
        byte[] half() {
            return "\u000201/00090/O/60/de".getBytes(StandardCharsets.US_ASCII);
        }

        private byte[] frame(int trn, int operation, String data) {
            String head = String.format("%02d/%05d/O/%02d/%s/", trn, 13 + data.length() + 4, operation, data);
            return ("\u0002" + head + String.format("%02X", sum(head)) + "\u0003").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        String problem(InputStream in) throws IOException {
            String frame = untilEtx(in);
            while (!frame.contains("/R/")) {
                frame = untilEtx(in);
            }
            return frame.matches(".*/R/\\d\\d/A/.*") ? null : frame;
        }
    },

    CIMD2 {
        @Override
        byte[] login(String name, String password) {
            return packet(1, 1, "010:" + name + "\t011:" + password + "\t");
        }

        @Override
        byte[] submit(int n, String to) {
            return packet(3, 2 * n + 1, "021:" + to + "\t033:hello\t");
        }

        @Override
        byte[] probe() {
            return packet(40, 3, "");
        }

        @Override
        byte[] half() {
            return "\u000201:001\t010:de".getBytes(StandardCharsets.US_ASCII);
        }

        private byte[] packet(int operation, int number, String parameters) {
            String head = String.format("\u0002%02d:%03d\t%s", operation, number % 256, parameters);
            return (head + String.format("%02X", sum(head)) + "\u0003").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        String problem(InputStream in) throws IOException {
            String packet = untilEtx(in);
            // requests of the hub are below 50
            while (!packet.matches("(?s)[59]\\d:.*")) {
                packet = untilEtx(in);
            }
            return packet.startsWith("5") && !packet.contains("\t900:") ? null : packet;
        }
    };

    abstract byte[] login(String name, String password);

    /** @param n from 1 on, for a connection */
    abstract byte[] submit(int n, String to);

    /** What is answered at once, whoever asks. */
    abstract byte[] probe();

    /** A login that breaks off. */
    abstract byte[] half();

    /** Reads the next answer. @return null = yes */
    abstract String problem(InputStream in) throws IOException;

    private static int sum(String text) {
        return text.chars().sum() & 0xFF;
    }

    private static String hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The next frame without STX and ETX. */
    private static String untilEtx(InputStream in) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int c = in.read(); c != 3; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the hub closed the connection");
            }
            if (c == 2) {
                frame.reset();
            } else {
                frame.write(c);
            }
        }
        return frame.toString(StandardCharsets.US_ASCII);
    }
}
