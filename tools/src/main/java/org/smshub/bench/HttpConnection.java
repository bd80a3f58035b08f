package org.smshub.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One keep-alive connection: a request ready made but for its digits, and the little of an answer that a load generator must read. */
final class HttpConnection {

    /** Stands for the seven digits of a message in the body of a request. */
    static final String DIGITS = "#######";

    private static final int MAX_ANSWER = 1 << 16;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer request;
    private final int[] digits;
    private final byte[] answer = new byte[MAX_ANSWER];
    private int answered;

    /** The message under way, or -1. */
    int index = -1;

    /** When it was written, or was to be written: {@link System#nanoTime()}. */
    long since;

    HttpConnection(InetSocketAddress hub, byte[] template, Selector selector) throws IOException {
        channel = SocketChannel.open(hub);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        request = ByteBuffer.allocateDirect(template.length).put(template).flip();
        String text = new String(template, StandardCharsets.ISO_8859_1);
        digits = java.util.stream.IntStream.iterate(text.indexOf(DIGITS), i -> i >= 0, i -> text.indexOf(DIGITS, i + 1))
                .toArray();
    }

    boolean idle() {
        return index < 0;
    }

    void post(int message, long at) throws IOException {
        index = message;
        since = at;
        for (int d : digits) {
            Tally.digits(message, request, d);
        }
        request.rewind();
        answered = 0;
        channel.write(request);
        // a request is smaller than any socket buffer and the last one was answered, so this is the exception
        if (request.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    /**
     * Goes on with the request or the answer.
     *
     * @return the status once the answer is whole, 0 before
     * @throws IOException when the hub closes the connection or answers with something else than HTTP with a content-length
     */
    int proceed(ByteBuffer scratch) throws IOException {
        if (key.isWritable()) {
            channel.write(request);
            if (!request.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
            return 0;
        }
        scratch.clear();
        int n = channel.read(scratch);
        if (n < 0) {
            throw new IOException("connection closed by the hub");
        }
        scratch.flip();
        if (answered + n > MAX_ANSWER) {
            throw new IOException("an answer of more than " + MAX_ANSWER + " octets");
        }
        scratch.get(answer, answered, n);
        answered += n;
        return whole() ? status() : 0;
    }

    private boolean whole() throws IOException {
        int length = -1;
        int line = 0;
        for (int i = 0; i + 1 < answered; i++) {
            if (answer[i] != '\r' || answer[i + 1] != '\n') {
                continue;
            }
            if (i == line) {
                if (length < 0) {
                    throw new IOException("an answer without content-length");
                }
                return answered >= i + 2 + length;
            }
            if (isLength(line, i)) {
                length = Integer.parseInt(
                        new String(answer, line + LENGTH.length, i - line - LENGTH.length, StandardCharsets.US_ASCII)
                                .trim());
            }
            line = i + 2;
            i++;
        }
        return false;
    }

    private boolean isLength(int from, int to) {
        if (to - from < LENGTH.length) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if ((answer[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private int status() {
        return 100 * (answer[9] - '0') + 10 * (answer[10] - '0') + answer[11] - '0';
    }

    /** The whole answer as text; for the few that are looked at. */
    String text() {
        return new String(answer, 0, answered, StandardCharsets.UTF_8);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // nothing left to release
        }
    }
}
