package org.smshub.link;

import java.util.concurrent.atomic.AtomicInteger;

/** A request that remembers its end, and fails the test when it ends twice. */
final class Probe implements Request<String> {

    final String name;
    final AtomicInteger ends = new AtomicInteger();
    volatile String answer;
    volatile Failure failure;
    volatile String late;

    Probe(String name) {
        this.name = name;
    }

    @Override
    public boolean accepts(String candidate) {
        return !candidate.startsWith("other");
    }

    @Override
    public void answered(String received) {
        answer = received;
        ended();
    }

    @Override
    public void failed(Failure why, Throwable cause) {
        failure = why;
        ended();
    }

    @Override
    public void late(String received) {
        late = received;
    }

    private void ended() {
        if (ends.incrementAndGet() != 1) {
            throw new AssertionError(name + " ended twice");
        }
    }

    boolean open() {
        return ends.get() == 0;
    }
}
