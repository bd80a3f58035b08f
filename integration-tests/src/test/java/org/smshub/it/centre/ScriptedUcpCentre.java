package org.smshub.it.centre;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.smshub.ucp.ScriptedCentre;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;

/** A centre by UCP/EMI. Without a script it takes every login and submit, and tells each delivered. */
final class ScriptedUcpCentre extends Centre {

    /** What becomes of a frame that is no submit; true = done, false = the positive answer. */
    interface FrameScript {
        boolean take(UcpLine line, UcpFrame frame) throws IOException;
    }

    private static final int LOGIN = 60;
    private static final int SUBMIT = 51;

    private final ScriptedCentre lines;
    private final Map<ScriptedCentre.Line, UcpLine> known = new ConcurrentHashMap<>();
    private volatile FrameScript others = (line, frame) -> false;
    private volatile UcpLine last;

    ScriptedUcpCentre() throws IOException {
        this(0);
    }

    ScriptedUcpCentre(int port) throws IOException {
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
    UcpLine line() {
        UcpLine line = last;
        return line != null && line.line.isOpen() ? line : null;
    }

    void onOthers(FrameScript script) {
        others = script;
    }

    private boolean take(ScriptedCentre.Line on, UcpFrame frame) throws IOException {
        UcpLine line = known.computeIfAbsent(on, UcpLine::new);
        if (frame.result()) {
            line.acknowledged.incrementAndGet();
            return true;
        }
        if (frame.ot() == SUBMIT) {
            received(new Submit(
                    line,
                    frame.trn(),
                    frame.get(UcpField.OADC),
                    frame.get(UcpField.ADC).replaceFirst("^00", ""),
                    hex(frame.get(UcpField.MSG)),
                    frame));
            return true;
        }
        if (others.take(line, frame)) {
            return true;
        }
        if (frame.ot() == LOGIN) {
            on.accept(frame);
            last = line;
            return true;
        }
        return false;
    }

    private static byte[] hex(String digits) {
        byte[] octets = new byte[digits.length() / 2];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return octets;
    }

    /** When it says that anything was delivered, or not: never before it was sent. */
    static String endOfDay() {
        return LocalDate.now().format(DateTimeFormatter.ofPattern("ddMMyy")) + "235959";
    }

    /** One connection. */
    static final class UcpLine implements Line {

        private static final AtomicInteger SECONDS = new AtomicInteger();

        private final ScriptedCentre.Line line;
        private final AtomicInteger trns = new AtomicInteger();
        private final AtomicInteger acknowledged = new AtomicInteger();

        private UcpLine(ScriptedCentre.Line line) {
            this.line = line;
        }

        /** How many results came for operations of the centre. */
        int acknowledged() {
            return acknowledged.get();
        }

        /** AdC:SCTS, no second twice. */
        @Override
        public String newId(Submit submit) {
            int n = SECONDS.incrementAndGet();
            return String.format("00%s:2611%02d%02d%02d%02d", submit.to, 26, n / 3600 % 24, n / 60 % 60, n % 60);
        }

        @Override
        public void accept(Submit submit) throws IOException {
            answer(submit, "A//" + submit.id + "/");
        }

        /** @param fields with their trailing slash */
        void answer(Submit submit, String fields) throws IOException {
            line.send(submit.sequence, "R", SUBMIT, fields);
        }

        @Override
        public void refuse(Submit submit, Refusal refusal) throws IOException {
            submit.refused();
            answer(submit, "N/" + refusal.ec + "/because/");
        }

        /** No such session here: what the centre answers to anything before a login. */
        void refuse(UcpFrame frame) throws IOException {
            line.refuse(frame, "07");
        }

        @Override
        public void receipt(Submit submit, Told told) throws IOException {
            String scts = submit.id.substring(submit.id.indexOf(':') + 1);
            String rsn = told == Told.UNDELIVERABLE ? "101" : "000";
            line.send(
                    trns.incrementAndGet() % 100,
                    "O",
                    53,
                    submit.from + "/00" + submit.to + "/".repeat(13) + scts + "/" + told.dst + "/" + rsn + "/"
                            + endOfDay() + "/3//6869" + "/".repeat(13));
        }

        /**
         * A message (52).
         *
         * @param addresses AdC/OAdC
         * @param hex of the septets
         */
        void deliver(String addresses, String hex, String xser) throws IOException {
            int n = SECONDS.incrementAndGet();
            String scts = String.format("261126%02d%02d%02d", n / 3600 % 24, n / 60 % 60, n % 60);
            line.send(
                    trns.incrementAndGet() % 100,
                    "O",
                    52,
                    addresses + "/".repeat(13) + scts + "////3//" + hex + "/".repeat(10) + xser + "///");
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
