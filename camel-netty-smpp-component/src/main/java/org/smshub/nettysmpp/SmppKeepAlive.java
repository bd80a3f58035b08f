package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.ENQUIRE_LINK;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.smshub.smpp.CommandStatus;

/** Whether an application is still there (enquire_link), and whether it still has messages (option idleTimeout). */
final class SmppKeepAlive {

    private final SmppServerSession session;
    private final SmppServerConfiguration options;
    private final Channel channel;
    private volatile long lastMessage;
    private long lastRead;

    SmppKeepAlive(SmppServerSession session, SmppServerConfiguration options, Channel channel) {
        this.session = session;
        this.options = options;
        this.channel = channel;
    }

    /** The session is bound: its idle time begins. */
    void bound() {
        lastMessage = System.nanoTime();
        if (options.getIdleTimeout() > 0) {
            lookAgain(TimeUnit.MILLISECONDS.toNanos(options.getIdleTimeout()));
        }
    }

    /** A PDU came. */
    void read() {
        lastRead = System.nanoTime();
    }

    /** A message came or goes. Any thread. */
    void message(long now) {
        lastMessage = now;
    }

    private void lookAgain(long nanos) {
        channel.eventLoop().schedule(this::idle, nanos, TimeUnit.NANOSECONDS);
    }

    /** Not by Netty's idle handler: enquire_link and its answers are no messages. */
    private void idle() {
        long limit = TimeUnit.MILLISECONDS.toNanos(options.getIdleTimeout());
        long left = session.isBusy() ? limit : limit - (System.nanoTime() - lastMessage);
        if (!session.isBound()) {
            return;
        }
        if (left <= 0) {
            session.unbind();
        } else {
            lookAgain(left);
        }
    }

    /** Nothing came for a while: asks whether anybody is there. */
    void enquire() {
        long asked = System.nanoTime();
        session.write(new SmppPdu.Plain(ENQUIRE_LINK, CommandStatus.OK, SmppServerSession.OWN_SEQUENCE));
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (lastRead - asked < 0) {
                                session.close("no answer to enquire_link");
                            }
                        },
                        options.getResponseTimeout(),
                        TimeUnit.MILLISECONDS);
    }
}
