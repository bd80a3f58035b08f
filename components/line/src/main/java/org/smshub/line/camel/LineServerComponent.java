package org.smshub.line.camel;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.smshub.line.LineServer;
import org.smshub.line.Present;
import org.smshub.line.Protocol;
import org.smshub.line.TimeIds;
import org.smshub.line.options.LineServerConfiguration;

/** The component of an end that is dialled. */
public abstract class LineServerComponent<F, C extends LineServerConfiguration>
        extends LineComponent<F, C, LineServer<F>> {

    private final Map<ZoneId, TimeIds> ids = new ConcurrentHashMap<>();

    /** By the key of the line. */
    private final Map<String, Present> present = new ConcurrentHashMap<>();

    /** The time stamps that servers of the same zone give to messages; @param format the same for all of the protocol */
    public TimeIds ids(C options, DateTimeFormatter format) {
        return ids.computeIfAbsent(options.zone(), zone -> new TimeIds(zone, format));
    }

    /** The protocol for one connection. */
    protected abstract Protocol<F> protocol(C options);

    /** Who is at the line of this key, whether it is open or not. */
    public Present present(String key) {
        return present.computeIfAbsent(key, line -> new Present());
    }

    @Override
    protected LineServer<F> open(C options) {
        return new LineServer<>(options, threads(), present(options.key()));
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
