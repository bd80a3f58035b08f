package org.smshub.ucp;

import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.smshub.line.BareTcp;
import org.smshub.line.LineBenchmark;
import org.smshub.text.Hex;
import org.smshub.ucp.codec.UcpCodec;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;

/** What UCP costs; the README has the command. */
class UcpBenchmark extends LineBenchmark {

    private static final String FIELDS = "0041791234567/4790001//1//3/////////////3//"
            + Hex.of(TEXT.getBytes(StandardCharsets.US_ASCII)) + "/////////////";

    @Override
    protected byte[] frame() {
        return UcpCodec.encode(UcpFrame.operation(UcpOperation.SUBMIT)
                .set(UcpField.ADC, "0041791234567")
                .set(UcpField.OADC, "4790001")
                .set(UcpField.MT, "3")
                .set(UcpField.NRQ, "1")
                .set(UcpField.NT, "3")
                .set(UcpField.MSG, Hex.of("x".repeat(62).getBytes(StandardCharsets.US_ASCII)))
                .build());
    }

    @Override
    protected Decode decode() {
        return frame ->
                UcpCodec.decode(frame, 1, frame.length - 1, true).fields().size();
    }

    @Override
    protected char separator() {
        return '/';
    }

    @Override
    protected String client(int port) {
        return "ucp:127.0.0.1:" + port + "?username=8812&password=secret&window=100&receipt=FINAL&sender=4790001";
    }

    @Override
    protected String server(int port) {
        return "ucp-server:127.0.0.1:" + port + "?window=100&firstWindow=100";
    }

    @Override
    protected String access(CamelContext camel) {
        return "addressAccounts=127.0.0.1=8812";
    }

    @Override
    protected String account() {
        return "8812";
    }

    @Override
    protected BareTcp.Wire wire() {
        return new Ready();
    }

    /** Frames that are ready made, by TRN. */
    private static final class Ready implements BareTcp.Wire {

        private final byte[] login = frame(0, "O", "60", "8812/6/5/1/736563726574//0100//////");
        private final byte[][] submits = all("O", "51", FIELDS);
        private final byte[][] logins = all("R", "60", "A/BIND AUTHENTICATED/");
        private final byte[][] accepted = all("R", "51", "A//0041791234567:101126140509/");
        private final byte[][] others = all("R", "52", "A///");

        private static byte[][] all(String kind, String ot, String fields) {
            byte[][] all = new byte[100][];
            for (int i = 0; i < 100; i++) {
                all[i] = frame(i, kind, ot, fields);
            }
            return all;
        }

        private static byte[] frame(int trn, String kind, String ot, String fields) {
            String head = String.format("%02d/%05d/%s/%s/", trn, fields.length() + 16, kind, ot) + fields;
            return String.format("\u0002%s%02X\u0003", head, head.chars().sum() & 0xFF)
                    .getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public byte[] login() {
            return login;
        }

        @Override
        public byte[] submit(int n) {
            return submits[n % 100];
        }

        @Override
        public byte[] answer(byte[] head) {
            int trn = (head[1] - '0') * 10 + head[2] - '0';
            int ot = (head[12] - '0') * 10 + head[13] - '0';
            return head[10] != 'O' ? null : (ot == 60 ? logins : ot == 51 ? accepted : others)[trn];
        }
    }
}
