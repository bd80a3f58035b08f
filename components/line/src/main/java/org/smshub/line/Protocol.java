package org.smshub.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.util.Map;
import org.smshub.link.Window;

/**
 * All that a protocol says of itself; everything else is written once, in this module. One object a connection, so that
 * it may keep what was agreed there (version, bind mode). Its event loop calls it; workers too call what makes an answer
 * ({@link #key}, {@link #refusal}), so that these look at the frame alone. Nothing here may block.
 *
 * @param <F> a frame of the protocol, a request or an answer; does not change
 */
public interface Protocol<F> {

    /** What a frame that came is about. */
    enum Kind {
        /** Of the other side, for the route. */
        REQUEST,
        /** To a request of ours. */
        ANSWER,
        /** The other side wants to log in. */
        LOGIN,
        /** Is anybody there? Answered by the line itself. */
        PROBE,
        /** The other side wants to go, and is answered after the last answer. */
        GOODBYE,
        /** The other side has called us and asks us to log in (outbind of SMPP). */
        INVITE
    }

    // frames

    /**
     * Takes the next frame off the buffer; noise before it may be taken off too.
     *
     * @return null when there is none that is whole
     * @throws BrokenFrame for octets that are no good frame; they are taken off the buffer
     */
    F next(ByteBuf in) throws BrokenFrame;

    /**
     * Appends the frame.
     *
     * @throws IllegalArgumentException if the protocol cannot carry it; nothing counts as appended then
     */
    void encode(F frame, ByteBuf out);

    /**
     * What turns octets into frames and frames into octets where {@link #next} and {@link #encode} will not do, because a request
     * is a conversation (the prompt of a modem, and what is typed there): a handler of this connection, which is given frames
     * to write, and reads frames. A write ends with success when the last octet of the request has left; before that the request
     * is NOT_SENT. null = next and encode do.
     */
    default ChannelHandler conversation() {
        return null;
    }

    Kind kind(F frame);

    /** Whether this frame keeps a session from idleTimeout; false for one that only shows that somebody is there. */
    default boolean counts(F frame) {
        return true;
    }

    // our requests and their answers

    /** The keys of requests of this end; those of the other end are its own affair. */
    Window.Keys keys();

    /** How long the answer to this request may take, in milliseconds; 0 = requestTimeout. */
    default long timeout(F request) {
        return 0;
    }

    /** The request under this key. Here a session may also leave out what the other side's version does not know. */
    F numbered(F request, int key);

    int key(F answer);

    /** Whether this answer, which carries the key of the request, is one to it. What fits nothing is waited past. */
    boolean answers(F answer, F request);

    /**
     * Whether the answer asks to have the request again (nack of CIMD2): the one under its key, or else the only one that is
     * outstanding, under the key of the answer from now on.
     */
    default boolean repeats(F answer) {
        return false;
    }

    /**
     * Whether an answer under a key that no request has is meant for the only one that is outstanding: for peers that number
     * such an answer on their own (general error of CIMD2). One that {@link #repeats} is.
     */
    default boolean unnumbered(F answer) {
        return repeats(answer);
    }

    /** Whether the other side knows our session no more: the answer counts, and then the line logs in anew. */
    default boolean endsSession(F answer, F request) {
        return false;
    }

    /** What is known of the other side, for the health check of an open session: name and value. Any thread. */
    default Map<String, Object> details() {
        return Map.of();
    }

    // the end that logs in

    /** What opens the session, null = nothing does. */
    default F login() {
        return null;
    }

    /** Why the other side does not let us in, with its code and what to change; null when it does. */
    default String loginRefused(F answer) {
        return null;
    }

    /** Whether a session that the other side called is open only after an {@link Kind#INVITE} and our login. */
    default boolean waitsForInvite() {
        return false;
    }

    /** Whether requests may be sent on this session, asked when it is open; false for one that only receives. */
    default boolean sends() {
        return true;
    }

    /** Whether an open session can be told something, by itself or when it asks. */
    default boolean hears() {
        return sends();
    }

    // both ends

    /** What is sent on an idle line to see whether it is there; null = nothing. */
    default F probe() {
        return null;
    }

    /**
     * The answer to {@link Kind#PROBE}.
     *
     * @param waiting how many requests wait for this peer
     * @param open false before the login
     */
    default F probed(F probe, int waiting, boolean open) {
        return refusal(probe, Refusal.NOT_READY, null);
    }

    /** The last request of ours before an orderly end, null = the connection is just closed. */
    default F goodbye() {
        return null;
    }

    /** The answer to {@link Kind#GOODBYE}. */
    default F parted(F goodbye) {
        return refusal(goodbye, Refusal.NOT_READY, null);
    }

    /** Why a request or login of the other side is refused at once, as the answer; null = it goes on its way. */
    default F objection(F request) {
        return null;
    }

    /**
     * The answer that refuses a request, a login included; null for a request that has no answers.
     *
     * @param code of the {@link org.smshub.link.SmsNotSentException} an authenticator threw, else null
     */
    F refusal(F request, Refusal why, String code);

    // the end that lets in

    /**
     * The connection is there, TLS included. A server may greet it ({@link Session#say}); one that speaks when nobody asked
     * keeps the session.
     */
    default void connected(Session<F> session) {}

    /** Who wants to log in, for the log; never a password. */
    default String name(F login) {
        return "";
    }

    /** The password of who wants to log in, "" for none. */
    default String password(F login) {
        return "";
    }

    /** Whether who is logged in may log in again, under the same name. */
    default boolean logsInAgain() {
        return false;
    }

    /** The answer to a login that is right; from now on the session is open. */
    default F welcome(F login) {
        throw new UnsupportedOperationException("this end lets nobody in");
    }
}
