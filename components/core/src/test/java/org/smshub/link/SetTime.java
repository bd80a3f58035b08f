package org.smshub.link;

import java.lang.reflect.Proxy;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.smshub.link.nature.Nature;

/** Time that goes as the test says, and a timer that keeps it; chance is that of a seed. For one thread. */
final class SetTime implements Nature {

    private static final long BEGIN = 1_790_000_000_000L;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final RandomGenerator random;
    private long nanos;

    SetTime(long seed) {
        random = new java.util.SplittableRandom(seed);
    }

    @Override
    public long wall() {
        return BEGIN + TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    /** What is due meanwhile happens in its order, each at its time. */
    void pass(long millis) {
        long end = nanos + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!tasks.isEmpty() && tasks.peek().at <= end) {
            Task next = tasks.remove();
            nanos = Math.max(nanos, next.at);
            next.run();
        }
        nanos = end;
    }

    /** Of which {@code schedule} once is all that works. */
    ScheduledExecutorService timer() {
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                SetTime.class.getClassLoader(), new Class<?>[] {ScheduledExecutorService.class}, (p, method, args) -> {
                    if (!method.getName().equals("schedule")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    Task task = new Task((Runnable) args[0], nanos + ((TimeUnit) args[2]).toNanos((Long) args[1]));
                    tasks.add(task);
                    return task;
                });
    }

    private final class Task extends FutureTask<Void> implements RunnableScheduledFuture<Void> {
        private final long at;

        private Task(Runnable what, long at) {
            super(what, null);
            this.at = at;
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at, ((Task) other).at);
        }
    }
}
