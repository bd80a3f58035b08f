package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.smshub.cimd2.codec.Cimd2Check;
import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.cimd2.codec.Cimd2Profile;
import org.smshub.cimd2.codec.Cimd2Time;
import org.smshub.line.BrokenFrame;
import org.smshub.line.FrameException;
import org.smshub.line.Refusal;
import org.smshub.line.Session;
import org.smshub.link.Window;

/** The end of a centre: it lets accounts in, and takes what they submit and ask. */
final class Cimd2ServerProtocol extends Cimd2Protocol {

    private static final Window.Keys EVEN = new Window.Keys(0, 254, 2);

    /** After the alive that goes first. */
    private static final Window.Keys SECOND = new Window.Keys(0, 254, 2, 2);

    private static final Cimd2Frame UNREADABLE = new Cimd2Frame(0, 0, List.of());

    private final Cimd2ServerConfiguration options;
    private volatile Cimd2Profile profile = Cimd2Profile.BOTH;
    private boolean greeted;
    private int expected = -1;
    private boolean nacked;

    /** The last request, and its answer once there is one: who repeats it has not heard it. */
    private Cimd2Frame last;

    private Cimd2Frame lastAnswer;

    Cimd2ServerProtocol(Cimd2ServerConfiguration options) {
        super(options.isVerifyChecksum(), true);
        this.options = options;
    }

    @Override
    public Window.Keys keys() {
        return options.isAliveFirst() ? SECOND : EVEN;
    }

    @Override
    public boolean sends() {
        return profile.receives();
    }

    /** Who gets nothing by itself asks. */
    @Override
    public boolean hears() {
        return true;
    }

    @Override
    public void connected(Session<Cimd2Frame> session) {
        String words = options.getBanner();
        if (!words.isEmpty()) {
            session.say((words + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** A request that is repeated has not been heard the answer of; one that is still with the route needs no second one. */
    @Override
    public Cimd2Frame next(ByteBuf in) throws BrokenFrame {
        Cimd2Frame frame = super.next(in);
        if (frame != null && !frame.isResponse()) {
            if (frame.equals(last)) {
                throw new BrokenFrame("repeated", lastAnswer, false);
            }
            count(frame);
            last = frame;
            lastAnswer = null;
        }
        return frame;
    }

    /** Who is told which number is expected may go on with the one after it. */
    private void count(Cimd2Frame frame) throws BrokenFrame {
        int number = frame.number();
        boolean fits = number == expected || expected < 0 || nacked && number == (expected + 2 & 0xFF);
        nacked = options.isStrict() && (!fits || number % 2 == 0);
        if (nacked) {
            throw new BrokenFrame("number " + number + ", not " + expected, nack(Math.max(expected, 1)), false);
        }
        expected = number + 2 & 0xFF;
    }

    /** Some clients throw away the first request of a session if its number is that of the last one before. */
    @Override
    public void encode(Cimd2Frame frame, ByteBuf out) {
        if (options.isAliveFirst() && !greeted && !frame.isResponse()) {
            greeted = true;
            super.encode(Cimd2Frame.operation(Cimd2Operation.ALIVE).build(), out);
        }
        super.encode(frame, out);
        if (last != null && frame.isResponse() && frame.number() == last.number()) {
            lastAnswer = frame;
        }
    }

    @Override
    Cimd2Frame broken(Cimd2Frame header, FrameException why) {
        if (header == null) {
            return UNREADABLE.refusal(why);
        }
        boolean again = why.errorCode() == null;
        return header.isResponse() ? null : again ? nack(header.number()) : header.refusal(why);
    }

    /** What is wrong, and what the server answers by itself. */
    @Override
    public Cimd2Frame objection(Cimd2Frame request) {
        try {
            Cimd2Check.check(request, profile, options.getWindow(), options.isStrict());
        } catch (FrameException e) {
            return request.refusal(e);
        }
        return request.is(Cimd2Operation.GET)
                ? request.response()
                        .add(SMSC_TIME, Cimd2Time.of(System.currentTimeMillis(), options.zone()))
                        .build()
                : null;
    }

    @Override
    public Cimd2Frame refusal(Cimd2Frame request, Refusal why, String code) {
        int error =
                switch (why) {
                    case NOT_LOGGED_IN, LOGGED_IN -> 1;
                    case LOGIN_FAILED -> 100;
                    case LOGIN_BUSY -> 103;
                    case TOO_MANY_SESSIONS -> 102;
                    case NOT_READY -> 6;
                    case BUSY, TOO_MANY, TOO_FAST -> 10;
                };
        return request.refusal(Cimd2Error.number(code, error));
    }

    @Override
    public String name(Cimd2Frame login) {
        return login.get(USER_IDENTITY);
    }

    @Override
    public String password(Cimd2Frame login) {
        return login.get(PASSWORD);
    }

    @Override
    public boolean logsInAgain() {
        return true;
    }

    @Override
    public Cimd2Frame welcome(Cimd2Frame login) {
        profile = options.profileOf(name(login));
        return login.response().build();
    }
}
