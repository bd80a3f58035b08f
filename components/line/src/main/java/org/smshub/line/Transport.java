package org.smshub.line;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What a line runs over: TCP ({@link Tcp}), or a serial port. */
@FunctionalInterface
public interface Transport {

    /**
     * Opens a channel; returns at once.
     *
     * @param session puts the handlers of the session at the end of the channel's pipeline
     * @return fails if there is no channel; what happens afterwards is the session's affair
     */
    CompletableFuture<Channel> connect(Consumer<Channel> session);
}
