package org.smshub.hub.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a broker, with a thread of its own that works on it for as long as it holds, and comes back when it does
 * not. What went wrong is said once, until it goes again.
 */
final class JmsLine {

    private static final Logger LOG = LoggerFactory.getLogger(JmsLine.class);
    private static final int MOST_DELAYS = 10;
    private static final long STOP_SECONDS = 20;
    private static final String STOPPED = "stopped";

    /** What is done with the connection. */
    interface Task {

        /** Until it fails or {@link #isRunning} says no. */
        void work(Connection connection) throws Exception;

        /** The broker cannot be worked with; {@link #trouble} says why. */
        default void away() {}
    }

    private final JmsBatchEndpoint endpoint;
    private final String name;
    private final Task task;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopping = lock.newCondition();
    private volatile boolean broken;
    private volatile String trouble = "not connected yet";
    private volatile Connection connection;

    /** The one that is to work; one of before, which could not be ended in time, is it no more. */
    private volatile Thread thread;

    private boolean said;

    /** @param name in the log and of the thread */
    JmsLine(JmsBatchEndpoint endpoint, String name, Task task) {
        this.endpoint = endpoint;
        this.name = name;
        this.task = task;
    }

    void start() {
        Thread one = new Thread(this::run, name);
        one.setDaemon(true);
        thread = one;
        one.start();
    }

    /** Waits until what is being done is done; what takes too long is cut, and the broker keeps it. */
    void stop() {
        Thread one = thread;
        if (one == null) {
            return;
        }
        lock.lock();
        try {
            thread = null;
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            one.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (one.isAlive()) {
            close(connection);
            one.interrupt();
        }
        trouble = STOPPED;
    }

    private boolean isMine() {
        return thread == Thread.currentThread();
    }

    /** Whether to go on. */
    boolean isRunning() {
        return isMine() && !broken;
    }

    /** Why the broker cannot be worked with now; null = it can. */
    String trouble() {
        return trouble;
    }

    /** The task has what it needs of the broker. */
    void good() {
        if (!isMine()) {
            return;
        }
        if (said) {
            LOG.info("{}: back at {}", name, endpoint.broker());
        }
        said = false;
        trouble = null;
    }

    private void run() {
        int tries = 0;
        while (isMine()) {
            broken = false;
            try (Connection one = endpoint.getConnectionFactory().createConnection()) {
                connection = one;
                one.setExceptionListener(e -> broken = true);
                one.start();
                task.work(one);
                broken("the connection is lost");
                tries = 0;
            } catch (Exception | LinkageError e) {
                tries = trouble == null ? 0 : tries + 1;
                broken(endpoint.why(e));
                LOG.debug("{}", name, e);
            }
            pause(endpoint.getReconnectDelay() * Math.min(MOST_DELAYS, 1L << Math.min(tries, MOST_DELAYS)));
        }
    }

    private void broken(String why) {
        if (!isMine()) {
            return; // it is stopped
        }
        trouble = why;
        if (!said) {
            said = true;
            LOG.warn("{}: {} cannot be worked with ({}); tried again until it can", name, endpoint.broker(), why);
        }
        task.away();
    }

    /** Until the time is over, or the line is stopped. */
    void pause(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (isMine() && left > 0) {
                left = stopping.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private static void close(Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (JMSException e) {
                LOG.debug("A connection that was given up could not be closed", e);
            }
        }
    }

    static Session transacted(Connection connection) throws JMSException {
        return connection.createSession(true, Session.SESSION_TRANSACTED);
    }
}
