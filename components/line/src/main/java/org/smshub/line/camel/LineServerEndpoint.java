package org.smshub.line.camel;

import java.util.function.BiConsumer;
import org.smshub.line.LineServer;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.link.passing.Presence;

/** An address of ours that others dial. A subclass has the annotations and the field {@code configuration}. */
public abstract class LineServerEndpoint<F, C extends LineServerConfiguration> extends LineEndpoint<F, C, LineServer<F>>
        implements Presence {

    private final LineServerComponent<F, C> servers;

    protected LineServerEndpoint(String uri, LineServerComponent<F, C> component) {
        super(uri, component);
        this.servers = component;
    }

    @Override
    public Runnable watch(BiConsumer<String, Boolean> watcher) {
        return servers.present(getConfiguration().key()).watch(watcher);
    }
}
