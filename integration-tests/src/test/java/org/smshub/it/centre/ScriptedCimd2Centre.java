package org.smshub.it.centre;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.smshub.cimd2.Packet;
import org.smshub.cimd2.ScriptedCentre;

/** A centre by CIMD2. Without a script it takes every login and submit, and tells each delivered. */
final class ScriptedCimd2Centre extends Centre {

    /** What becomes of a packet that is no submit; true = done, false = the positive response. */
    interface PacketScript {
        boolean take(Cimd2Line line, Packet packet) throws IOException;
    }

    private static final int LOGIN = 1;
    private static final int SUBMIT = 3;

    private final ScriptedCentre lines;
    private final Map<ScriptedCentre.Line, Cimd2Line> known = new ConcurrentHashMap<>();
    private volatile PacketScript others = (line, packet) -> false;
    private volatile Cimd2Line last;

    ScriptedCimd2Centre(int port) throws IOException {
        lines = new ScriptedCentre(this::take, port);
    }

    @Override
    int port() {
        return lines.port();
    }

    @Override
    void up() throws IOException {
        lines.reopen();
    }

    @Override
    void down() throws IOException {
        lines.close();
    }

    @Override
    Cimd2Line line() {
        Cimd2Line line = last;
        return line != null && line.line.isOpen() ? line : null;
    }

    void onOthers(PacketScript script) {
        others = script;
    }

    private boolean take(ScriptedCentre.Line on, Packet packet) throws IOException {
        Cimd2Line line = known.computeIfAbsent(on, Cimd2Line::new);
        if (packet.isResponse()) {
            line.responses.incrementAndGet();
            return true;
        }
        if (packet.operation() == SUBMIT) {
            received(new Submit(
                    line,
                    packet.number(),
                    packet.get(23),
                    packet.get(21).replace("+", ""),
                    packet.get(33) == null
                            ? HexFormat.of().parseHex(packet.get(34))
                            : packet.get(33).getBytes(StandardCharsets.ISO_8859_1),
                    packet));
            return true;
        }
        if (others.take(line, packet)) {
            return true;
        }
        if (packet.operation() == LOGIN) {
            on.accept(packet);
            last = line;
            return true;
        }
        return false;
    }

    /** One connection. */
    static final class Cimd2Line implements Line {

        private final ScriptedCentre.Line line;
        private final AtomicInteger numbers = new AtomicInteger();
        private final AtomicInteger responses = new AtomicInteger();

        private Cimd2Line(ScriptedCentre.Line line) {
            this.line = line;
        }

        /** How many responses came to operations of the centre. */
        int responses() {
            return responses.get();
        }

        void send(Packet packet) throws IOException {
            line.send(packet);
        }

        /** From now on each octet is a segment of its own. */
        void slow() {
            line.slow();
        }

        @Override
        public String newId(Submit submit) {
            return "+" + submit.to + ":" + line.time();
        }

        private static String time(Submit submit) {
            return submit.id.substring(submit.id.indexOf(':') + 1);
        }

        @Override
        public void accept(Submit submit) throws IOException {
            send(Packet.of(53, submit.sequence, "021:+" + submit.to, "060:" + time(submit)));
        }

        @Override
        public void refuse(Submit submit, Refusal refusal) throws IOException {
            send(Packet.of(53, submit.sequence, "021:+" + submit.to, "900:" + refusal.error, "901:because"));
        }

        void refuse(Packet packet, String code) throws IOException {
            line.refuse(packet, code);
        }

        @Override
        public void receipt(Submit submit, Told told) throws IOException {
            receipt(submit, told, 2 * numbers.getAndIncrement() & 0xFE);
        }

        void receipt(Submit submit, Told told, int number) throws IOException {
            String time = time(submit);
            send(Packet.of(23, number, "021:+" + submit.to, "060:" + time, "061:" + told.code, "063:" + time));
        }

        @Override
        public void finish() throws IOException {
            line.finish();
        }

        @Override
        public void reset() throws IOException {
            line.reset();
        }
    }
}
