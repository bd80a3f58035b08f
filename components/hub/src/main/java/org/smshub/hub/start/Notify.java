package org.smshub.hub.start;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the hub is ready, where a unit of {@code Type=notify} waits for it. By systemd's own program: its socket takes
 * datagrams, which Java has not for Unix sockets; the unit says {@code NotifyAccess=all}, for that program is another process.
 */
final class Notify {

    private static final Logger LOG = LoggerFactory.getLogger(Notify.class);
    private static final int PATIENCE_SECONDS = 10;

    private Notify() {}

    static void ready() {
        if (System.getenv("NOTIFY_SOCKET") == null) {
            return;
        }
        try {
            Process said =
                    new ProcessBuilder("systemd-notify", "--ready").inheritIO().start();
            if (!said.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                said.destroyForcibly();
                LOG.warn("systemd was not told that the hub is ready: systemd-notify does not end");
            } else if (said.exitValue() != 0) {
                LOG.warn("systemd was not told that the hub is ready: systemd-notify ended with {}", said.exitValue());
            }
        } catch (IOException e) {
            LOG.warn("systemd was not told that the hub is ready: systemd-notify cannot be run ({})", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
