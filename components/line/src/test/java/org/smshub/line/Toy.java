package org.smshub.line;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.smshub.link.Window;

/**
 * The smallest protocol there can be. A frame is a line: {@code ?key text} asks, {@code !key text} answers. Texts that
 * begin so mean: {@code login name password}, {@code ping}, {@code bye}; an answer {@code no …} refuses, {@code again}
 * wants the request once more, {@code lost} knows the session no more.
 */
final class Toy implements Protocol<String> {

    static final int MAX = 200;

    private final String login;

    /** @param login name and password, null at a server and for a client that sends none */
    Toy(String login) {
        this.login = login;
    }

    @Override
    public String next(ByteBuf in) throws BrokenFrame {
        int length = in.bytesBefore((byte) '\n');
        if (length > MAX || length < 0 && in.readableBytes() > MAX) {
            in.skipBytes(in.readableBytes());
            throw new BrokenFrame("too long", "!0 no too long", true);
        }
        if (length < 0) {
            return null;
        }
        String frame = in.readCharSequence(length, StandardCharsets.US_ASCII).toString();
        in.skipBytes(1);
        if (!frame.matches("[?!]\\d{1,4} .*")) {
            throw new BrokenFrame("no frame", "!0 no such thing", false);
        }
        return frame;
    }

    @Override
    public void encode(String frame, ByteBuf out) {
        if (frame.contains("#")) {
            throw new IllegalArgumentException("no # in this protocol");
        }
        out.writeCharSequence(frame + "\n", StandardCharsets.US_ASCII);
    }

    static String text(String frame) {
        return frame.substring(frame.indexOf(' ') + 1);
    }

    @Override
    public Kind kind(String frame) {
        String text = text(frame);
        return frame.startsWith("!")
                ? Kind.ANSWER
                : text.startsWith("login ")
                        ? Kind.LOGIN
                        : text.equals("ping")
                                ? Kind.PROBE
                                : text.equals("bye")
                                        ? Kind.GOODBYE
                                        : text.equals("invite") ? Kind.INVITE : Kind.REQUEST;
    }

    @Override
    public Window.Keys keys() {
        return new Window.Keys(1, 999, 2);
    }

    @Override
    public String numbered(String request, int key) {
        return "?" + key + " " + request;
    }

    @Override
    public int key(String frame) {
        return Integer.parseInt(frame.substring(1, frame.indexOf(' ')));
    }

    String answer(String request, String text) {
        return "!" + key(request) + " " + text;
    }

    @Override
    public boolean answers(String answer, String request) {
        return !text(answer).startsWith("odd");
    }

    @Override
    public boolean repeats(String answer) {
        return text(answer).equals("again");
    }

    @Override
    public boolean endsSession(String answer, String request) {
        return text(answer).equals("no lost");
    }

    @Override
    public String login() {
        return login == null ? null : "login " + login;
    }

    @Override
    public String loginRefused(String answer) {
        return text(answer).startsWith("no") ? "login refused: " + text(answer) : null;
    }

    @Override
    public boolean waitsForInvite() {
        return login != null;
    }

    @Override
    public String probe() {
        return "ping";
    }

    @Override
    public String probed(String probe, int waiting, boolean open) {
        return answer(probe, "pong " + waiting);
    }

    @Override
    public String goodbye() {
        return login == null ? null : "bye";
    }

    @Override
    public String parted(String goodbye) {
        return answer(goodbye, "bye");
    }

    @Override
    public String refusal(String request, Refusal why, String code) {
        return answer(request, "no " + (code == null ? why : code));
    }

    @Override
    public String name(String login) {
        return text(login).split(" ")[1];
    }

    @Override
    public String password(String login) {
        return text(login).replaceFirst("^\\S+ \\S+ ?", "");
    }

    @Override
    public String welcome(String login) {
        return answer(login, "welcome");
    }
}
