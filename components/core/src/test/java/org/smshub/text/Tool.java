package org.smshub.text;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a decoder that nobody here wrote; a test is skipped where it is not installed. */
final class Tool {

    private Tool() {}

    static void require(String debianPackage, String... probe) {
        boolean there;
        try {
            Process process = new ProcessBuilder(probe)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            there = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
            process.destroyForcibly();
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            there = false;
        }
        assumeTrue(there, "skipped: the Debian package " + debianPackage + " is not installed");
    }

    static String run(Path directory, List<String> command) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(command.get(0) + " failed: " + Files.readString(err));
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }
}
