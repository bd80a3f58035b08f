package org.smshub.bench;

import java.util.concurrent.TimeUnit;

/** What the bench's load brings into a hub by HTTP, for a test that compares another way in with it. */
public final class HttpRate {

    private HttpRate() {}

    /**
     * 64 keep-alive connections, each with its next message when the last is answered.
     *
     * @return messages a second that were answered with 202
     */
    public static double measure(HubProcess hub, int seconds) throws Exception {
        Tally tally = new Tally(2_000_000);
        HttpLoad.Pace pace = new HttpLoad.Pace(64, 0, TimeUnit.SECONDS.toNanos(seconds), 2_000_000);
        HttpLoad load = new HttpLoad(hub.http(), hub.request(true), pace, tally, 0);
        long start = System.nanoTime();
        load.run();
        double took = (System.nanoTime() - start) / 1e9;
        if (load.failure() != null) {
            throw new IllegalStateException(load.failure());
        }
        return load.accepted() / took;
    }
}
