package org.smshub.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * POSTs messages over N keep-alive connections from one thread: each connection sends its next message when the last is answered (closed
 * loop), or all together keep a rate whatever the hub does (open loop; latency then counts from the moment a message was due).
 */
public final class HttpLoad implements Runnable {

    /**
     * @param connections 1 or more
     * @param perSecond messages per second, 0 = closed loop
     * @param nanos how long to post
     * @param messages how many to post at most
     */
    public record Pace(int connections, int perSecond, long nanos, int messages) {}

    /**
     * Where connections go, and what they post.
     *
     * @param request a whole request, with {@link HttpConnection#DIGITS} where the number of a message goes
     */
    record Door(InetSocketAddress http, byte[] request) {}

    /** 43 characters of the GSM alphabet. */
    static final String TEXT = "Bench " + HttpConnection.DIGITS + ": the quick brown fox jumps on";

    private static final long ANSWER_NANOS = 60_000_000_000L;
    private static final int SAMPLE_EVERY = 509;
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    public final Histogram latency = new Histogram();
    public final Map<Integer, Long> refused = new TreeMap<>();
    final Map<Integer, String> sample = new TreeMap<>();

    private final List<Door> doors;
    private final Pace pace;
    private final Tally tally;
    private final int first;
    private final List<HttpConnection> connections = new ArrayList<>();
    private final Deque<HttpConnection> idle = new ArrayDeque<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    private volatile int next;
    private volatile int accepted;
    private volatile String failure;
    private volatile boolean stopped;

    /**
     * @param template a whole request, with {@link HttpConnection#DIGITS} where the number of a message goes
     * @param first index of the first message
     */
    public HttpLoad(InetSocketAddress hub, byte[] template, Pace pace, Tally tally, int first) {
        this(List.of(new Door(hub, template)), pace, tally, first);
    }

    /** @param doors get the connections in turn */
    HttpLoad(List<Door> doors, Pace pace, Tally tally, int first) {
        this.doors = doors;
        this.pace = pace;
        this.tally = tally;
        this.first = first;
        next = first;
    }

    /** Index after the last message posted. */
    public int next() {
        return next;
    }

    /** Number of messages answered with 202. */
    public int accepted() {
        return accepted;
    }

    /** The first thing that went wrong with a connection or an answer, or null. */
    public String failure() {
        return failure;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < pace.connections; i++) {
                Door door = doors.get(i % doors.size());
                HttpConnection connection = new HttpConnection(door.http(), door.request(), selector);
                connections.add(connection);
                idle.add(connection);
            }
            long start = System.nanoTime();
            post(selector, start);
            drain(selector);
        } catch (IOException e) {
            failure = e.toString();
        } finally {
            connections.forEach(HttpConnection::close);
        }
    }

    private void post(Selector selector, long start) throws IOException {
        int last = (int) Math.min((long) first + pace.messages, tally.capacity());
        long now = start;
        while (now - start < pace.nanos && next < last && !stopped && failure == null) {
            long due = pace.perSecond == 0 ? last : first + (now - start) * pace.perSecond / 1_000_000_000L;
            while (!idle.isEmpty() && next < Math.min(due, last)) {
                long at = pace.perSecond == 0
                        ? System.nanoTime()
                        : start + (next - first) * 1_000_000_000L / pace.perSecond;
                tally.posted(next, at);
                idle.poll().post(next, at);
                next = next + 1;
            }
            selector.select(pace.perSecond == 0 ? 100 : 1);
            serve(selector);
            now = System.nanoTime();
        }
    }

    private void drain(Selector selector) throws IOException {
        long until = System.nanoTime() + ANSWER_NANOS;
        while (connections.stream().anyMatch(c -> !c.idle())) {
            if (System.nanoTime() > until) {
                failure = "no answer for a minute";
                return;
            }
            selector.select(100);
            serve(selector);
        }
    }

    private void serve(Selector selector) {
        for (SelectionKey key : selector.selectedKeys()) {
            HttpConnection connection = (HttpConnection) key.attachment();
            try {
                int status = connection.proceed(scratch);
                if (status != 0) {
                    answered(connection, status);
                }
            } catch (IOException e) {
                failure = e.getMessage();
                connection.index = -1;
                connection.close();
            }
        }
        selector.selectedKeys().clear();
    }

    private void answered(HttpConnection connection, int status) {
        latency.record((System.nanoTime() - connection.since) / 1_000);
        if (status == 202) {
            accepted = accepted + 1;
            tally.accepted(connection.index);
            if (connection.index % SAMPLE_EVERY == 0) {
                Matcher id = ID.matcher(connection.text());
                sample.put(connection.index, id.find() ? id.group(1) : "");
            }
        } else if (refused.merge(status, 1L, Long::sum) == 1) {
            System.out.println("  first answer " + status + ": "
                    + connection.text().lines().reduce((a, b) -> b).orElse(""));
        }
        connection.index = -1;
        idle.add(connection);
    }
}
