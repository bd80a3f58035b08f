package org.smshub.gsmmodem.at;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with a modem: one command at a time, its result, what the modem says unasked at any place between, and
 * a time limit for every wait. Requests of the line become commands, what the modem says becomes answers and messages.
 *
 * <p>A request counts as written when Ctrl-Z has left: before that the modem sends nothing. All on the event loop.
 */
public final class AtConversation extends ChannelDuplexHandler {

    /** Who hears what the modem says unasked. On the event loop. */
    public interface Listener {

        /** @param pdu the line behind it, null when there is none */
        void heard(AtConversation talk, Unsolicited what, AtValues values, String pdu);

        /** The route is done with a message. */
        void taken(AtConversation talk, AtTaken taken);

        /** A request of the line was answered. */
        void answered(AtConversation talk, AtRequest request, AtAnswer answer);

        /** The connection is gone. */
        void closed();
    }

    private record Job(AtRequest request, ChannelPromise promise, Consumer<AtAnswer> then) {

        void written() {
            if (promise != null) {
                promise.trySuccess();
            }
        }

        void lost(Throwable cause) {
            if (promise != null) {
                promise.tryFailure(cause);
            }
        }
    }

    private enum State {
        /** Nothing is asked. */
        IDLE,
        /** A command is due in a moment. */
        PAUSE,
        PROMPT,
        RESULT,
        /** The modem is being woken; what it says is no result of a command. */
        SYNC
    }

    private static final Logger LOG = LoggerFactory.getLogger(AtConversation.class);
    private static final String ESC = "\u001b\r";
    private static final char CTRL_Z = 0x1A;

    /** Milliseconds after ESC in which all that comes is old. */
    private static final long OLD = 200;

    private static final int TRIES = 4;

    /** Milliseconds to the answer to AT. */
    private static final long AWAKE = 1_000;

    /** Milliseconds in which nothing more may come behind that answer: the answers to earlier ATs. */
    private static final long QUIET = 100;

    /** Milliseconds from a line that tells the result to the OK behind it. */
    private static final long REST = 5_000;

    /** Lines of a result at most, a listing of a full memory included. */
    private static final int MOST_LINES = 2_000;

    private final AtReader reader = new AtReader();
    private final Deque<Job> queue = new ArrayDeque<>();
    private final List<String> lines = new ArrayList<>();
    private final Modem modem;
    private final Listener listener;
    private final Executor workers;
    private ChannelHandlerContext context;
    private State state = State.IDLE;
    private Job job;
    private AtStep step;
    private String header;
    private String typed;
    private boolean ended;
    private Runnable synced;
    private int tries;
    private int turn;
    private long lastHeard = System.nanoTime();
    private boolean closed;

    /** @param workers for what may wait */
    public AtConversation(Modem modem, Listener listener, Executor workers) {
        this.modem = modem;
        this.listener = listener;
        this.workers = workers;
    }

    // what the listener does

    /** A request of the conversation itself, before those that wait. @param then told of its answer */
    public void ask(AtRequest request, Consumer<AtAnswer> then) {
        if (!closed) {
            queue.addFirst(new Job(request, null, then));
            pump();
        }
    }

    /** The same, behind those that wait. */
    public void askLast(AtRequest request, Consumer<AtAnswer> then) {
        if (!closed) {
            queue.addLast(new Job(request, null, then));
            pump();
        }
    }

    /** Hands a message on to the route. */
    public void deliver(AtMessage message) {
        context.fireChannelRead(message);
    }

    /** All that was delivered is there. */
    public void delivered() {
        context.fireChannelReadComplete();
    }

    public void after(long millis, Runnable task) {
        context.executor()
                .schedule(
                        () -> {
                            if (!closed) {
                                task.run();
                            }
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    /** Ends the connection. @param why for people, with what to do about it */
    public void fail(String why) {
        if (!closed) {
            closed = true;
            context.fireExceptionCaught(new IOException(why));
        }
    }

    /** Whether a command is under way or waits. */
    public boolean isBusy() {
        return state != State.IDLE || !queue.isEmpty();
    }

    // requests

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void write(ChannelHandlerContext at, Object message, ChannelPromise promise) {
        if (message instanceof AtRequest request) {
            if (closed) {
                promise.tryFailure(new IOException("the connection is being closed"));
            } else {
                queue.addLast(new Job(request, promise, null));
                pump();
            }
        } else if (message instanceof AtTaken taken) {
            promise.trySuccess();
            if (!closed) {
                listener.taken(this, taken);
            }
        } else {
            at.write(message, promise);
        }
    }

    private void pump() {
        if (state == State.IDLE && job == null && !queue.isEmpty() && !closed) {
            job = queue.poll();
            LOG.debug("{}: {}", context.channel().remoteAddress(), job.request());
            go(job.request().first().apply(modem));
        }
    }

    private void go(AtNext next) {
        if (next instanceof AtAnswer answer) {
            finish(answer);
        } else if (next instanceof AtWork work) {
            state = State.PAUSE;
            work(work);
        } else {
            ask((AtStep) next);
        }
    }

    private void work(AtWork work) {
        try {
            workers.execute(() -> {
                AtNext next = work.task().get();
                after(0, () -> go(next));
            });
        } catch (RejectedExecutionException full) {
            fail("too much is being looked up already");
        }
    }

    private void ask(AtStep next) {
        step = next;
        long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastHeard);
        long pause = Math.max(step.pause(), modem.profile.gap() - quiet);
        if (pause > 0) {
            state = State.PAUSE;
            in(pause, this::say);
        } else {
            say();
        }
    }

    private void say() {
        lines.clear();
        typed = null;
        ended = false;
        if (step.command() == null) {
            sync(() -> complete(AtResult.DONE));
            return;
        }
        LOG.debug("{}: > {}", context.channel().remoteAddress(), step);
        if (step.typed() == null) {
            state = State.RESULT;
            in(step.limit(), this::silent);
        } else {
            state = State.PROMPT;
            in(AtStep.PROMPT, this::silent);
        }
        type(step.command() + "\r", null);
    }

    private void prompted() {
        state = State.RESULT;
        typed = step.typed();
        Job asked = job;
        in(step.limit(), this::silent);
        type(typed + CTRL_Z, asked);
    }

    /** Writes at the modem's pace. @param sending whose last octet it is, null = nobody's */
    private void type(String text, Job sending) {
        int most = modem.profile.chunk();
        boolean last = most == 0 || text.length() <= most;
        String chunk = last ? text : text.substring(0, most);
        ChannelFuture write = context.writeAndFlush(Unpooled.wrappedBuffer(AtReader.octets(chunk)));
        if (!last) {
            int now = turn;
            after(modem.profile.chunkGap(), () -> {
                if (now == turn) {
                    type(text.substring(most), sending);
                }
            });
        } else if (sending != null) {
            write.addListener(done -> {
                if (done.isSuccess()) {
                    sending.written();
                } else {
                    sending.lost(done.cause());
                }
            });
        }
    }

    // results

    private void complete(AtResult result) {
        turn++;
        state = State.IDLE;
        if (!result.isOk()) {
            LOG.debug("{}: {} of {}", context.channel().remoteAddress(), result, step);
        }
        AtStep done = step;
        step = null;
        go(done.then().apply(result.with(lines)));
    }

    private void finish(AtAnswer answer) {
        Job done = job;
        job = null;
        step = null;
        state = State.IDLE;
        done.written();
        if (done.promise() != null) {
            AtAnswer keyed = answer.withKey(done.request().key());
            context.fireChannelRead(keyed);
            listener.answered(this, done.request(), keyed);
            context.fireChannelReadComplete();
        } else if (done.then() != null) {
            done.then().accept(answer);
        }
        pump();
    }

    private void silent() {
        if (!lines.isEmpty() && step.reads() != null) {
            // the result itself was lost, or is never said
            complete(AtResult.DONE);
        } else if (typed != null) {
            fail("no answer to " + verb() + " within " + step.limit() + " ms");
        } else {
            boolean prompt = state == State.PROMPT;
            AtResult none = prompt ? AtResult.SILENT.as(AtResult.Status.NO_PROMPT) : AtResult.SILENT;
            LOG.debug("{}: no answer to {}", context.channel().remoteAddress(), step);
            sync(() -> complete(none));
        }
    }

    private String verb() {
        return step.toString().replaceFirst("=.*", "");
    }

    /** Ends what the modem may be at, a half PDU included, and finds out whether it listens. */
    private void sync(Runnable then) {
        state = State.SYNC;
        synced = then;
        tries = 0;
        lines.clear();
        reader.reset();
        type(ESC, null);
        in(OLD, this::wake);
    }

    private void wake() {
        if (tries == TRIES) {
            fail("the modem does not answer: AT, " + TRIES
                    + " times; check power, cable, baudRate and that no other program" + " uses the port");
            return;
        }
        // one that was told to be quiet is told otherwise
        type(++tries == TRIES - 1 ? "ATQ0V1E0\r" : "AT\r", null);
        in(AWAKE, this::wake);
    }

    private void awake() {
        in(QUIET, () -> {
            Runnable then = synced;
            synced = null;
            then.run();
        });
    }

    /** One timer: that of the state. */
    private void in(long millis, Runnable task) {
        int now = ++turn;
        after(millis, () -> {
            if (now == turn) {
                task.run();
            }
        });
    }

    // what comes

    @Override
    public void channelRead(ChannelHandlerContext at, Object message) {
        if (!(message instanceof ByteBuf in)) {
            at.fireChannelRead(message);
            return;
        }
        try {
            lastHeard = System.nanoTime();
            String line;
            while (!closed && (line = reader.next(in, state == State.PROMPT)) != null) {
                line(line);
            }
        } finally {
            in.release();
        }
    }

    private void line(String line) {
        if (line.equals(AtReader.PROMPT)) {
            prompted();
        } else if (line.equals(AtReader.NOISE)) {
            LOG.debug("{}: a line without end", context.channel().remoteAddress());
        } else if (!isEcho(line) && !isPdu(line)) {
            said(line);
        }
    }

    private boolean isEcho(String line) {
        if (state == State.SYNC) {
            return line.startsWith("AT") || line.indexOf(0x1B) >= 0;
        }
        if (step == null || state == State.PAUSE) {
            return false;
        }
        return line.equals(step.command()) || typed != null && (line.equals(typed) || line.equals(typed + CTRL_Z));
    }

    /** The line behind a header that announces it. */
    private boolean isPdu(String line) {
        if (header != null) {
            AtValues values = AtValues.of(header);
            Unsolicited what = Unsolicited.of(header);
            header = null;
            if (isHex(line) || what == Unsolicited.SKIP) {
                listener.heard(this, what, values, line);
                return true;
            }
            listener.heard(this, Unsolicited.LOST, values, null);
            return false;
        }
        if (state == State.RESULT && step.reads() != null && !lines.isEmpty() && isHex(line)) {
            lines.add(line);
            return true;
        }
        return false;
    }

    private void said(String line) {
        boolean asked = state == State.RESULT || state == State.PROMPT;
        AtResult result = state == State.SYNC || asked ? AtResult.of(line) : null;
        if (state == State.SYNC && (result != null || line.equals("0"))) {
            // 0 is OK in numbers
            if (tries > 0) {
                awake();
            }
        } else if (result != null) {
            ended(result);
        } else if (asked && step.owns(line)) {
            own(line);
        } else {
            unasked(line, asked && step.free());
        }
    }

    private void ended(AtResult result) {
        if (state == State.PROMPT && result.isOk()) {
            complete(result.as(AtResult.Status.NO_PROMPT));
        } else if (!result.isOk() || !step.waits() || !lines.isEmpty()) {
            complete(result);
        } else {
            // the line that is waited for comes behind it
            ended = true;
        }
    }

    private void own(String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(line);
        }
        if (ended) {
            complete(AtResult.DONE);
        } else if (step.waits() || typed != null) {
            in(REST, this::silent);
        }
    }

    private void unasked(String line, boolean free) {
        Unsolicited what = Unsolicited.of(line);
        if (what == null && free) {
            lines.add(line);
        } else if (what == Unsolicited.DIRECT || what == Unsolicited.SKIP) {
            header = line;
        } else if (what == Unsolicited.DATA) {
            fail("the modem went on line for data: another program uses the port, or it is not the one for commands");
        } else if (what == Unsolicited.RESTART && state == State.SYNC) {
            LOG.debug("{}: {}, before it was woken", context.channel().remoteAddress(), line);
        } else if (what == Unsolicited.RESTART) {
            fail("the modem was switched off or started anew: " + line);
        } else if (what != null) {
            listener.heard(this, what, AtValues.of(line), null);
        } else {
            // it may be a part of a message: no word of it at a level that is on
            LOG.debug(
                    "{}: a line of {} characters that nobody expects",
                    context.channel().remoteAddress(),
                    line.length());
        }
    }

    static boolean isHex(String line) {
        if (line.length() < 4 || line.length() % 2 != 0) {
            return false;
        }
        for (int i = 0; i < line.length(); i++) {
            if (Character.digit(line.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    // the end

    @Override
    public void channelInactive(ChannelHandlerContext at) {
        if (!closed && state == State.RESULT && typed != null && !lines.isEmpty()) {
            // the reference has come: the message is sent
            complete(AtResult.DONE);
        }
        closed = true;
        turn++;
        IOException gone = new IOException("the connection is gone");
        if (job != null) {
            job.lost(gone);
        }
        queue.forEach(waiting -> waiting.lost(gone));
        queue.clear();
        listener.closed();
        at.fireChannelInactive();
    }
}
