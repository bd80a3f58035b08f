package org.smshub.it.centre;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.smshub.line.Listening;

/** A centre by SMPP 3.4, any number of binds. Without a script it takes every bind and submit_sm, and tells each DELIVERED. */
final class ScriptedSmsc extends Centre {

    /** What becomes of a connection, or of a bind request on it. Runs on the thread that reads the connection. */
    interface BindScript {
        void take(Bind bind) throws IOException;
    }

    static final BindScript WELCOME = Bind::welcome;
    static final BindScript NO_ANSWER = bind -> {};

    private final Listening listening;
    private final List<Bind> binds = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger(1_000_000);
    private volatile BindScript script = WELCOME;

    ScriptedSmsc() throws IOException {
        this(0);
    }

    ScriptedSmsc(int port) throws IOException {
        listening = new Listening("smsc", port, socket -> {
            Bind bind = new Bind(socket);
            binds.add(bind);
            return bind::read;
        });
    }

    @Override
    int port() {
        return listening.port();
    }

    @Override
    synchronized void up() throws IOException {
        listening.reopen();
    }

    @Override
    synchronized void down() throws IOException {
        listening.close();
        for (Bind bind : binds) {
            bind.socket.close();
        }
    }

    /** The next bind requests go by these, one after the other; all after them by the last. */
    void onBind(BindScript... scripts) {
        AtomicInteger next = new AtomicInteger();
        script = bind -> scripts[Math.min(next.getAndIncrement(), scripts.length - 1)].take(bind);
    }

    static BindScript refused(int status) {
        return bind -> bind.answer(bind.request, status, Pdu.cString(""));
    }

    /** Every connection there was, bound or not. */
    List<Bind> binds() {
        return binds;
    }

    /** Those that are bound and open, the oldest first. */
    List<Bind> bound() {
        return binds.stream().filter(Bind::isBound).toList();
    }

    @Override
    Bind line() {
        List<Bind> bound = bound();
        return bound.isEmpty() ? null : bound.get(bound.size() - 1);
    }

    /** One connection. */
    final class Bind implements Line {

        private final Socket socket;
        private final AtomicInteger sequences = new AtomicInteger();
        private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
        private volatile Pdu request;
        private volatile boolean bound;
        private volatile long bytes;

        Bind(Socket socket) throws IOException {
            this.socket = socket;
        }

        private void read() throws IOException {
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(counted(socket.getInputStream())))) {
                while (true) {
                    received(Pdu.read(in));
                }
            } finally {
                bound = false;
            }
        }

        private InputStream counted(InputStream in) {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    int b = in.read();
                    bytes += b < 0 ? 0 : 1;
                    return b;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int count = in.read(into, offset, length);
                    bytes += Math.max(0, count);
                    return count;
                }
            };
        }

        private void received(Pdu pdu) throws IOException {
            if (pdu.isResponse()) {
                answers.put(pdu.sequence(), pdu.status());
            } else if (pdu.isBind()) {
                request = pdu;
                script.take(this);
            } else if (pdu.command() == Pdu.SUBMIT_SM) {
                ScriptedSmsc.this.received(Pdu.submit(this, pdu.sequence(), pdu.body()));
            } else {
                answer(pdu, 0);
                if (pdu.command() == Pdu.UNBIND) {
                    finish();
                }
            }
        }

        boolean isBound() {
            return bound && !socket.isClosed();
        }

        /** The system_id it asked to be bound as, or null. */
        String systemId() {
            Pdu bind = request;
            return bind == null ? null : Pdu.cString(ByteBuffer.wrap(bind.body()));
        }

        /** How many octets were read. */
        long bytes() {
            return bytes;
        }

        void welcome() throws IOException {
            answer(request, 0, Pdu.cString("scripted"));
            bound = true;
        }

        void answer(Pdu to, int status, byte[]... body) throws IOException {
            send(to.command() | Pdu.RESPONSE, status, to.sequence(), body.length == 0 ? new byte[0] : body[0]);
        }

        void send(int command, int status, int sequence, byte[] body) throws IOException {
            raw(new Pdu(command, status, sequence, body).octets());
        }

        void raw(byte[] octets) throws IOException {
            synchronized (socket) {
                socket.getOutputStream().write(octets);
            }
        }

        /**
         * Sends a request of the centre.
         *
         * @return its sequence_number
         */
        int request(int command, byte[] body) throws IOException {
            int sequence = sequences.incrementAndGet();
            send(command, 0, sequence, body);
            return sequence;
        }

        /** command_status of the answer to a request of the centre; null = none yet. */
        Integer status(int sequence) {
            return answers.get(sequence);
        }

        int answered() {
            return answers.size();
        }

        void unbind() throws IOException {
            request(Pdu.UNBIND, new byte[0]);
        }

        /** The submit_sm_resp of a submit. */
        byte[] yes(Submit submit, String id) {
            return new Pdu(Pdu.SUBMIT_SM | Pdu.RESPONSE, 0, submit.sequence, Pdu.cString(id)).octets();
        }

        /** A generic_nack (4.3) with the submit's own sequence_number. */
        void nack(Submit submit, int status) throws IOException {
            submit.refused();
            send(Pdu.NACK, status, submit.sequence, new byte[0]);
        }

        @Override
        public String newId(Submit submit) {
            return "smsc-" + ids.incrementAndGet();
        }

        @Override
        public void accept(Submit submit) throws IOException {
            raw(yes(submit, submit.id));
        }

        @Override
        public void refuse(Submit submit, Refusal refusal) throws IOException {
            refuse(submit, refusal.status);
        }

        void refuse(Submit submit, int status) throws IOException {
            submit.refused();
            send(Pdu.SUBMIT_SM | Pdu.RESPONSE, status, submit.sequence, new byte[0]);
        }

        @Override
        public void receipt(Submit submit, Told told) throws IOException {
            String id = submit.id;
            deliver(submit, 4, 0, Pdu.text(id, told.word), Pdu.receipted(id), Pdu.state(told.state));
        }

        /** A deliver_sm from the number that a submit went to. */
        int deliver(Submit about, int esmClass, int dataCoding, byte[] text, byte[]... after) throws IOException {
            return request(Pdu.DELIVER_SM, Pdu.deliverSm(about.to, about.from, esmClass, dataCoding, text, after));
        }

        @Override
        public void finish() throws IOException {
            bound = false;
            socket.shutdownOutput();
        }

        @Override
        public void reset() throws IOException {
            bound = false;
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
