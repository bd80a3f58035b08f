package org.smshub.hub.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.Callers;

/** On the listening socket: closes connections beyond the bounds before anything is made for them, TLS included. */
@ChannelHandler.Sharable
final class HttpDoor extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    private final Callers callers;
    private final HttpBounds bounds;

    HttpDoor(Callers callers, HttpBounds bounds) {
        this.callers = callers;
        this.bounds = bounds;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel connection = (Channel) message;
        InetSocketAddress remote = (InetSocketAddress) connection.remoteAddress();
        if (remote == null) {
            connection.unsafe().closeForcibly(); // it is gone already
            return;
        }
        InetAddress address = remote.getAddress();
        if (callers.enter(address)) {
            connection.closeFuture().addListener(closed -> callers.leave(address));
            context.fireChannelRead(connection);
            return;
        }
        connection.unsafe().closeForcibly();
        if (callers.tells()) {
            LOG.warn(
                    "HTTP: connection of {} refused, it has {} and all have {}; hub.http.maxConnections is {},"
                            + " hub.http.maxConnectionsPerAddress {} (told once a minute)",
                    address.getHostAddress(),
                    callers.of(address),
                    callers.size(),
                    bounds.connections(),
                    bounds.perAddress());
        }
    }
}
