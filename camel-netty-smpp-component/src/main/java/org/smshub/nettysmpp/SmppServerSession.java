package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.Window;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/**
 * One connection of an application, from accept to close: bind state, keep-alive, both windows. Everything here runs on
 * the event loop of the channel, except where it says otherwise.
 */
final class SmppServerSession extends ChannelInboundHandlerAdapter implements Window.Wire<SmppDelivery> {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServerSession.class);

    /** Sequence numbers of deliver_sm; what comes after them is for enquire_link and unbind. */
    private static final Window.Keys DELIVERIES = new Window.Keys(1, 0x3FFFFFFF, 1);

    static final int OWN_SEQUENCE = 0x40000000;

    /**
     * Milliseconds between the last PDU and the end of the connection, unless the peer ends it. jSMPP hands what it read
     * to another thread and forgets it when it sees the end meanwhile: a caller would wait a minute for an answer that
     * came. And a close with octets unread is a reset, which takes the answer away from any peer.
     */
    private static final int PARTING = 200;

    private enum State {
        OPEN,
        BINDING,
        BOUND,
        UNBINDING,
        CLOSED
    }

    private final SmppServerConfiguration options;
    private final SmppServerConsumer consumer;
    private final SmppServerSessions sessions;
    private final SmppMailbox mailbox;
    private final SmppRate rate;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Window<SmppDelivery, SmppPdu> window;
    private Channel channel;
    private SmppAnswers answers;
    private SmppKeepAlive keepAlive;
    private volatile State state = State.OPEN;
    private int mode;
    private volatile int version;
    private volatile String systemId;
    private volatile String client;
    private int unbindSequence = -1;

    SmppServerSession(
            SmppServerConsumer consumer,
            SmppServerConfiguration options,
            SmppServerSessions sessions,
            ScheduledExecutorService timer) {
        this.consumer = consumer;
        this.options = options;
        this.sessions = sessions;
        this.mailbox = new SmppMailbox(
                consumer.workers(), options.getConcurrentConsumers(), pdu -> consumer.process(this, pdu));
        this.rate = new SmppRate(options.getMaxRate());
        this.window = new Window<>(
                DELIVERIES, options.getDeliverWindow(), Duration.ofMillis(options.getResponseTimeout()), timer, this);
    }

    /** The client as the authenticator named it. Any thread. */
    String client() {
        return client;
    }

    /** Any thread. */
    String systemId() {
        return systemId;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        answers = new SmppAnswers(channel, this::finishUnbind);
        keepAlive = new SmppKeepAlive(this, options, channel);
        ctx.executor()
                .schedule(
                        () -> {
                            if (state == State.OPEN || state == State.BINDING) {
                                close("no bind within " + options.getBindTimeout() + " ms (option bindTimeout)");
                            }
                        },
                        options.getBindTimeout(),
                        TimeUnit.MILLISECONDS);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        keepAlive.read();
        if (message instanceof SmppPduException bad) {
            malformed(bad);
        } else if (message instanceof SmppPdu pdu) {
            if (pdu.isResponse()) {
                answered(pdu);
            } else {
                request(pdu);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // once for all that was read: waking a worker for each message would cost more than the message
        mailbox.start();
        sessions.completions().start();
        ctx.fireChannelReadComplete();
    }

    private void malformed(SmppPduException bad) {
        LOG.debug("{}: {}", this, bad.getMessage());
        if (bad.isFatal()) {
            leave();
            part(new Plain(GENERIC_NACK, bad.status(), bad.sequence()), bad.getMessage());
        } else if (bad.commandId() < 0) {
            // An answer with an unreadable body is an answer: its status was ESME_ROK, else there is no body to read.
            answered(new Plain(bad.commandId(), CommandStatus.OK, bad.sequence()));
        } else {
            refuse(bad.commandId(), bad.sequence(), bad.status());
        }
    }

    private void answered(SmppPdu response) {
        if (state == State.UNBINDING && response.commandId() == (UNBIND | RESPONSE)) {
            // jSMPP says unbind of its own after it answered ours, and would wait ten seconds for what never comes.
            closeSoon("unbound");
        } else {
            window.answer(response.sequence(), response);
        }
    }

    private void request(SmppPdu pdu) {
        if (pdu instanceof Bind bind) {
            bind(bind);
        } else if (pdu.commandId() == ENQUIRE_LINK) {
            write(new Plain(ENQUIRE_LINK | RESPONSE, CommandStatus.OK, pdu.sequence()));
        } else if (pdu.commandId() == UNBIND && (state == State.BOUND || state == State.UNBINDING)) {
            unbound(pdu.sequence());
        } else if (!SmppCodec.isRequest(pdu.commandId())) {
            // outbind, alert_notification: for applications, and without a response
            refuse(pdu.commandId(), pdu.sequence(), CommandStatus.INVALID_COMMAND_ID);
        } else if (state != State.BOUND) {
            refuse(pdu.commandId(), pdu.sequence(), CommandStatus.INVALID_BIND_STATUS);
        } else if (mode == BIND_RECEIVER || pdu.commandId() == DELIVER_SM) {
            refuse(pdu.commandId(), pdu.sequence(), CommandStatus.INVALID_BIND_STATUS);
        } else {
            work(pdu);
        }
    }

    private void work(SmppPdu pdu) {
        long now = System.nanoTime();
        keepAlive.message(now);
        if (!consumer.isOpenForMessages()) {
            refuse(pdu.commandId(), pdu.sequence(), CommandStatus.QUEUE_FULL);
        } else if (unanswered.get() >= options.getWindow() || !rate.take(now)) {
            refuse(pdu.commandId(), pdu.sequence(), CommandStatus.THROTTLED);
        } else {
            unanswered.incrementAndGet();
            mailbox.add(pdu);
        }
    }

    private void bind(Bind bind) {
        if (state != State.OPEN) {
            refuse(bind.commandId(), bind.sequence(), CommandStatus.ALREADY_BOUND);
            return;
        }
        state = State.BINDING;
        consumer.logins()
                .ask(SmppLogin.of(bind, channel), () -> state == State.BINDING, (name, status) -> channel.eventLoop()
                        .execute(() -> authenticated(bind, name, status)));
    }

    private void authenticated(Bind bind, String name, int refusal) {
        if (state != State.BINDING) {
            return;
        }
        int status = refusal;
        if (name != null) {
            client = name;
            systemId = bind.systemId();
            mode = bind.commandId();
            version = bind.interfaceVersion();
            status = version < options.lowestVersion()
                    ? CommandStatus.BIND_FAILED
                    : takesPart() ? CommandStatus.OK : CommandStatus.ALREADY_BOUND;
        }
        if (status != CommandStatus.OK) {
            client = null;
            state = State.UNBINDING;
            part(
                    new Plain(bind.commandId() | RESPONSE, status, bind.sequence()),
                    "bind refused with " + CommandStatus.describe(status));
            return;
        }
        state = State.BOUND;
        keepAlive.bound();
        List<Tlv> tlvs = speaksTlvs()
                ? List.of(new Tlv(Tlv.SC_INTERFACE_VERSION, new byte[] {(byte) options.ownVersion()}))
                : List.of();
        write(new Reply(bind.commandId() | RESPONSE, CommandStatus.OK, bind.sequence(), options.getServerId(), tlvs));
        LOG.info("{} bound ({})", this, SmppCodec.name(mode));
        if (mode != BIND_TRANSMITTER) {
            sessions.receive(this);
        }
    }

    private boolean takesPart() {
        return consumer.isRunAllowed() && sessions.add(this, options.getMaxBinds());
    }

    /** Whether the application knows optional parameters: from interface version 3.4 on (SMPP 3.4 §3.3). */
    boolean speaksTlvs() {
        return version >= 0x34;
    }

    private void unbound(int sequence) {
        leave();
        unbindSequence = sequence;
        channel.eventLoop().schedule(() -> close("unbound"), options.getResponseTimeout(), TimeUnit.MILLISECONDS);
        finishUnbind();
    }

    /** The session takes no more deliveries. */
    private boolean leave() {
        if (state != State.BOUND) {
            return false;
        }
        state = State.UNBINDING;
        sessions.remove(this);
        return true;
    }

    /** unbind_resp goes after the last answer (SMPP 3.4 §4.2). */
    private void finishUnbind() {
        // an answer is added before it counts as answered, maybe while the last write was ending
        if (unbindSequence != -1 && unanswered.get() == 0 && answers.isEmpty()) {
            part(new Plain(UNBIND | RESPONSE, CommandStatus.OK, unbindSequence), "unbound");
            unbindSequence = -1;
        }
    }

    /** Sends the answer of a request that {@link #work} took, or null for none. Any thread. */
    void answer(SmppPdu response, boolean thenDrop) {
        if (response != null) {
            answers.add(response);
        }
        unanswered.decrementAndGet();
        if (thenDrop) {
            channel.eventLoop().execute(() -> {
                answers.write();
                close("the route asked for it (header SmsAnswer)");
            });
        } else {
            answers.flush();
        }
    }

    /** The deliveries that wait for their answer. Any thread. */
    Window<SmppDelivery, SmppPdu> window() {
        return window;
    }

    @Override
    public void write(int key, SmppDelivery delivery) {
        keepAlive.message(System.nanoTime());
        channel.writeAndFlush(delivery.message().to(key, speaksTlvs())).addListener(written -> {
            if (written.isSuccess()) {
                window.written(key);
            } else {
                // before anything else is offered to a line that is gone
                window.close(written.cause());
                window.unwritten(key, written.cause());
            }
        });
    }

    @Override
    public void timedOut(boolean silent) {
        if (silent) {
            channel.eventLoop().execute(() -> close("no answer to deliver_sm"));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            ctx.fireUserEventTriggered(event);
        } else if (state == State.BOUND) {
            keepAlive.enquire();
        }
    }

    boolean isBound() {
        return state == State.BOUND;
    }

    /** Whether a message waits for its answer, in either direction. */
    boolean isBusy() {
        return unanswered.get() > 0 || window.outstanding() > 0;
    }

    /** Says unbind and closes when it is answered, or not in time. Any thread. */
    void unbind() {
        channel.eventLoop().execute(() -> {
            if (state != State.BOUND) {
                close("not bound");
                return;
            }
            leave();
            write(new Plain(UNBIND, CommandStatus.OK, OWN_SEQUENCE));
            channel.eventLoop().schedule(() -> close("unbound"), options.getUnbindTimeout(), TimeUnit.MILLISECONDS);
        });
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        // Who does not read our answers is not read either, so that what waits to be written stays bounded.
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(cause.toString());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (leave()) {
            LOG.info("{} is gone without unbind", this);
        }
        state = State.CLOSED;
        mailbox.clear();
        window.close(null);
        ctx.fireChannelInactive();
    }

    private void refuse(int command, int sequence, int status) {
        boolean known = SmppCodec.isRequest(command);
        write(new Plain(known ? command | RESPONSE : GENERIC_NACK, status, sequence));
    }

    void write(SmppPdu pdu) {
        channel.writeAndFlush(pdu);
    }

    /** Says the last word, and leaves the peer a moment to read it. */
    private void part(SmppPdu last, String why) {
        write(last);
        closeSoon(why);
    }

    private void closeSoon(String why) {
        channel.eventLoop().schedule(() -> close(why), PARTING, TimeUnit.MILLISECONDS);
    }

    void close(String why) {
        if (channel.isActive()) {
            LOG.info("{} closed: {}", this, why);
            leave();
            channel.flush();
            channel.close();
        }
    }

    @Override
    public String toString() {
        return "SMPP session " + (systemId == null ? "" : systemId + " ") + "from " + channel.remoteAddress();
    }
}
