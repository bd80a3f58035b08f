package org.smshub.ledger.nodes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.link.passing.Presence;

/**
 * Clients that have a session at this hub: it asks for their events, each a holding of its own, as long as they are here. So whichever
 * hub has a session of a client tells it, and one of those that have; who has none holds nothing of it.
 */
public final class BoundClients implements AutoCloseable {

    private final Membership membership;
    private final EventQueue queue;
    private final Runnable waking;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final Runnable unwatch;

    /**
     * @param queue that {@link EventQueue#serve serves} by client
     * @param waking after it has one more: there may be something to hand out
     */
    public BoundClients(Membership membership, EventQueue queue, Presence presence, Runnable waking) {
        this.membership = membership;
        this.queue = queue;
        this.waking = waking;
        unwatch = presence.watch(this::here);
    }

    private void here(String name, boolean is) {
        Client client = clients.computeIfAbsent(name, Client::new);
        client.here(is);
        String what = Membership.ofClient(queue.consumer(), name);
        if (is) {
            membership.want(what, client);
        } else {
            membership.unwant(what);
        }
    }

    @Override
    public void close() {
        unwatch.run();
        clients.keySet().forEach(name -> here(name, false));
    }

    /** Handed out is what is for a client that is here and whose holding is this hub's. */
    private final class Client implements Holder {

        private final String name;
        private boolean here;
        private boolean held;

        private Client(String name) {
            this.name = name;
        }

        synchronized void here(boolean is) {
            here = is;
            serve();
        }

        private synchronized void held(boolean is) {
            held = is;
            serve();
        }

        private void serve() {
            queue.serve(name, here && held);
            if (here && held) {
                waking.run();
            }
        }

        @Override
        public void gained() {
            held(true);
        }

        @Override
        public void lost() {
            held(false);
        }

        @Override
        public void ends() {
            // it has gone: nothing is handed out any more
        }

        @Override
        public boolean hasEnded() {
            return queue.inFlight(name) == 0;
        }
    }
}
