package org.smshub.hub.http.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.smshub.hub.http.HttpStream;

/**
 * One reader of a client's events (server-sent events, WHATWG HTML 9.2). At most a page is read ahead; the next one is read
 * when the reader has taken this one. Who does not read is hung up on by the HTTP server ({@code hub.http.unreadTimeout}).
 */
final class EventStream implements HttpStream {

    /** How long the reader waits until it comes back after a lost connection. */
    private static final Buffer BEGINNING = Buffer.buffer("retry: 3000\n\n");

    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    final String client;
    private final EventStreams streams;
    private final BooleanSupplier holds;

    /** What is new since the last look; a burst of events is one task of the loop. */
    private final AtomicBoolean news = new AtomicBoolean(true);

    private volatile Context loop;
    private volatile HttpServerResponse response;

    // on the loop
    private long position;
    private boolean reading;
    private boolean closed;
    private boolean full;
    private long timer;

    /**
     * @param position events with a greater id
     * @param holds whether its key is still good for them; asked with each sign of life
     */
    EventStream(EventStreams streams, String client, long position, BooleanSupplier holds) {
        this.holds = holds;
        this.streams = streams;
        this.client = client;
        this.position = position;
    }

    boolean isBegun() {
        return response != null;
    }

    @Override
    public void begin(HttpServerResponse to) {
        loop = Vertx.currentContext();
        response = to;
        // headers that Camel would take out; nginx would keep the stream back
        to.setChunked(true).putHeader("Cache-Control", "no-store").putHeader("X-Accel-Buffering", "no");
        to.drainHandler(v -> pump());
        to.exceptionHandler(e -> closed());
        to.endHandler(v -> closed());
        to.write(BEGINNING);
        timer = loop.owner().setPeriodic(streams.heartbeatMillis(), t -> {
            if (!holds.getAsBoolean()) {
                to.end(); // who comes back with it is refused
            } else if (hasRoom()) {
                to.write(HEARTBEAT);
            }
        });
        pump();
    }

    /** There may be something new; from any thread. */
    void news() {
        Context on = loop;
        if (!news.getAndSet(true) && on != null) {
            on.runOnContext(v -> pump());
        }
    }

    private boolean hasRoom() {
        full = response.writeQueueFull();
        return !full;
    }

    private void pump() {
        if (closed || reading || !hasRoom() || !news.getAndSet(false)) {
            return;
        }
        reading = true;
        streams.read(client, position, page -> loop.runOnContext(v -> write(page)));
    }

    /** @param page null = the ledger cannot be read */
    private void write(EventStreams.Page page) {
        reading = false;
        if (closed) {
            return;
        }
        if (page == null) {
            response.end(); // the reader comes back by itself, with the id that it has
            return;
        }
        page.events().forEach(response::write);
        position = page.last();
        if (page.more()) {
            news.set(true);
        }
        pump();
    }

    /** From any thread. */
    void end() {
        Context on = loop;
        if (on != null) {
            on.runOnContext(v -> {
                if (!closed) {
                    response.end();
                }
            });
        }
    }

    private void closed() {
        if (!closed) {
            closed = true;
            loop.owner().cancelTimer(timer);
            streams.closed(this, full);
        }
    }

    /** An event as a stream has it. */
    static Buffer frame(String id, byte[] json) {
        return Buffer.buffer(json.length + 40)
                .appendString("id: " + id + "\ndata: ")
                .appendBytes(json)
                .appendString("\n\n");
    }
}
