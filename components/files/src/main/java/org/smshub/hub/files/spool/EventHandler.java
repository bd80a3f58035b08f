package org.smshub.hub.files.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program that smsd calls {@code eventhandler}: {@code program KIND FILE [message id]}, an argument vector and no shell.
 * It ends in a bounded time; what it says and how it ends is its own affair, as with smsd.
 *
 * @param program empty = none
 */
record EventHandler(String program, long seconds) {

    static final long PATIENCE_SECONDS = 30;

    private static final Logger LOG = LoggerFactory.getLogger(EventHandler.class);

    /** @param messageId or null */
    void run(String kind, Path file, String messageId) {
        if (program == null || program.isBlank()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(program, kind, file.toString()));
        if (messageId != null) {
            command.add(messageId);
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                LOG.warn("The event handler {} did not end within {} s and was ended", program, seconds);
            } else if (process.exitValue() != 0) {
                LOG.warn("The event handler {} ended with {}", program, process.exitValue());
            }
        } catch (IOException e) {
            LOG.warn("The event handler {} cannot be started: {}", program, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
