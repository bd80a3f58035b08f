package org.smshub.it.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Threads of applications that give messages until it is over, each so many a second at most. */
abstract class Load implements AutoCloseable {

    private static final long END_MILLIS = 90_000;

    final Given given;
    final AtomicInteger refused = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;
    private volatile Throwable fault;

    Load(Given given) {
        this.given = given;
    }

    interface Task {
        /** Gives one message. */
        void run() throws Exception;
    }

    void start(String name, int perSecond, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!over) {
                            long begun = System.nanoTime();
                            task.run();
                            LockSupport.parkNanos(
                                    TimeUnit.SECONDS.toNanos(1) / perSecond - (System.nanoTime() - begun));
                        }
                    } catch (Throwable e) {
                        fault = e;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    boolean isOver() {
        return over;
    }

    /** The end of it: what was given is answered. */
    void end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join(END_MILLIS);
            if (thread.isAlive()) {
                throw new AssertionError(thread.getName() + " does not end");
            }
        }
        check();
    }

    /** @throws AssertionError an application met what it should not */
    void check() {
        if (fault != null) {
            throw new AssertionError(fault);
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
