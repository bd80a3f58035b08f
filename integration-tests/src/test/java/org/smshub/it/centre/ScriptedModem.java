package org.smshub.it.centre;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.smshub.line.Listening;

/**
 * A modem behind a serial device server, and the network behind the modem. Without a script it takes every message and tells
 * each delivered.
 */
final class ScriptedModem extends Centre {

    /** What becomes of a command line; true = done, false = what a modem says to it. */
    interface CommandScript {
        boolean take(ModemLine line, String command) throws IOException;
    }

    private static final int ESCAPE = 0x1B;
    private static final int CONTROL_Z = 0x1A;

    /** What a modem says of itself, by how the command begins; all else is OK. */
    private final Map<String, String> says = new TreeMap<>();

    private final AtomicInteger references = new AtomicInteger();
    private final Listening listening;
    private volatile CommandScript commands = (line, command) -> false;
    private volatile ModemLine last;

    ScriptedModem(int on) throws IOException {
        listening = new Listening("modem", on, socket -> new ModemLine(socket)::read);
        says.putAll(Map.of(
                "AT+CPIN?", "+CPIN: READY",
                "AT+CREG?", "+CREG: 1,1",
                "AT+CSQ", "+CSQ: 20,99",
                "AT+CSCA?", "+CSCA: \"+48600100000\",145",
                "AT+CPMS?", "+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20",
                "AT+CPMS=?", "+CPMS: (\"SM\"),(\"SM\"),(\"SM\")",
                "AT+CPMS=\"", "+CPMS: 0,20,0,20,0,20",
                "AT+CNMI=?", "+CNMI: (0-2),(0-2),(0,2),(0-2),(0,1)",
                "AT+CFUN?", "+CFUN: 1"));
        says.put("AT+CGMI", "Scripted");
        says.put("AT+CGMM", "Modem");
        says.put("AT+CGSN", String.format("35000000%07d", port()));
        says.put("AT+CIMI", String.format("26001%010d", port()));
        says.put("AT+CCID", String.format("+CCID: \"8948%015d\"", port()));
    }

    @Override
    int port() {
        return listening.port();
    }

    @Override
    void up() throws IOException {
        listening.reopen();
    }

    @Override
    void down() throws IOException {
        listening.close();
        ModemLine line = last;
        if (line != null) {
            line.socket.close();
        }
    }

    @Override
    Line line() {
        ModemLine line = last;
        return line != null && line.ready && !line.socket.isClosed() ? line : null;
    }

    void onCommand(CommandScript script) {
        commands = script;
    }

    /** One connection. */
    final class ModemLine implements Line {

        private final Socket socket;
        private volatile boolean ready;

        private ModemLine(Socket socket) throws IOException {
            this.socket = socket;
            last = this;
        }

        private void read() throws IOException {
            StringBuilder typed = new StringBuilder();
            boolean prompt = false;
            try (InputStream in = socket.getInputStream()) {
                for (int octet = in.read(); octet >= 0; octet = in.read()) {
                    if (octet == ESCAPE) {
                        typed.setLength(0);
                        prompt = false;
                    } else if (prompt && octet == CONTROL_Z) {
                        String pdu = typed.toString();
                        typed.setLength(0);
                        prompt = false;
                        received(submit(pdu));
                    } else if (!prompt && octet == '\r') {
                        String command = typed.toString().strip().toUpperCase(Locale.ROOT);
                        typed.setLength(0);
                        prompt = command.startsWith("AT+CMGS=");
                        if (prompt) {
                            write("\r\n> ");
                        } else {
                            command(command);
                        }
                    } else {
                        typed.append((char) octet);
                    }
                }
            } finally {
                socket.close();
            }
        }

        private void command(String command) throws IOException {
            if (!command.startsWith("AT") || commands.take(this, command)) {
                return;
            }
            for (Map.Entry<String, String> known : says.entrySet()) {
                if (command.startsWith(known.getKey())) {
                    say(known.getValue());
                    break;
                }
            }
            say("OK");
            // the look into the store is the last of what a client does at its start
            ready |= command.startsWith("AT+CMGL");
        }

        /** 3GPP TS 23.040 9.2.2.2, as far as it is needed. */
        private Submit submit(String pdu) {
            int at = 2 + 2 * hex(pdu, 0) + 4;
            int digits = hex(pdu, at);
            StringBuilder to = new StringBuilder();
            for (int i = 0; i < digits; i++) {
                to.append(pdu.charAt(at + 4 + (i ^ 1)));
            }
            int validity =
                    switch (hex(pdu, at - 4) >> 3 & 3) {
                        case 0 -> 0;
                        case 2 -> 1;
                        default -> 7;
                    };
            int data = at + 4 + (digits + 1) / 2 * 2 + 4 + 2 * validity + 2;
            return new Submit(
                    this, references.get(), "", to.toString(), HexFormat.of().parseHex(pdu.substring(data)), pdu);
        }

        private int hex(String pdu, int at) {
            return Integer.parseInt(pdu.substring(at, at + 2), 16);
        }

        private synchronized void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        void say(String line) throws IOException {
            write("\r\n" + line + "\r\n");
        }

        /** As the hub tells it: the end of the card's number, of the recipient's, and the reference. */
        @Override
        public String newId(Submit submit) {
            return String.format(
                    "%04d:%s:%d",
                    port() % 10_000, submit.to.substring(submit.to.length() - 8), references.incrementAndGet() & 0xFF);
        }

        private int reference(Submit submit) {
            return Integer.parseInt(submit.id.substring(submit.id.lastIndexOf(':') + 1));
        }

        @Override
        public void accept(Submit submit) throws IOException {
            say("+CMGS: " + reference(submit));
            say("OK");
        }

        @Override
        public void refuse(Submit submit, Refusal refusal) throws IOException {
            say("+CMS ERROR: " + refusal.cms);
        }

        /** 3GPP TS 23.040 9.2.2.3. */
        @Override
        public void receipt(Submit submit, Told told) throws IOException {
            String now = swapped(LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyMMddHHmmss"))) + "00";
            String tpdu = String.format(
                    "06%02X%02X91%s%s%s%02X",
                    reference(submit), submit.to.length(), swapped(submit.to), now, now, told.status);
            write("\r\n+CDS: " + tpdu.length() / 2 + "\r\n00" + tpdu + "\r\n");
        }

        private static String swapped(String digits) {
            String even = digits.length() % 2 == 0 ? digits : digits + "F";
            StringBuilder swapped = new StringBuilder();
            for (int i = 0; i < even.length(); i += 2) {
                swapped.append(even.charAt(i + 1)).append(even.charAt(i));
            }
            return swapped.toString();
        }

        @Override
        public void finish() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
