package org.smshub.ledger.commit;

import java.util.concurrent.TimeUnit;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.Answers;

/** The other hubs that work with the same ledger. What is told them is told on the writing thread: it must not block. */
public interface Peers {

    /** There are none, and never will be. */
    Peers NONE = new Peers() {};

    /** So often something is written, so that others see that this hub lives. */
    long BEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After so long without a commit nothing is sent: others take a hub for dead after half as long again. */
    long SILENT_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** Something waits: on a link, or for a client of an events consumer; the others are null. */
    record News(String link, String consumer, String client) {}

    /** Parts were put in the queue of a link that another hub has. */
    default void tell(LinkQueue link) {}

    /** An event was written. */
    default void tell(Answers.Lane lane) {}

    /** Whether this hub looks after what is old. */
    default boolean keepsHouse() {
        return true;
    }

    /** This hub was taken for dead: its links are others'. */
    default void fenced() {}
}
