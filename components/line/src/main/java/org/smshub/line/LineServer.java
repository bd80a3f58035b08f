package org.smshub.line;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.link.Brake;
import org.smshub.link.Callers;
import org.smshub.text.Encoding;

/**
 * The end that is dialled: listens, lets accounts in, and keeps for each account what waits for its sessions. Endpoints
 * with the same address share it.
 */
public final class LineServer<F> extends Line<F> {

    private static final Logger LOG = LoggerFactory.getLogger(LineServer.class);

    private final Accounts<F> accounts;
    private final Present present;
    private final Set<Guest<F>> guests = ConcurrentHashMap.newKeySet();
    private final Brake brake;
    private volatile Callers callers;

    /** Null while nobody is let in. */
    private volatile LineServerConfiguration listening;

    /** @param present is told who is here */
    public LineServer(LineServerConfiguration options, Threads threads, Present present) {
        super(options, threads);
        this.present = present;
        this.accounts = new Accounts<>(options, threads, present);
        this.brake = new Brake(nature()::nanos);
    }

    /** The default alphabet of an account, where those who let it in know one; else null. */
    public Encoding alphabet(String account) {
        LineServerConfiguration who = listening;
        return who == null ? null : who.alphabet(account);
    }

    /** How much may wait for an account that nothing waits for yet, and how long. */
    public void queue(LineServerConfiguration options) {
        accounts.options(options);
    }

    /**
     * Opens the port, unless it is open already; it fails at once when the port is taken.
     *
     * @param who says who may come in, and what their sessions are like
     * @param protocols a new one for a connection
     */
    public void listen(LineServerConfiguration who, Tcp tcp, Supplier<Protocol<F>> protocols) {
        Callers all = new Callers(who.getMaxConnections(), who.getMaxConnectionsPerAddress(), nature()::nanos);
        if (listen(tcp, who.getHost(), who.getPort(), channel -> accept(channel, who, all, protocols))) {
            callers = all;
            listening = who;
            LOG.info("{} is listening", address());
        }
    }

    private void accept(Channel channel, LineServerConfiguration who, Callers all, Supplier<Protocol<F>> protocols) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        if (remote == null) {
            channel.close(); // it is gone already
            return;
        }
        InetAddress address = remote.getAddress();
        if (!all.enter(address)) {
            tooMany(address, all, who);
            channel.close();
            return;
        }
        Guest<F> guest = new Guest<>(this, who);
        guests.add(guest);
        channel.closeFuture().addListener(closed -> {
            guests.remove(guest);
            all.leave(address);
        });
        guest.session(Session.install(channel, guest, this, protocols.get(), who));
    }

    private void tooMany(InetAddress address, Callers all, LineServerConfiguration who) {
        if (all.tells()) {
            LOG.warn(
                    "{}: connection of {} refused, it has {} and all have {}; maxConnectionsPerAddress is {},"
                            + " maxConnections {} (told once a minute)",
                    address(),
                    address.getHostAddress(),
                    all.of(address),
                    all.size(),
                    who.perAddress(),
                    who.getMaxConnections());
        }
    }

    Brake brake() {
        return brake;
    }

    @Override
    public long refusedLogins() {
        return brake.refusals();
    }

    @Override
    public long refusedConnections() {
        Callers all = callers;
        return all == null ? 0 : all.refused();
    }

    Present present() {
        return present;
    }

    Accounts<F> accounts() {
        return accounts;
    }

    @Override
    public void submit(String account, F request, LineRequest.End<F> end) {
        submit(account, request, end, null);
    }

    /** @param not the session that it does not go over while the account has another one, null = any will do */
    public void submit(String account, F request, LineRequest.End<F> end, Session<F> not) {
        accounts.submit(account, new LineRequest<>(request, end, not));
    }

    @Override
    public int sessions() {
        return accounts.sessions();
    }

    @Override
    public int connections() {
        return guests.size();
    }

    @Override
    public int slots() {
        return accounts.slots();
    }

    @Override
    public int outstanding() {
        return accounts.outstanding();
    }

    @Override
    public int waiting() {
        return accounts.waiting();
    }

    /** A session that gets nothing by itself gets so many of what waits for its account now. Any thread. */
    public void fetch(Session<F> session, int most) {
        session.after(0, () -> {
            if (session.isOpen()) {
                accounts.fetch(session, most);
            }
        });
    }

    @Override
    public int waiting(String account) {
        return account == null ? 0 : accounts.waiting(account);
    }

    @Override
    public String down() {
        return isListening() ? null : address() + " is not listening";
    }

    /** Closes the port, and says goodbye to all sessions; what waits for accounts goes on waiting. */
    public void unlisten() {
        if (closePort()) {
            guests.forEach(Guest::leave);
        }
    }

    @Override
    public boolean isGone() {
        return guests.isEmpty();
    }

    @Override
    public void close() {
        unlisten();
        accounts.close();
        completions().start();
    }
}
