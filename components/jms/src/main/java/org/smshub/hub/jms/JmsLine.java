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

    /** What is done with the connection, until it fails or {@link #isRunning} says no. */
    interface Task {
        void work(Connection connection) throws Exception;
    }

    private final JmsBatchEndpoint endpoint;
    private final String name;
    private final Task task;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopping = lock.newCondition();
    private volatile boolean running;
    private volatile boolean broken;
    private volatile String trouble = "not connected yet";
    private volatile Connection connection;
    private Thread thread;
    private boolean said;

    /** @param name in the log and of the thread */
    JmsLine(JmsBatchEndpoint endpoint, String name, Task task) {
        this.endpoint = endpoint;
        this.name = name;
        this.task = task;
    }

    void start() {
        running = true;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until what is being done is done; what takes too long is cut, and the broker keeps it. */
    void stop() {
        if (thread == null) {
            return;
        }
        lock.lock();
        try {
            running = false;
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            close(connection);
            thread.interrupt();
        }
        thread = null;
    }

    /** Whether to go on. */
    boolean isRunning() {
        return running && !broken;
    }

    /** Why the broker cannot be worked with now; null = it can. */
    String trouble() {
        return trouble;
    }

    /** The task has what it needs of the broker. */
    void good() {
        if (said) {
            LOG.info("{}: back at {}", name, endpoint.broker());
        }
        said = false;
        trouble = null;
    }

    private void run() {
        int tries = 0;
        while (running) {
            broken = false;
            try (Connection one = endpoint.getConnectionFactory().createConnection()) {
                connection = one;
                one.setExceptionListener(e -> broken = true);
                one.start();
                task.work(one);
                broken(running ? "the connection is lost" : null);
                tries = 0;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                tries = trouble == null ? 0 : tries + 1;
                broken(e.toString());
                LOG.debug("{}", name, e);
            }
            if (running) {
                pause(endpoint.getReconnectDelay() * Math.min(MOST_DELAYS, 1L << Math.min(tries, MOST_DELAYS)));
            }
        }
    }

    private void broken(String why) {
        if (why != null && running && !said) {
            said = true;
            LOG.warn("{}: {} cannot be worked with ({}); tried again until it can", name, endpoint.broker(), why);
        }
        trouble = why == null ? "stopped" : why;
    }

    /** @return whether to go on */
    boolean pause(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (running && left > 0) {
                left = stopping.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
        return running;
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
