package org.smshub.line.camel;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.smshub.line.LineClient;
import org.smshub.line.Protocol;
import org.smshub.line.Tcp;
import org.smshub.line.Transport;
import org.smshub.line.options.LineClientConfiguration;

/** The component of an end that dials. */
public abstract class LineClientComponent<F, C extends LineClientConfiguration>
        extends LineComponent<F, C, LineClient<F>> {

    /** The protocol for one connection. @param session its number on the line, from 0 */
    protected abstract Protocol<F> protocol(C options, int session);

    /** What the line runs over: TCP, unless a protocol knows better. */
    protected Transport transport(C options, Tcp tcp) {
        return tcp.to(options.getHost(), options.getPort(), Duration.ofMillis(options.getConnectTimeout()));
    }

    @Override
    protected LineClient<F> open(C options) {
        Transport transport = transport(options, tcp(options, options.isHostnameVerification()));
        return new LineClient<>(options, transport, session -> protocol(options, session), threads());
    }

    /** It dials when the context has started, so that consumers are there before the centre delivers. */
    @Override
    protected void join(LineClient<F> line, C options) {
        if (options.getListenPort() > 0) {
            line.listen(tcp(options, false));
        }
        try {
            getCamelContext().addStartupListener(new WhenStarted(line));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls when all routes are started, which in a running context is now. */
    private record WhenStarted(LineClient<?> line) implements ExtendedStartupListener {

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            if (alreadyStarted) {
                line.dial();
            }
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            line.dial();
        }
    }
}
