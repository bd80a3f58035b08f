package org.smshub.line.camel;

import java.time.Duration;
import org.smshub.line.Authenticator;
import org.smshub.line.LineServer;
import org.smshub.line.Protocol;

/** The component of an end that is dialled. */
public abstract class LineServerComponent<F, C extends LineServerConfiguration>
        extends LineComponent<F, C, LineServer<F>> {

    /** The protocol for one connection. */
    protected abstract Protocol<F> protocol(C options);

    /** Who may come in by login. */
    protected abstract Authenticator<F> authenticator(C options);

    @Override
    protected LineServer<F> open(C options) {
        return new LineServer<>(options.line(), threads());
    }

    /** It listens as soon as an endpoint that shares it says who may come in. */
    @Override
    protected void join(LineServer<F> line, C options) {
        if (!options.hasAccess()) {
            line.queue(options.getQueueSize(), Duration.ofMillis(options.getWaitTimeout()));
        } else {
            line.listen(new LineServer.Access<>(
                    tcp(options, false),
                    () -> protocol(options),
                    authenticator(options),
                    options.session(),
                    options.accountsByAddress(),
                    options.getMaxConnections(),
                    options.perAddress(),
                    options.getMaxSessions()));
        }
    }
}
