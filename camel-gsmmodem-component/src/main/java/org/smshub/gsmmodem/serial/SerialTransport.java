package org.smshub.gsmmodem.serial;

import com.fazecast.jSerialComm.SerialPort;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.smshub.line.Threads;
import org.smshub.line.Transport;

/** A serial port under a session. */
public record SerialTransport(SerialOptions options, Threads threads) implements Transport {

    /** The port is opened, and looked for, on a thread that may wait. */
    @Override
    public CompletableFuture<Channel> connect(Consumer<Channel> session) {
        CompletableFuture<Channel> result = new CompletableFuture<>();
        try {
            threads.names().execute(() -> {
                try {
                    register(Ports.open(options), session, result);
                } catch (IOException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new IOException("too many ports are being opened"));
        }
        return result;
    }

    private void register(SerialPort port, Consumer<Channel> session, CompletableFuture<Channel> result) {
        SerialChannel channel = new SerialChannel(port, options.writeTimeout());
        channel.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel added) {
                session.accept(added);
            }
        });
        try {
            threads.loops().register(channel).addListener(done -> {
                if (done.isSuccess()) {
                    result.complete(channel);
                } else {
                    channel.unsafe().closeForcibly();
                    result.completeExceptionally(done.cause());
                }
            });
        } catch (RejectedExecutionException e) {
            channel.unsafe().closeForcibly();
            result.completeExceptionally(e);
        }
    }
}
