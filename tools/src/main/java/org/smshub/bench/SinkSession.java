package org.smshub.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One ESME's line to the sink: frames, answers, what it has not acknowledged. Used by the sink's thread alone. */
final class SinkSession {

    static final int GENERIC_NACK = 0x80000000;
    static final int BIND_RECEIVER = 0x01;
    static final int BIND_TRANSMITTER = 0x02;
    static final int SUBMIT_SM = 0x04;
    static final int DELIVER_SM = 0x05;
    static final int UNBIND = 0x06;
    static final int BIND_TRANSCEIVER = 0x09;
    static final int ENQUIRE_LINK = 0x15;
    static final int RESPONSE = 0x80000000;

    private static final int OK = 0;
    private static final int INVALID_LENGTH = 0x02;
    private static final int INVALID_COMMAND = 0x03;
    private static final int INVALID_BIND_STATUS = 0x04;
    private static final int ALREADY_BOUND = 0x05;
    private static final int HEADER = 16;
    private static final int MAX_PDU = 0x11000;
    private static final int MAX_UNREAD = 64 << 20;

    /** deliver_sm sent and not acknowledged, by sequence number, in the order sent. */
    final Map<Integer, SinkReceipts.Receipt> unacknowledged = new LinkedHashMap<>();

    private final SmppSink sink;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(2 * MAX_PDU);
    private ByteBuffer out = ByteBuffer.allocateDirect(1 << 17);
    private int bound;
    private int sequence;
    private int pduStart;
    private boolean leaving;

    SinkSession(SmppSink sink, SocketChannel channel, Selector selector) throws IOException {
        this.sink = sink;
        this.channel = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    boolean isBound() {
        return bound != 0;
    }

    boolean receives() {
        return bound == BIND_RECEIVER || bound == BIND_TRANSCEIVER;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void read() throws IOException {
        int n = channel.read(in);
        in.flip();
        while (in.remaining() >= HEADER && !leaving) {
            int length = in.getInt(in.position());
            if (length < HEADER || length > MAX_PDU) {
                throw new IOException("command_length " + Integer.toUnsignedString(length));
            }
            if (in.remaining() < length) {
                break;
            }
            int next = in.position() + length;
            int limit = in.limit();
            in.limit(next);
            pdu();
            in.limit(limit).position(next);
        }
        in.compact();
        if (n < 0) {
            throw new IOException("closed by the ESME");
        }
    }

    private void pdu() {
        in.getInt();
        int command = in.getInt();
        int status = in.getInt();
        int number = in.getInt();
        switch (command) {
            case BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER -> bind(command, number);
            case SUBMIT_SM -> submit(number);
            case DELIVER_SM | RESPONSE -> sink.receipts.acknowledged(unacknowledged.remove(number), status == OK);
            case ENQUIRE_LINK -> empty(ENQUIRE_LINK | RESPONSE, OK, number);
            case UNBIND -> {
                empty(UNBIND | RESPONSE, OK, number);
                leaving = true;
            }
            default -> {
                if (command > 0) {
                    empty(GENERIC_NACK, INVALID_COMMAND, number);
                }
            }
        }
    }

    private void bind(int command, int number) {
        if (bound != 0) {
            empty(command | RESPONSE, ALREADY_BOUND, number);
            return;
        }
        bound = command;
        start(command | RESPONSE, OK, number);
        cString("sink");
        room(5).putShort((short) 0x0210).putShort((short) 1).put((byte) 0x34);
        end();
        sink.countBound();
    }

    private void submit(int number) {
        if (bound != BIND_TRANSMITTER && bound != BIND_TRANSCEIVER) {
            empty(SUBMIT_SM | RESPONSE, INVALID_BIND_STATUS, number);
            return;
        }
        try {
            sink.submitted(this, Submit.read(in, number, sink.nextId(), System.nanoTime()));
        } catch (BufferUnderflowException cut) {
            empty(SUBMIT_SM | RESPONSE, INVALID_LENGTH, number);
        }
    }

    void accepted(Submit submit) {
        start(SUBMIT_SM | RESPONSE, OK, submit.sequence());
        cString(submit.id());
        end();
    }

    void deliver(SinkReceipts.Receipt receipt, byte[] text) {
        sequence = sequence == Integer.MAX_VALUE ? 1 : sequence + 1;
        unacknowledged.put(sequence, receipt);
        start(DELIVER_SM, OK, sequence);
        cString("");
        address(receipt.submit().to());
        address(receipt.submit().from());
        // esm_class 4: SMSC delivery receipt (5.2.12); the eight fields up to sm_length are zero or empty
        room(10 + text.length).put((byte) 4).putLong(0).put((byte) text.length).put(text);
        end();
    }

    private void address(String address) {
        room(2).put((byte) 1).put((byte) 1);
        cString(address);
    }

    private void empty(int command, int status, int number) {
        start(command, status, number);
        end();
    }

    private void start(int command, int status, int number) {
        room(HEADER);
        pduStart = out.position();
        out.putInt(0).putInt(command).putInt(status).putInt(number);
    }

    private void end() {
        out.putInt(pduStart, out.position() - pduStart);
        sink.toFlush(this);
    }

    private void cString(String s) {
        room(s.length() + 1).put(s.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
    }

    private ByteBuffer room(int octets) {
        if (out.remaining() < octets) {
            out = ByteBuffer.allocateDirect(2 * out.capacity()).put(out.flip());
        }
        return out;
    }

    /** Writes what one pass of the selector left, in one call where the socket takes it. */
    void flush() throws IOException {
        out.flip();
        channel.write(out);
        out.compact();
        if (out.position() > MAX_UNREAD) {
            throw new IOException("the ESME does not read");
        }
        key.interestOps(out.position() == 0 ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        if (leaving && out.position() == 0) {
            throw new IOException("unbound");
        }
    }

    void close() {
        bound = 0;
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // nothing left to release
        }
    }
}
