package org.smshub.site;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Ends processes. {@link ProcessHandle#onExit} goes by the common pool, which has a single thread on two processors: it says nothing as
 * long as somebody else's task blocks that.
 */
public final class Processes {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = 10_000_000;

    private Processes() {}

    /**
     * SIGKILL to all of them, and waits until none is there.
     *
     * @throws IllegalStateException one still is after half a minute
     */
    public static void kill(Stream<ProcessHandle> processes) {
        List<ProcessHandle> all = processes.toList();
        all.forEach(ProcessHandle::destroyForcibly);
        long begun = System.nanoTime();
        for (ProcessHandle one : all) {
            while (one.isAlive()) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new IllegalStateException(
                            "process " + one.pid() + " was killed and is there after " + PATIENCE.toSeconds() + " s");
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }
}
