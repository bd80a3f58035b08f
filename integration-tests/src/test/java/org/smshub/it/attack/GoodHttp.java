package org.smshub.it.attack;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Posts messages on a connection that stays. */
final class GoodHttp implements Good {

    private final InetSocketAddress hub;
    private final String key;
    private Socket socket;
    private InputStream in;

    GoodHttp(InetSocketAddress hub, String key) {
        this.hub = hub;
        this.key = key;
    }

    @Override
    public void connect() throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        socket.connect(hub, 10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public void send(String to) throws IOException {
        String body = "{\"to\":\"" + to + "\",\"text\":\"hello\"}";
        socket.getOutputStream()
                .write(("POST /v1/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + key
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.US_ASCII));
        String status = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase().startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            }
        }
        String answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.startsWith("HTTP/1.1 202 ")) {
            throw new IOException(status + " " + answer);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the hub closed the connection");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
