package org.smshub.it.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The same load by SMTP and by HTTP: connections that each give the hub their next message when the last one was answered. */
final class MailLoad {

    private static final String DIGITS = "#######";

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();

    private interface Client extends AutoCloseable {
        /** @return whether it was accepted */
        boolean give(int message) throws IOException;

        @Override
        void close() throws IOException;
    }

    private interface Connect {
        Client connect() throws IOException;
    }

    /** All that was accepted so far. */
    int accepted() {
        return accepted.get();
    }

    /** @return mails a second */
    double smtp(int port, int connections, int most, Duration time) throws Exception {
        return run(connections, most, time, () -> new Smtp(port));
    }

    /**
     * @param request a whole POST, with {@code #######} where the number of a message goes
     * @return messages a second
     */
    double http(InetSocketAddress hub, byte[] request, int connections, int most, Duration time) throws Exception {
        String template = new String(request, StandardCharsets.US_ASCII);
        return run(connections, most, time, () -> new Http(hub, template));
    }

    private double run(int connections, int most, Duration time, Connect connect) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        int first = next.get();
        int before = accepted.get();
        long start = System.nanoTime();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(threads.submit(() -> {
                    try (Client client = connect.connect()) {
                        while (System.nanoTime() - start < time.toNanos()) {
                            int message = next.getAndIncrement();
                            if (message - first >= most) {
                                return null;
                            }
                            if (!client.give(message)) {
                                throw new IOException("message " + message + " was refused");
                            }
                            accepted.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        return (accepted.get() - before) * 1e9 / (System.nanoTime() - start);
    }

    private static final class Smtp implements Client {

        private final SmtpClient client;

        Smtp(int port) throws IOException {
            client = new SmtpClient(port);
        }

        @Override
        public boolean give(int message) throws IOException {
            String digits = "%07d".formatted(message);
            String to = "+4860" + digits + "@sms.example.org";
            return client.mail(
                            "load@example.org",
                            to,
                            "From: load@example.org\r\nTo: " + to + "\r\nSubject: Load\r\nMessage-ID: <" + digits
                                    + "@load.example.org>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\n\r\nBench "
                                    + digits + ": the quick brown fox jumps on")
                    .startsWith("250");
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private static final class Http implements Client {

        private final Socket socket = new Socket();
        private final InputStream in;
        private final OutputStream out;
        private final String template;

        Http(InetSocketAddress hub, String template) throws IOException {
            this.template = template;
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            socket.connect(hub);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        @Override
        public boolean give(int message) throws IOException {
            out.write(template.replace(DIGITS, "%07d".formatted(message)).getBytes(StandardCharsets.US_ASCII));
            String status = SmtpClient.line(in);
            int length = 0;
            for (String line = SmtpClient.line(in); !line.isEmpty(); line = SmtpClient.line(in)) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            in.skipNBytes(length);
            return status.contains(" 202 ");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
