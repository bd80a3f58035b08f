package org.smshub.it.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.smshub.bench.HubSite;

/** Stands between a client and a server that speak in lines, and passes on what they say; a line that is looked for may be held back. */
final class Gate implements AutoCloseable {

    enum From {
        CLIENT,
        SERVER
    }

    /** A line that is looked for; it is heard once. */
    private record Watch(From from, Pattern line, boolean hold, CompletableFuture<String> heard) {}

    private final ServerSocket server = new ServerSocket(HubSite.freePort(), 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    Gate(int target) throws IOException {
        this.target = target;
        thread(() -> {
            while (!server.isClosed()) {
                connect(server.accept());
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** Done when such a line has passed. */
    CompletableFuture<String> hear(From from, String line) {
        return watch(from, line, false);
    }

    /** Done when such a line has come; it goes no further, nor does anything behind it. */
    CompletableFuture<String> hold(From from, String line) {
        return watch(from, line, true);
    }

    private CompletableFuture<String> watch(From from, String line, boolean hold) {
        Watch watch = new Watch(from, Pattern.compile(line), hold, new CompletableFuture<>());
        watches.add(watch);
        return watch.heard();
    }

    /** Drops every connection; whoever calls from here on is let through. */
    void drop() throws IOException {
        watches.clear();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        }
    }

    private void connect(Socket client) throws IOException {
        Socket to;
        try {
            to = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException nobodyThere) {
            client.close();
            return;
        }
        synchronized (sockets) {
            sockets.add(client);
            sockets.add(to);
        }
        thread(() -> pass(client, to, From.CLIENT));
        thread(() -> pass(to, client, From.SERVER));
    }

    private void pass(Socket from, Socket to, From side) throws IOException {
        try (from;
                to) {
            InputStream in = new BufferedInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                line.write(octet);
                if (octet == '\n' || line.size() == 4096) {
                    Watch heard = heard(side, line.toString(StandardCharsets.ISO_8859_1));
                    if (heard != null && heard.hold()) {
                        heard.heard().complete("held");
                        // until the connection ends
                        in.transferTo(OutputStream.nullOutputStream());
                        return;
                    }
                    line.writeTo(out);
                    line.reset();
                    if (heard != null) {
                        heard.heard().complete("passed");
                    }
                }
            }
            line.writeTo(out);
        }
    }

    private Watch heard(From side, String line) {
        for (Watch watch : watches) {
            if (watch.from() == side
                    && watch.line().matcher(line.stripTrailing()).matches()) {
                watches.remove(watch);
                return watch;
            }
        }
        return null;
    }

    private interface Body {
        void run() throws IOException;
    }

    private static void thread(Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (IOException e) {
                        // one of the peers is gone
                    }
                },
                "gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        drop();
    }
}
