package org.smshub.hub.calls;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Looks names up without a thread that waits: one name server that is silent would take those of all. By the hosts file and
 * the name servers of the system, or by others; answers are kept for as long as they say themselves, a
 * minute at most.
 */
final class Names implements AutoCloseable {

    private static final int MOST_KEPT_SECONDS = 60;

    private final DnsNameResolver resolver;

    /** @param servers name servers, {@code host:port} by address, comma-separated; empty = those of the system */
    Names(EventLoop loop, String servers, Duration timeout) {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .queryTimeoutMillis(timeout.toMillis())
                // names come with messages, too: what is kept of them is bounded by this and the rate
                .ttl(0, MOST_KEPT_SECONDS);
        if (!servers.isBlank()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(
                    Arrays.stream(servers.split(",")).map(Names::server).toArray(InetSocketAddress[]::new)));
        }
        resolver = builder.build();
    }

    private static InetSocketAddress server(String server) {
        String address = server.trim();
        int colon = address.lastIndexOf(':');
        boolean port = colon > 0 && (address.indexOf(':') == colon || address.charAt(colon - 1) == ']');
        try {
            return new InetSocketAddress(
                    port ? address.substring(0, colon) : address,
                    port ? Integer.parseInt(address.substring(colon + 1)) : 53);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "hub.webhooks.nameServers has addresses such as 10.0.0.1 or 10.0.0.1:53, not '" + server + "'", e);
        }
    }

    /** On the loop: its addresses, or why there are none. An address is its own. */
    void resolve(String host, BiConsumer<List<InetAddress>, Throwable> then) {
        resolver.resolveAll(host)
                .addListener((Future<List<InetAddress>> done) ->
                        then.accept(done.isSuccess() ? done.getNow() : List.of(), done.cause()));
    }

    @Override
    public void close() {
        resolver.close();
    }
}
