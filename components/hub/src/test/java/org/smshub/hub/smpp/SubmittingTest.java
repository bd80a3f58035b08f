package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.support.task.BackgroundTask;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;
import org.jsmpp.extra.SessionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SubmittingTest {

    private final Submitting submitting = new Submitting();
    private final SmppConfiguration configuration = new SmppConfiguration();

    /** As camel-smpp waits for its next session: by Camel's own task. */
    @Test
    void theWaitForTheNextSessionEndsAndTheAttemptsGoOn() throws Exception {
        submitting.listenTo(configuration);
        ScheduledExecutorService service = Executors.newSingleThreadScheduledExecutor();
        try {
            CountDownLatch attempts = new CountDownLatch(5);
            BackgroundTask task = Tasks.backgroundTask()
                    .withScheduledExecutor(service)
                    .withBudget(Budgets.iterationTimeBudget()
                            .withInterval(Duration.ofMillis(20))
                            .withUnlimitedDuration()
                            .build())
                    .withName("reconnect")
                    .build();

            submitting.begin();
            configuration.getSessionStateListener().onStateChange(SessionState.CLOSED, SessionState.BOUND_TRX, null);
            boolean reconnected = task.run(null, () -> {
                attempts.countDown();
                return false;
            });
            submitting.end();

            assertThat(reconnected).isFalse();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(attempts.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            service.shutdownNow();
        }
    }

    @Test
    void whoeverElseMeetsTheEndOfASessionIsNotInterrupted() {
        submitting.listenTo(configuration);
        submitting.begin();
        submitting.end();
        configuration.getSessionStateListener().onStateChange(SessionState.CLOSED, SessionState.BOUND_TRX, null);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptOfOthersStays() {
        submitting.listenTo(configuration);
        submitting.begin();
        Thread.currentThread().interrupt();
        submitting.end();
        assertThatThrownBy(() -> Thread.sleep(10)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aListenerOfTheAddressIsToldFirst() {
        List<SessionState> told = new ArrayList<>();
        configuration.setSessionStateListener((now, before, source) -> told.add(now));
        submitting.listenTo(configuration);
        configuration.getSessionStateListener().onStateChange(SessionState.CLOSED, SessionState.BOUND_TRX, null);
        assertThat(told).containsExactly(SessionState.CLOSED);
    }
}
