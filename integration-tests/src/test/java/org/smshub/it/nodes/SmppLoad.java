package org.smshub.it.nodes;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.smshub.it.Esme;

/**
 * ESMEs (of a library that is not ours) that bind to a hub, and to the next when theirs is gone. What has no answer they do not send again;
 * receipts of all come to whichever is there.
 */
final class SmppLoad extends Load {

    private static final int ESMES = 2;
    private static final int PER_SECOND = 20;
    private static final Duration ANSWER = Duration.ofSeconds(6);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Numbers numbers = new Numbers(2);
    private final List<Hub> hubs;
    private final Receivers receivers;
    private volatile boolean closed;

    SmppLoad(List<Hub> hubs, Given given, Receivers receivers) {
        super(given);
        this.hubs = hubs;
        this.receivers = receivers;
        for (int i = 0; i < ESMES; i++) {
            Application application = new Application(i);
            start("esme-" + i, PER_SECOND, application::give);
            Thread listening = new Thread(application::stayBound, "esme-bound-" + i);
            listening.setDaemon(true);
            listening.start();
        }
    }

    private final class Application {

        private int hub;
        private Esme esme;

        Application(int hub) {
            this.hub = hub;
        }

        void give() {
            String number = numbers.next();
            while (true) {
                Esme bound = bound();
                if (bound == null) {
                    if (isOver()) {
                        return;
                    }
                    continue;
                }
                try {
                    given.accepted(number, bound.submit("12345", number, "Hub", null, Esme.ALL));
                    return;
                } catch (NegativeResponseException no) {
                    // another hub may take it
                    refused.incrementAndGet();
                    leave(bound);
                } catch (ResponseTimeoutException | IOException | PDUException | InvalidResponseException gone) {
                    given.unanswered(number);
                    leave(bound);
                    return;
                }
            }
        }

        /** Hears to the end, when it gives nothing any more. */
        void stayBound() {
            while (!closed) {
                bound();
                LockSupport.parkNanos(LOOK.toNanos());
            }
            leave(esme);
        }

        /** Null = not now. */
        private synchronized Esme bound() {
            if (esme != null && !esme.isBound()) {
                leave(esme);
            }
            if (esme == null) {
                try {
                    int port = hubs.get(hub % hubs.size()).smppPort;
                    esme = new Esme(port, "esme", Hub.KEY_OF_ESME, ANSWER, receivers::receipt);
                } catch (IOException refusedOrGone) {
                    hub++;
                    LockSupport.parkNanos(LOOK.toNanos());
                }
            }
            return esme;
        }

        /** To the next hub, without a word: this one may be frozen. */
        private synchronized void leave(Esme left) {
            if (left != null && left == esme) {
                esme.session().close();
                esme = null;
                hub++;
            }
        }
    }

    @Override
    public void close() {
        super.close();
        closed = true;
    }
}
