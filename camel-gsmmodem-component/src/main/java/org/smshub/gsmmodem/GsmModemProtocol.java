package org.smshub.gsmmodem;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.util.Map;
import java.util.concurrent.Executor;
import org.smshub.gsmmodem.at.AtAnswer;
import org.smshub.gsmmodem.at.AtConversation;
import org.smshub.gsmmodem.at.AtFrame;
import org.smshub.gsmmodem.at.AtMessage;
import org.smshub.gsmmodem.at.AtRequest;
import org.smshub.gsmmodem.at.AtTaken;
import org.smshub.gsmmodem.at.Modem;
import org.smshub.gsmmodem.dialogue.Delivered;
import org.smshub.gsmmodem.dialogue.Inbox;
import org.smshub.gsmmodem.dialogue.Start;
import org.smshub.gsmmodem.dialogue.Watch;
import org.smshub.line.Protocol;
import org.smshub.line.Refusal;
import org.smshub.link.Window;
import org.smshub.link.errors.ErrorCode;

/** What a modem says of itself: requests are conversations, one at a time; the log-in is its start. */
final class GsmModemProtocol implements Protocol<AtFrame> {

    /** One request, and one whose time is over and whose result may come yet. */
    private static final Window.Keys KEYS = new Window.Keys(0, 1, 1);

    private final GsmModemConfiguration options;
    private final Modem modem = new Modem();
    private final AtConversation conversation;

    /** @param workers for what may wait for a disk */
    GsmModemProtocol(GsmModemConfiguration options, Delivered delivered, Executor workers) {
        this.options = options;
        this.conversation = new AtConversation(modem, new Inbox(options, modem, delivered), workers);
    }

    Modem modem() {
        return modem;
    }

    @Override
    public ChannelHandler conversation() {
        return conversation;
    }

    @Override
    public AtFrame next(ByteBuf in) {
        throw new UnsupportedOperationException("the conversation reads");
    }

    @Override
    public void encode(AtFrame frame, ByteBuf out) {
        throw new UnsupportedOperationException("the conversation writes");
    }

    @Override
    public Kind kind(AtFrame frame) {
        return frame instanceof AtAnswer ? Kind.ANSWER : Kind.REQUEST;
    }

    @Override
    public Window.Keys keys() {
        return KEYS;
    }

    @Override
    public long timeout(AtFrame request) {
        return ((AtRequest) request).limit();
    }

    @Override
    public AtFrame numbered(AtFrame request, int key) {
        return ((AtRequest) request).withKey(key);
    }

    @Override
    public int key(AtFrame answer) {
        return ((AtAnswer) answer).key();
    }

    @Override
    public boolean answers(AtFrame answer, AtFrame request) {
        return true;
    }

    /** A card that is gone or locked: the next start says so. */
    @Override
    public boolean endsSession(AtFrame answer, AtFrame request) {
        ErrorCode code = GsmModemError.of(((AtAnswer) answer).result());
        return code != null && code.retry() == ErrorCode.Retry.SESSION;
    }

    @Override
    public AtFrame login() {
        return Start.request(options);
    }

    @Override
    public String loginRefused(AtFrame answer) {
        return ((AtAnswer) answer).text();
    }

    @Override
    public AtFrame probe() {
        return Watch.request();
    }

    @Override
    public AtFrame refusal(AtFrame request, Refusal why, String code) {
        return new AtTaken((AtMessage) request, false);
    }

    @Override
    public Map<String, Object> details() {
        return modem.details();
    }
}
