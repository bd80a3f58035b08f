package org.smshub.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** What {@link BenchRun} loads: a gateway in processes of its own that takes messages by HTTP and sends them to the sink by SMPP. */
interface Contender {

    /** Where it takes requests. */
    InetSocketAddress http();

    /**
     * A request that sends one message, with {@link HttpConnection#DIGITS} where a message's number goes; the answer is 202.
     *
     * @param receipt whether a receipt is asked for
     */
    byte[] request(boolean receipt) throws IOException;

    /** Where the load's connections go, in turn. */
    default List<HttpLoad.Door> doors(boolean receipt) throws IOException {
        return List.of(new HttpLoad.Door(http(), request(receipt)));
    }

    /** CPU time so far, user and system, in seconds. */
    double cpuSeconds();

    /** The same of a database that is a server of its own; 0 where there is none. */
    default double databaseSeconds() {
        return 0;
    }

    /** How often its threads went to sleep by themselves so far; those that ended count no more. */
    long voluntarySwitches();

    /** Resident memory in MiB; 0 where the system does not say. */
    long residentMiB();

    /** What the heap holds after a full collection, in MiB; 0 where there is no such thing. */
    long liveHeapMiB() throws InterruptedException;

    boolean isAlive();

    /** The end of what it printed. */
    String lastLines();
}
