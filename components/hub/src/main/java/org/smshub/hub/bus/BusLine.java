package org.smshub.hub.bus;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that works with a broker for as long as that can be worked with, and comes back when it cannot. What went wrong is
 * said once, until it goes again.
 */
public final class BusLine {

    /** What is done with the broker. */
    interface Task {

        /** Until it fails or {@link #isRunning} says no. */
        void work() throws Exception;

        /** The broker cannot be worked with; {@link #trouble} says why. */
        default void away() {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(BusLine.class);
    private static final int MOST_DELAYS = 10;
    private static final long STOP_MILLIS = 10_000;
    private static final String NOT_YET = "it has not answered yet";

    private final String name;
    private final BusEndpoint endpoint;
    private final Task task;

    /** The one that is to work; one of before, which could not be ended in time, is it no more. */
    private volatile Thread thread;

    private volatile boolean lost;
    private volatile String trouble = NOT_YET;
    private boolean said;

    /** @param name in the log and of the thread */
    BusLine(String name, BusEndpoint endpoint, Task task) {
        this.name = name;
        this.endpoint = endpoint;
        this.task = task;
    }

    void start() {
        trouble = NOT_YET;
        Thread its = new Thread(this::run, name);
        its.setDaemon(true);
        thread = its;
        its.start();
    }

    /** Waits ten seconds until what is being done is done; what takes longer is interrupted. */
    void stop() {
        Thread its = thread;
        thread = null;
        if (its == null) {
            return;
        }
        LockSupport.unpark(its);
        try {
            its.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        its.interrupt();
    }

    private boolean isMine() {
        return Thread.currentThread() == thread;
    }

    /** For the task: whether to go on. */
    public boolean isRunning() {
        return isMine() && !lost;
    }

    boolean isStopped() {
        return thread == null;
    }

    public String name() {
        return name;
    }

    /** Why the broker cannot be worked with now; null = it can. */
    public String trouble() {
        return isStopped() ? "stopped" : trouble;
    }

    /** The client of the broker says, in a thread of its own, that what the task works with is of no use any more. */
    public void lost() {
        lost = true;
    }

    void check() throws InterruptedException {
        if (lost) {
            throw new InterruptedException("the connection is lost");
        }
    }

    /** For the task: the broker does what it is there for. */
    public void good() {
        if (!isRunning()) {
            return;
        }
        if (said) {
            LOG.info("{}: {} can be worked with again", name, endpoint.broker());
        }
        said = false;
        trouble = null;
    }

    /** For the task: it does not; what it has goes on waiting. */
    public void bad(Throwable why) {
        LOG.debug("{}", name, why);
        if (!isMine()) {
            return;
        }
        String reason = endpoint.reason(why);
        trouble = reason;
        if (!said) {
            said = true;
            LOG.warn("{}: {} cannot be worked with ({}); tried again until it can", name, endpoint.broker(), reason);
        }
        task.away();
    }

    /** For the task: waits. @return whether to go on */
    public boolean pause(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = until - System.nanoTime();
        while (isMine() && left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
        return isRunning();
    }

    private void run() {
        int tries = 0;
        while (isMine()) {
            lost = false;
            boolean was = trouble == null;
            try {
                task.work();
                check();
            } catch (Exception | LinkageError e) {
                tries = was || trouble == null ? 0 : tries + 1;
                bad(e);
            }
            pause(endpoint.getReconnectDelay() * Math.min(MOST_DELAYS, 1L << Math.min(tries, MOST_DELAYS)));
        }
    }

    /** In one line, with what it comes of: that is what names the thing to change. */
    public static String reason(Throwable why) {
        StringBuilder reason = new StringBuilder(said(why));
        Throwable cause = why.getCause();
        for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
            if (cause.getMessage() != null && reason.indexOf(cause.getMessage()) < 0) {
                reason.append(": ").append(cause.getMessage());
            }
        }
        return reason.toString().replaceAll("\\s+", " ");
    }

    private static String said(Throwable why) {
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }
}
