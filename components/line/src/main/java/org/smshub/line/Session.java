package org.smshub.line;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.line.options.LineConfiguration;
import org.smshub.link.Failure;
import org.smshub.link.KeepAlive;
import org.smshub.link.Rate;
import org.smshub.link.Window;
import org.smshub.link.nature.Nature;

/**
 * One connection, whichever side opened it and whatever its protocol: requests and answers of both directions interleave
 * on it. It owns the channel, the window of its own requests, what came and is not answered, keep-alive and idle time.
 *
 * <p>Everything here runs on the event loop of the channel, except where it says otherwise.
 */
public final class Session<F> extends ChannelInboundHandlerAdapter
        implements Window.Wire<LineRequest<F>>, Outbox.Written {

    /** Who lives at this end. Called on the event loop, so nothing here may block. */
    interface Owner<F> {

        /** The connection is there, TLS included. */
        void connected(Session<F> session);

        /** The other side wants to log in. */
        default void login(Session<F> session, F login) {
            session.answer(session.protocol().refusal(login, Refusal.LOGGED_IN, null));
        }

        /** The other side, which called us, wants us to log in. */
        default void invited(Session<F> session) {}

        /** It takes no more requests of ours; called once, for a session that was {@link Session#open}. */
        void left(Session<F> session);

        /** The connection is gone. Called once, also for one that never was {@link #connected}. */
        default void closed(Session<F> session, Throwable cause) {}

        /** Whether its requests are taken before the login is done: we called it. */
        default boolean trusts() {
            return false;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /**
     * Milliseconds between the last word and the end of the connection, unless the peer ends it. Some peers forget what
     * they read when they see the end meanwhile, and a close with octets unread is a reset, which takes the last word
     * away from any peer.
     */
    private static final int PARTING = 200;

    /** Frames of one who is not logged in; the login is the first of any peer that is known. */
    private static final int MOST_STRANGE = 16;

    /** How often the same request is written again when the other side asks for it. */
    private static final int MAX_REPEATS = 3;

    private enum State {
        NEW,
        OPEN,
        LEAVING
    }

    private final Channel channel;
    private final Owner<F> owner;
    private final Line<F> line;
    private final Protocol<F> protocol;
    private final LineConfiguration options;
    private final Window<LineRequest<F>, F> window;
    private final ChannelHandler conversation;
    private final Outbox<F> outbox;
    private final Mailbox<F> mailbox;
    private final KeepAlive keepAlive;
    private final Rate rate;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger answering = new AtomicInteger();
    private volatile State state = State.NEW;
    private final Nature nature;
    private volatile long lastCounted;
    private volatile String account;

    /** Its number on the line, at the end that dials. */
    private volatile Integer number;

    private volatile String name;
    private boolean proven;
    private boolean silent;

    /** Nothing was answered in time: one request at a time until something is. */
    private boolean narrow;

    /** Whether the other side is there: asked, and not answered yet. */
    private LineRequest<F> question;

    /** The window as the other side has shown that it takes. */
    private int width;

    private boolean widens;
    private int unwritable;
    private int strange;
    private F goodbye;
    private String retired;
    private Throwable cause;

    private Session(Channel channel, Owner<F> owner, Line<F> line, Protocol<F> protocol, LineConfiguration options) {
        this.channel = channel;
        this.owner = owner;
        this.line = line;
        this.protocol = protocol;
        this.options = options;
        this.nature = line.threads().nature();
        this.lastCounted = nature.nanos();
        int first = options.firstWindow();
        Duration timeout = Duration.ofMillis(options.getRequestTimeout());
        this.window = new Window<>(protocol.keys(), first, timeout, channel.eventLoop(), nature, this);
        this.width = first;
        this.widens = first < options.getWindow();
        this.conversation = protocol.conversation();
        this.outbox = new Outbox<>(channel, protocol, conversation != null, this);
        this.mailbox = new Mailbox<>(
                line.threads().workers(),
                this::concurrency,
                this::take,
                request -> answer(protocol.refusal(request, Refusal.BUSY, null)));
        Duration interval = Duration.ofMillis(options.probeAfter());
        this.keepAlive = new KeepAlive(interval, channel.eventLoop(), nature, this::probe);
        this.rate = new Rate(options.maxRate(), nature::nanos);
    }

    /** A session on this channel: frame reader and session stand at the end of its pipeline. */
    static <F> Session<F> install(
            Channel channel, Owner<F> owner, Line<F> line, Protocol<F> protocol, LineConfiguration options) {
        Session<F> session = new Session<>(channel, owner, line, protocol, options);
        line.threads().open().add(channel);
        Duration timeout = Duration.ofMillis(options.getRequestTimeout());
        channel.pipeline()
                .addLast(
                        session.conversation == null
                                ? new Frames<>(protocol, timeout, session.nature)
                                : session.conversation)
                .addLast(session);
        return session;
    }

    // what owners and consumers ask; any thread

    Window<LineRequest<F>, F> window() {
        return window;
    }

    public Protocol<F> protocol() {
        return protocol;
    }

    /** The account that is logged in, null before that and at the end that logs in. */
    public String account() {
        return account;
    }

    public SocketAddress remote() {
        return channel.remoteAddress();
    }

    /** The peer's IP address, null over a line that has none. */
    InetSocketAddress inet() {
        return channel.remoteAddress() instanceof InetSocketAddress address ? address : null;
    }

    /** At the end that dials. @param place on the line, from 0 */
    void number(int place) {
        number = place + 1;
    }

    /**
     * What people call it, the same after each reconnect: its number on the line and the peer, such as {@code 2 10.0.0.7:2775}
     * or {@code 1 /dev/ttyUSB0}; of a peer that came to us its address alone, for its port is another each time.
     */
    public String name() {
        String known = name;
        if (known == null) {
            known = named();
            name = known;
        }
        return known;
    }

    private String named() {
        InetSocketAddress peer = inet();
        if (number == null) {
            return peer == null || peer.isUnresolved()
                    ? String.valueOf(remote())
                    : NetUtil.toAddressString(peer.getAddress());
        }
        return number + " " + (peer == null ? String.valueOf(remote()) : NetUtil.toSocketAddressString(peer));
    }

    /** The peer's certificates, its own first; empty without TLS or when it showed none. */
    public List<Certificate> certificates() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        try {
            return tls == null ? List.of() : List.of(tls.engine().getSession().getPeerCertificates());
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isActive() {
        return channel.isActive();
    }

    /** Whether a request of ours was answered on it, so that the line is a good one. */
    boolean isProven() {
        return proven;
    }

    /** Whether it ended because nothing was answered any more. */
    boolean isSilent() {
        return silent;
    }

    // its life

    /** The login is done, if there is one. */
    void open(String login) {
        if (state != State.NEW || !channel.isActive()) {
            return;
        }
        account = login;
        name(); // while the connection still knows its peer
        channel.config().setWriteBufferWaterMark(Tcp.MARK);
        state = State.OPEN;
        lastCounted = nature.nanos();
        if (protocol.probe() != null) {
            keepAlive.start();
        }
        if (options.idleAfter() > 0) {
            lookForIdle(options.idleAfter());
        }
    }

    /** Whether what comes is read. */
    void read(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Start with one request at a time, until there is an answer: the last session ended in silence. */
    void cautious() {
        widens = options.getWindow() > 1;
        width = 1;
        window.resize(1);
    }

    private void lookForIdle(long millis) {
        after(millis, () -> {
            long quiet = TimeUnit.NANOSECONDS.toMillis(nature.nanos() - lastCounted);
            long left = options.idleAfter() - (unanswered.get() > 0 ? 0 : quiet);
            if (state == State.OPEN && left > 0) {
                lookForIdle(left);
            } else if (state == State.OPEN) {
                leave("nothing of the other side for too long (option idleTimeout)");
            }
        });
    }

    /** Asks whether the other side is there; false when the protocol has no such question, or no key for it. */
    private boolean probe() {
        F probe = state == State.OPEN ? protocol.probe() : null;
        if (probe == null) {
            return false;
        }
        LineRequest<F> asked = new LineRequest<>(probe, answer -> question = null, failure -> {
            if (failure == Failure.NO_ANSWER) {
                silent = true;
                close("no answer to the keep-alive");
            }
        });
        if (!window.offerBeyond(asked)) {
            return false;
        }
        question = asked;
        return true;
    }

    /** Says goodbye in the protocol's way and closes, soon in any case. Any thread. */
    void leave(String why) {
        onLoop(() -> {
            F last = state == State.OPEN ? protocol.goodbye() : null;
            stopSending();
            boolean said = last != null
                    && window.offerBeyond(
                            new LineRequest<>(last, answer -> closeIn(PARTING, why), failure -> close(why)));
            if (said) {
                closeIn(Line.CLOSING, why);
            } else {
                outbox.write();
                close(why);
            }
        });
    }

    /** No more requests of ours; when those that are out have ended, the connection closes. */
    private void retire(String why) {
        if (retired == null) {
            retired = why;
            stopSending();
        }
        if (window.outstanding() == 0) {
            close(why);
        }
    }

    private void stopSending() {
        boolean was = state == State.OPEN;
        state = State.LEAVING;
        keepAlive.stop();
        if (was) {
            owner.left(this);
        }
    }

    /** Says the last word, and leaves the peer a moment to read it. */
    void part(F last, String why) {
        answerOnly(last);
        stopSending();
        closeIn(PARTING, why);
    }

    /** The same as the answer to a request that {@link Owner#login} was told of. */
    void partWith(F last, String why) {
        unanswered.decrementAndGet();
        part(last, why);
    }

    private void closeIn(long millis, String why) {
        after(millis, () -> close(why));
    }

    /** Any thread. */
    public void close(String why) {
        close(new IOException(why));
    }

    private void close(Throwable why) {
        onLoop(() -> {
            if (cause == null) {
                cause = why;
            }
            channel.close();
        });
    }

    private void onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException stopped) {
            // the loop has closed its channels
        }
    }

    /** Runs a task on the event loop, so many milliseconds later. */
    void after(long millis, Runnable task) {
        channel.eventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    // our requests

    /** Any thread. */
    @Override
    public void write(int key, LineRequest<F> request) {
        keepAlive.sent();
        request.sent(this);
        outbox.request(request.frame(), key);
    }

    @Override
    public long timeout(LineRequest<F> request) {
        return protocol.timeout(request.frame());
    }

    @Override
    public void written(int key) {
        window.written(key);
    }

    @Override
    public void unwritten(int key, Throwable thrown) {
        if (!(thrown instanceof IllegalArgumentException)) {
            // the line is dead: were the window still open, all that waits would be offered to it in vain
            window.close(thrown);
        }
        window.unwritten(key, thrown);
    }

    /**
     * A line that says nothing is asked whether it is there: a late answer may still come on it. One that does not answer
     * the question either is dropped, and so is one that must not be asked (keepAlive is 0); one that answers nothing else
     * gets one request at a time.
     */
    @Override
    public void timedOut(boolean nothingCame) {
        if (nothingCame && question != null && !silent) {
            return; // the line is asked already; its own time decides
        }
        if (nothingCame && options.probeAfter() > 0 && probe()) {
            narrow = true;
            window.resize(1);
        } else if (nothingCame || window.outstanding() == 0 && !window.hasRoom()) {
            silent = nothingCame;
            IOException why = new IOException("the other side does not answer any more");
            // at once, so that what waits is not given to it any more
            window.close(why);
            close(why);
        } else if (retired != null) {
            onLoop(() -> retire(retired));
        }
    }

    private void answered(F answer) {
        int key = protocol.key(answer);
        LineRequest<F> request = window.request(key);
        if (request == null && protocol.unnumbered(answer) && window.onlyKey() >= 0) {
            key = window.onlyKey();
            request = window.request(key);
        }
        if (request == null || !protocol.answers(answer, request.frame())) {
            LOG.debug("{}: answer {} nobody waits for", channel.remoteAddress(), answer);
            return;
        }
        if (protocol.repeats(answer) && window.isOutstanding(key) && request.repeated() <= MAX_REPEATS) {
            int wanted = protocol.key(answer);
            if (wanted == key || window.rekey(key, wanted)) {
                write(wanted, request);
                return;
            }
        }
        boolean login = state == State.NEW;
        if (narrow && request != question) {
            narrow = false;
            window.resize(width);
        }
        boolean ends = !login && protocol.endsSession(answer, request.frame());
        if (!ends && !login) {
            proven = true;
            if (widens && options.firstWindow() >= options.getWindow()) {
                widen();
            }
        }
        window.answer(key, answer);
        if (ends) {
            retire("the other side does not know the session any more");
        } else if (retired != null) {
            retire(retired);
        }
    }

    private void widen() {
        widens = false;
        width = options.getWindow();
        window.resize(width);
    }

    // their requests

    /**
     * Leaves a request unanswered, in a protocol that cannot refuse it: what is outstanding ends, and the connection with it,
     * so that the other side has it again on the next one. Any thread.
     */
    public void leaveUnanswered(String why) {
        unanswered.decrementAndGet();
        onLoop(() -> retire(why));
    }

    /** Says what is no frame, a line for people. Event loop only. */
    public void say(byte[] words) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(words));
    }

    /** Says what nobody asked for and nobody answers. Any thread. */
    public void tell(F frame) {
        answerOnly(frame);
    }

    /** A request whose octets came earlier: the protocol kept it for a while. Any thread. */
    public void came(F request) {
        onLoop(() -> {
            frame(request);
            mailbox.start();
        });
    }

    /** Answers a request that a {@link Line.Taker} was told of; null = not at all. Any thread. */
    public void answer(F answer) {
        // it counts as answered before the other side can read it, and send the next one of a full window;
        // but the answer to a goodbye goes behind it
        answering.incrementAndGet();
        unanswered.decrementAndGet();
        answerOnly(answer);
        answering.decrementAndGet();
        if (goodbye != null) {
            onLoop(this::finishGoodbye);
        }
    }

    /** The same, and the connection is closed behind it. Any thread. */
    public void answerAndClose(F answer, String why) {
        answer(answer);
        onLoop(() -> {
            outbox.write();
            close(why);
        });
    }

    private void answerOnly(F answer) {
        if (answer == null) {
            return;
        }
        keepAlive.sent();
        outbox.answer(answer);
    }

    private void request(F frame) {
        F objection = state == State.OPEN || state == State.NEW && owner.trusts()
                ? protocol.objection(frame)
                : protocol.refusal(frame, Refusal.NOT_LOGGED_IN, null);
        if (objection != null) {
            answerOnly(objection);
            return;
        }
        Line.Taker<F> taker = line.taker();
        Refusal closed = closed(taker);
        if (closed != null) {
            answerOnly(protocol.refusal(frame, closed, null));
            return;
        }
        if (unanswered.incrementAndGet() > 1 && widens) {
            // who sends a second one before the first is answered takes more than one too
            widen();
        }
        if (taker.isBlocking()) {
            mailbox.add(frame);
        } else {
            take(frame);
        }
    }

    private Refusal closed(Line.Taker<F> taker) {
        if (taker == null || !taker.isReady()) {
            return Refusal.NOT_READY;
        }
        return unanswered.get() >= options.maxUnanswered() ? Refusal.TOO_MANY : rate.take() ? null : Refusal.TOO_FAST;
    }

    /** On a worker thread, or here if the taker never blocks. */
    private void take(F frame) {
        Line.Taker<F> taker = line.taker();
        if (taker == null) {
            answer(protocol.refusal(frame, Refusal.NOT_READY, null));
        } else {
            taker.take(this, frame);
        }
    }

    private int concurrency() {
        Line.Taker<F> taker = line.taker();
        return taker == null ? 1 : taker.concurrentConsumers();
    }

    private void login(F frame) {
        F objection = protocol.objection(frame);
        if (objection != null) {
            answerOnly(objection);
        } else if (state == State.LEAVING) {
            answerOnly(protocol.refusal(frame, Refusal.NOT_READY, null));
        } else {
            unanswered.incrementAndGet();
            owner.login(this, frame);
        }
    }

    private void finishGoodbye() {
        if (goodbye != null && unanswered.get() <= 0 && answering.get() == 0) {
            F last = goodbye;
            goodbye = null;
            part(protocol.parted(last), "the other side said goodbye");
        }
    }

    private void broken(BrokenFrame bad) {
        LOG.debug("{}: broken frame: {}", channel.remoteAddress(), bad.getMessage());
        @SuppressWarnings("unchecked")
        F answer = (F) bad.answer();
        if (bad.isFatal() && answer != null) {
            part(answer, bad.getMessage());
        } else if (bad.isFatal()) {
            close(bad);
        } else if (answer != null) {
            answerOnly(answer);
        }
    }

    private void frame(F frame) {
        if (protocol.counts(frame)) {
            lastCounted = nature.nanos();
        }
        switch (protocol.kind(frame)) {
            case REQUEST -> request(frame);
            case ANSWER -> answered(frame);
            case LOGIN -> login(frame);
            case PROBE -> answerOnly(protocol.probed(frame, line.waiting(account), state != State.NEW));
            case GOODBYE -> {
                stopSending();
                goodbye = frame;
                closeIn(options.getRequestTimeout(), "said goodbye");
                finishGoodbye();
            }
            case INVITE -> owner.invited(this);
        }
    }

    // Netty

    @Override
    @SuppressWarnings("unchecked")
    public void channelRead(ChannelHandlerContext context, Object message) {
        keepAlive.received();
        if (state == State.NEW && !owner.trusts() && ++strange > MOST_STRANGE) {
            // answers to one read of small questions are many times what a stranger may hold; at once, so that no more
            // is read
            if (strange == MOST_STRANGE + 1) {
                cause = new IOException("more than " + MOST_STRANGE + " frames before the login");
                channel.close();
            }
            return;
        }
        if (message instanceof BrokenFrame bad) {
            broken(bad);
        } else {
            frame((F) message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // once for all that was read: waking a worker for each message would cost more than the message
        mailbox.start();
        line.completions().start();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        after(options.getLoginTimeout(), () -> {
            if (state == State.NEW) {
                close("no login within " + options.getLoginTimeout() + " ms (option loginTimeout)");
            }
        });
        if (context.pipeline().get(SslHandler.class) == null) {
            owner.connected(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                owner.connected(this);
            } else {
                close(handshake.cause());
            }
        }
    }

    /** Who does not read what is written is not read either, and not for ever. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        boolean writable = channel.isWritable();
        channel.config().setAutoRead(writable);
        int now = ++unwritable;
        if (!writable) {
            after(options.getRequestTimeout(), () -> {
                if (unwritable == now) {
                    close("the other side does not read (option requestTimeout)");
                }
            });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean was = state == State.OPEN;
        state = State.LEAVING;
        keepAlive.stop();
        mailbox.clear();
        window.close(cause);
        if (was) {
            owner.left(this);
        }
        owner.closed(this, cause);
        line.completions().start();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        LOG.debug("{}: {}", channel.remoteAddress(), thrown.toString());
        close(thrown);
    }

    @Override
    public String toString() {
        return (account == null ? "" : account + " ") + "from " + channel.remoteAddress();
    }
}
