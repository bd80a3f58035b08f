package org.smshub.smppserver;

import java.util.List;
import java.util.concurrent.Future;

/** The deliver_sm of one exchange, in order, to whichever session of the client has room. */
final class SmppDelivery {

    /** Told once how it ended: null, or why not. */
    @FunctionalInterface
    interface Result {
        void done(Exception failure);
    }

    final String client;
    final List<SmppPdu.Message> messages;
    private final Result result;
    private Future<?> timeout;

    SmppDelivery(String client, List<SmppPdu.Message> messages, Result result) {
        this.client = client;
        this.messages = messages;
        this.result = result;
    }

    /** The task that ends the waiting for a session. */
    void timeout(Future<?> task) {
        timeout = task;
    }

    void stopWaiting() {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    void done(Exception failure) {
        result.done(failure);
    }
}
