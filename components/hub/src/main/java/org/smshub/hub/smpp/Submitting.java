package org.smshub.hub.smpp;

import org.apache.camel.component.smpp.SmppConfiguration;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.SessionStateListener;

/**
 * Frees the thread whose submit finds the line lost. jSMPP tells of the end of a session on the thread that met it, and
 * camel-smpp waits there until it has another: the part would be in flight for as long as the centre is away. An interrupt
 * ends that wait alone; the attempts to connect go on, on a thread of camel-smpp's own.
 */
final class Submitting {

    private enum Is {
        UNDER_WAY,
        FREED
    }

    private final ThreadLocal<Is> submit = new ThreadLocal<>();

    void listenTo(SmppConfiguration configuration) {
        SessionStateListener others = configuration.getSessionStateListener();
        configuration.setSessionStateListener((now, before, source) -> {
            if (others != null) {
                others.onStateChange(now, before, source);
            }
            if (now == SessionState.CLOSED && submit.get() != null) {
                submit.set(Is.FREED);
                Thread.currentThread().interrupt();
            }
        });
    }

    void begin() {
        submit.set(Is.UNDER_WAY);
    }

    void end() {
        if (submit.get() == Is.FREED) {
            Thread.interrupted();
        }
        submit.remove();
    }
}
