package org.smshub.hub.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.commit.writer.GroupCommit;

/** A hub whose writing thread is dead ends; other threads are only told of. In a JVM of their own. */
class StartFailureTest {

    private static Process java(String thread) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dhub.routes=here",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartFailureTest.class.getName(),
                        thread)
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process;
    }

    @Test
    void theWriterTakesTheHubWithIt() throws Exception {
        Process process = java(GroupCommit.THREAD);
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("hub: the thread that writes the ledger has ended (")
                .contains("start it again");
        assertThat(process.exitValue()).isEqualTo(3);
    }

    @Test
    void anyOtherDoesNot() throws Exception {
        assertThat(java("any").exitValue()).isEqualTo(7);
    }

    /** A thread dies of a fault that cannot even say what it is. */
    public static void main(String[] args) throws Exception {
        new StartFailure().load(null);
        Thread thread = new Thread(
                () -> {
                    throw new Error() {
                        @Override
                        public String toString() {
                            return args[0].equals("any") ? "fault" : String.valueOf(1 / (args.length - 1));
                        }
                    };
                },
                args[0]);
        thread.start();
        thread.join();
        System.exit(7);
    }
}
