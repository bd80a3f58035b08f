package org.smshub.line.camel;

import org.smshub.line.LineServer;
import org.smshub.line.Protocol;
import org.smshub.line.options.LineServerConfiguration;

/** The component of an end that is dialled. */
public abstract class LineServerComponent<F, C extends LineServerConfiguration>
        extends LineComponent<F, C, LineServer<F>> {

    /** The protocol for one connection. */
    protected abstract Protocol<F> protocol(C options);

    @Override
    protected LineServer<F> open(C options) {
        return new LineServer<>(options, threads());
    }

    /** It listens as soon as an endpoint that shares it says who may come in. */
    @Override
    protected void join(LineServer<F> line, C options) {
        if (options.hasAccess()) {
            line.listen(options, tcp(options, false), () -> protocol(options));
        } else {
            line.queue(options);
        }
    }
}
