package org.smshub.line;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end that is dialled: listens, lets accounts in, and keeps for each account what waits for its sessions. Endpoints
 * with the same address share it.
 */
public final class LineServer<F> implements Line<F> {

    /**
     * @param address for people
     * @param queueSize how many requests may wait for an account
     * @param waitTimeout how long one may wait
     */
    public record Options(String address, String host, int port, int queueSize, Duration waitTimeout) {}

    /**
     * Who may come in, and how.
     *
     * @param protocols a new one for a connection
     * @param session what their sessions have in common
     * @param byAddress accounts that need no login, by IP address
     * @param maxConnections open at a time, logged in or not
     * @param maxPerAddress the same of one IP address
     * @param maxSessions of one account, 0 = any number
     */
    public record Access<F>(
            Tcp tcp,
            Supplier<Protocol<F>> protocols,
            Authenticator<F> authenticator,
            SessionOptions session,
            Map<String, String> byAddress,
            int maxConnections,
            int maxPerAddress,
            int maxSessions) {}

    private static final Logger LOG = LoggerFactory.getLogger(LineServer.class);

    private final Options options;
    private final Threads threads;
    private final Completions completions;
    private final Accounts<F> accounts;
    private final Set<Guest<F>> guests = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private volatile Taker<F> taker;
    private volatile Access<F> access;
    private volatile LoginDesk<F> desk;
    private volatile Channel listener;
    private volatile boolean full;

    public LineServer(Options options, Threads threads) {
        this.options = options;
        this.threads = threads;
        this.completions = new Completions(threads.ends());
        this.accounts = new Accounts<>(options.queueSize(), options.waitTimeout(), threads.loops());
    }

    /** How much may wait for an account that nothing waits for yet, and how long. */
    public void queue(int size, Duration waitTimeout) {
        accounts.queue(size, waitTimeout);
    }

    /** Opens the port, unless it is open already; it fails at once when the port is taken. */
    public synchronized void listen(Access<F> who) {
        if (listener != null) {
            return;
        }
        access = who;
        desk = new LoginDesk<>(options.address(), who.authenticator(), threads.desk());
        listener = who.tcp().listen(options.host(), options.port(), this::accept);
        LOG.info("{} is listening", options.address());
    }

    private void accept(Channel channel) {
        Guest<F> guest = new Guest<>(this);
        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        int same = byAddress.merge(address, 1, Integer::sum);
        guests.add(guest);
        channel.closeFuture().addListener(closed -> {
            guests.remove(guest);
            byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
            full &= guests.size() >= access.maxConnections();
        });
        boolean refused = guests.size() > access.maxConnections() || same > access.maxPerAddress();
        if (refused) {
            tooMany(address, same);
            channel.close();
            return;
        }
        Session<F> session =
                new Session<>(channel, guest, access.protocols().get(), access.session(), threads, completions);
        guest.session(session);
        Session.install(session);
    }

    /** One line until there is room again: who calls without end must not fill the log. */
    private void tooMany(InetAddress address, int same) {
        if (!full) {
            full = true;
            LOG.warn(
                    "{}: connection of {} refused, it has {} and all have {}; maxConnectionsPerAddress is {},"
                            + " maxConnections {}",
                    options.address(),
                    address.getHostAddress(),
                    same - 1,
                    guests.size() - 1,
                    access.maxPerAddress(),
                    access.maxConnections());
        }
    }

    String address() {
        return options.address();
    }

    Access<F> access() {
        return access;
    }

    LoginDesk<F> desk() {
        return desk;
    }

    Accounts<F> accounts() {
        return accounts;
    }

    @Override
    public void submit(String account, F request, LineRequest.End<F> end) {
        accounts.submit(account, new LineRequest<>(request, end));
    }

    @Override
    public Completions completions() {
        return completions;
    }

    @Override
    public synchronized void taker(Taker<F> next) {
        if (next != null && taker != null) {
            throw new IllegalStateException(options.address() + " has a consumer already");
        }
        taker = next;
    }

    Taker<F> taker() {
        return taker;
    }

    @Override
    public int sessions() {
        return accounts.sessions();
    }

    /** Connections, logged in or not. */
    public int connections() {
        return guests.size();
    }

    @Override
    public int waiting() {
        return accounts.waiting();
    }

    /** How many requests wait for an account. */
    public int waiting(String account) {
        return accounts.waiting(account);
    }

    /** A session that gets nothing by itself gets so many of what waits for its account now. Any thread. */
    public void fetch(Session<F> session, int most) {
        session.after(0, () -> {
            if (session.isOpen()) {
                accounts.fetch(session, most);
            }
        });
    }

    /** Port that is listened on, -1 = none. */
    public int port() {
        Channel channel = listener;
        return channel == null ? -1 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public String down() {
        Channel channel = listener;
        return channel != null && channel.isActive() ? null : options.address() + " is not listening";
    }

    /** Closes the port, and says goodbye to all sessions; what waits for accounts goes on waiting. */
    public void unlisten() {
        synchronized (this) {
            if (listener == null) {
                return;
            }
            listener.close().awaitUninterruptibly(CLOSING);
            listener = null;
        }
        guests.forEach(Guest::leave);
    }

    @Override
    public boolean isGone() {
        return guests.isEmpty();
    }

    @Override
    public void close() {
        unlisten();
        accounts.close();
        completions.start();
    }
}
