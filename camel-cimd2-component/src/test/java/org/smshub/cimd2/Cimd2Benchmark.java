package org.smshub.cimd2;

import org.apache.camel.CamelContext;
import org.smshub.cimd2.codec.Cimd2Codec;
import org.smshub.line.BareTcp;
import org.smshub.line.LineBenchmark;
import org.smshub.link.Logins;

/** What CIMD2 costs; the README has the command. */
class Cimd2Benchmark extends LineBenchmark {

    private static final String[] SUBMIT = {"021:+41791234567", "023:4790001", "056:62", "033:" + TEXT};

    @Override
    protected byte[] frame() {
        return Packet.of(3, 1, "021:+41791234567", "023:4790001", "030:8", "056:62", "034:" + "0078".repeat(31))
                .bytes();
    }

    @Override
    protected Decode decode() {
        return frame ->
                Cimd2Codec.decode(frame, 1, frame.length - 1, true).parameters().size();
    }

    @Override
    protected char separator() {
        return '\t';
    }

    @Override
    protected String client(int port) {
        return "cimd2:127.0.0.1:" + port + "?username=shop&password=secret&window=100&sender=4790001";
    }

    @Override
    protected String server(int port) {
        return "cimd2-server:127.0.0.1:" + port + "?window=100&firstWindow=100";
    }

    @Override
    protected String access(CamelContext camel) {
        camel.getRegistry().bind("logins", (Logins) (account, password) -> true);
        return "banner=&aliveFirst=false&logins=#logins";
    }

    @Override
    protected String account() {
        return "shop";
    }

    @Override
    protected BareTcp.Wire wire() {
        return new Ready();
    }

    /** Packets that are ready made, by number. */
    private static final class Ready implements BareTcp.Wire {

        private final byte[] login =
                Packet.of(1, 1, "010:shop", "011:secret", "019:100").bytes();
        private final byte[][] submits = all(3, SUBMIT);
        private final byte[][] logins = all(51);
        private final byte[][] accepted = all(53, "021:+41791234567", "060:261126140509");
        private final byte[][] delivered = all(70);

        private static byte[][] all(int operation, String... parameters) {
            byte[][] all = new byte[256][];
            for (int i = 0; i < 256; i++) {
                all[i] = Packet.of(operation, i, parameters).bytes();
            }
            return all;
        }

        @Override
        public byte[] login() {
            return login;
        }

        @Override
        public byte[] submit(int n) {
            return submits[2 * n + 3 & 0xFF];
        }

        @Override
        public byte[] answer(byte[] head) {
            int operation = (head[1] - '0') * 10 + head[2] - '0';
            int number = (head[4] - '0') * 100 + (head[5] - '0') * 10 + head[6] - '0';
            return operation >= 50 ? null : (operation == 1 ? logins : operation == 3 ? accepted : delivered)[number];
        }
    }
}
