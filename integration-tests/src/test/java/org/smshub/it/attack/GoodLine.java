package org.smshub.it.attack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Logs in and submits, by any of the protocols. */
final class GoodLine implements Good {

    private final Wire wire;
    private final InetSocketAddress hub;
    private final String name;
    private final String password;
    private Socket socket;
    private InputStream in;
    private int submits;

    GoodLine(Wire wire, InetSocketAddress hub, String name, String password) {
        this.wire = wire;
        this.hub = hub;
        this.name = name;
        this.password = password;
    }

    @Override
    public void connect() throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        socket.connect(hub, 10_000);
        in = new BufferedInputStream(socket.getInputStream());
        submits = 0;
        answer(wire.login(name, password));
    }

    @Override
    public void send(String to) throws IOException {
        answer(wire.submit(++submits, to));
    }

    private void answer(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        String problem = wire.problem(in);
        if (problem != null) {
            throw new IOException(problem);
        }
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
