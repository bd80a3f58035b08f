package org.smshub.it.centre;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A centre that does what a test tells it, on plain sockets, and keeps a book of what it read. What a protocol has of its own is in its
 * subclass; what a test of all protocols says is here.
 */
abstract class Centre implements AutoCloseable {

    /** What becomes of a submit that was read. Runs on the thread that reads the connection. */
    interface Script {
        void take(Submit submit) throws IOException;
    }

    static final Script ACCEPT = Submit::accept;

    static final Script GOOD = submit -> {
        submit.accept();
        submit.receipt(Told.DELIVERED);
    };

    static final Script SILENT = submit -> {};

    /** A connection. */
    interface Line {
        String newId(Submit submit);

        void accept(Submit submit) throws IOException;

        void refuse(Submit submit, Refusal refusal) throws IOException;

        /** Of a submit that came on this connection or on another one. */
        void receipt(Submit submit, Told told) throws IOException;

        /** Ends what the centre has to say, in order (FIN). */
        void finish() throws IOException;

        /** Resets the connection (RST). */
        void reset() throws IOException;
    }

    private final List<Submit> book = new CopyOnWriteArrayList<>();
    private volatile Script script = GOOD;

    /** Where it listens, on the loopback interface. */
    abstract int port();

    /** Listens, on the same port as before. */
    abstract void up() throws IOException;

    /** Cuts every connection and refuses new ones. */
    abstract void down() throws IOException;

    /** The last connection that logged in and is open, or null. */
    abstract Line line();

    @Override
    public void close() throws IOException {
        down();
    }

    /** The next submits go by these, one after the other; all after them by the last. */
    final void onSubmit(Script... scripts) {
        AtomicInteger next = new AtomicInteger();
        script = submit -> scripts[Math.min(next.getAndIncrement(), scripts.length - 1)].take(submit);
    }

    /** All submits to this number, in the order they were read. */
    final List<Submit> read(String to) {
        return book.stream().filter(s -> to.endsWith(s.to)).toList();
    }

    /** Those of them that the centre did not refuse: copies that may reach a phone. */
    final List<Submit> copies(String to) {
        return read(to).stream().filter(s -> !s.isRefused()).toList();
    }

    final void received(Submit submit) throws IOException {
        book.add(submit);
        script.take(submit);
    }
}
