package org.smshub.gsmmodem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the component adds to the time that a modem takes, and what idle modems cost; the README has the command. */
@Timeout(170)
class GsmModemBenchmark extends ModemFixture {

    private static final int MESSAGES = 40;
    private static final long NETWORK = 500;
    private static final int IDLE = 64;
    private static final int SECONDS = 40;

    private static void takes(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** A modem that has a message in half a second, which is a fast one; each result is followed by the next message. */
    @Test
    void dialogue() throws Exception {
        AtomicLong own = new AtomicLong();
        modem.script = (talk, command) -> {
            boolean pdu = command.startsWith("PDU");
            if (!pdu && !command.startsWith("AT+CMGS")) {
                return false;
            }
            long start = System.nanoTime();
            takes(pdu ? NETWORK : 10);
            talk.plain(command);
            own.addAndGet(System.nanoTime() - start);
            return true;
        };
        startUp("");
        end(send("warm"));
        own.set(0);
        long start = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(outcome(end(send("message " + i)))).startsWith("SENT ");
        }
        double total = (System.nanoTime() - start) / 1e6 / MESSAGES;
        double modems = own.get() / 1e6 / MESSAGES;
        System.out.printf(
                "a message: %.1f ms, of which the modem %.1f ms: %.1f %% more%n",
                total, modems, 100 * (total / modems - 1));
        assertThat(total / modems).isLessThan(1.05);
    }

    @Test
    void idle() throws Exception {
        List<ScriptedModem> modems = new ArrayList<>();
        for (int i = 0; i < IDLE; i++) {
            ScriptedModem one = new ScriptedModem();
            modems.add(one);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("gsmmodem:tcp:127.0.0.1:" + one.port()).to("log:x");
                }
            });
        }
        camel.start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> modems.stream().allMatch(one -> one.heard.contains("AT+CMGL=4")));
        long before = cpu();
        takes(TimeUnit.SECONDS.toMillis(SECONDS));
        double share = (cpu() - before) / 1e7 / SECONDS;
        System.out.printf("%d idle modems: %.2f %% of a core%n", IDLE, share);
        for (ScriptedModem one : modems) {
            assertThat(one.count("AT+CMGL=4"))
                    .as("each was looked at meanwhile")
                    .isGreaterThan(1);
            one.close();
        }
        assertThat(share).isLessThan(1);
    }

    /** Nanoseconds of the component's threads, without those of the modems. */
    private static long cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("Camel"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }
}
