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
        return measure(hub, hub.request(true), seconds);
    }

    /**
     * The same of another request.
     *
     * @param request a GET's line with its headers, in which {@value HttpConnection#DIGITS} is the number of the message
     * @return messages a second that were answered with 200, 201 or 202
     */
    public static double measure(HubProcess hub, byte[] request, int seconds) throws Exception {
        return rate(hub, request, seconds);
    }

    static double rate(Contender contender, byte[] request, int seconds) throws Exception {
        Tally tally = new Tally(2_000_000);
        HttpLoad.Pace pace = new HttpLoad.Pace(64, 0, TimeUnit.SECONDS.toNanos(seconds), 2_000_000);
        HttpLoad load = new HttpLoad(contender.http(), request, pace, tally, 0);
        long start = System.nanoTime();
        load.run();
        double took = (System.nanoTime() - start) / 1e9;
        if (load.failure() != null) {
            throw new IllegalStateException(load.failure());
        }
        return (load.accepted() + load.refused.getOrDefault(200, 0L) + load.refused.getOrDefault(201, 0L)) / took;
    }
}
