package org.smshub.springboot;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.SocketFactory;

/** The octets of a login, and whether the answer is a yes. */
enum Login {
    UCP {
        @Override
        byte[] request() {
            String password = "736563726574";
            String body = "/O/60/8812/6/5/1/" + password + "//0100//////";
            // TRN, length and checksum are the rest of the frame
            String frame = "01/" + String.format(Locale.ROOT, "%05d", body.length() + 2 + 6 + 2) + body;
            int sum = frame.chars().sum() & 0xFF;
            return ascii("\u0002" + frame + String.format(Locale.ROOT, "%02X", sum) + "\u0003");
        }

        @Override
        boolean isYes(DataInputStream in) throws IOException {
            StringBuilder answer = new StringBuilder();
            for (int octet = in.readUnsignedByte(); octet != 3; octet = in.readUnsignedByte()) {
                answer.append((char) octet);
            }
            return answer.toString().contains("/R/60/A/");
        }
    },

    SMPP {
        @Override
        byte[] request() {
            String account = "shop\0" + "secret\0";
            // system_type, interface_version 3.4, addr_ton, addr_npi, address_range
            byte[] body = ascii(account + "\0" + (char) 0x34 + "\0\0\0");
            return ByteBuffer.allocate(16 + body.length)
                    .putInt(16 + body.length)
                    .putInt(BIND_TRANSCEIVER)
                    .putInt(0)
                    .putInt(1)
                    .put(body)
                    .array();
        }

        @Override
        boolean isYes(DataInputStream in) throws IOException {
            in.readInt();
            return in.readInt() == (BIND_TRANSCEIVER | 0x8000_0000) && in.readInt() == 0;
        }
    };

    private static final int BIND_TRANSCEIVER = 9;

    abstract byte[] request();

    abstract boolean isYes(DataInputStream in) throws IOException;

    /** Whether the server on this port lets in who comes this way; a line that it drops is a no. */
    boolean accepted(SocketFactory way, int port) throws IOException {
        try (Socket socket = way.createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            try {
                socket.getOutputStream().write(request());
                return isYes(new DataInputStream(socket.getInputStream()));
            } catch (java.net.SocketTimeoutException e) {
                throw new IllegalStateException("neither an answer nor an end in 20 s", e);
            } catch (IOException e) {
                return false;
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
