package org.smshub.gsmmodem;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.smshub.line.Listening;

/**
 * A modem on a plain socket, as a serial device server shows it: one client at a time. It shares no code with the component.
 * A script may take any command; what it leaves is answered as a plain modem answers.
 */
final class ScriptedModem implements AutoCloseable {

    interface Script {
        /**
         * @param command as it came, without CR; of a PDU {@code PDU } and its hex
         * @return whether it was answered, or is not to be
         */
        boolean heard(Talk talk, String command) throws IOException;
    }

    static final Script PLAIN = (talk, command) -> false;

    private final Listening listening;
    final Map<String, String> fixed = new ConcurrentHashMap<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<String> pdus = new CopyOnWriteArrayList<>();
    final List<Talk> talks = new CopyOnWriteArrayList<>();

    /** Memory and index to PDU. */
    final Map<String, String> store = new ConcurrentHashMap<>();

    volatile Script script = PLAIN;
    volatile boolean echo = true;
    volatile int reference;

    ScriptedModem() throws IOException {
        this(0);
    }

    ScriptedModem(int port) throws IOException {
        fixed.put("AT+CGMI", "ACME");
        fixed.put("AT+CGMM", "M1");
        fixed.put("AT+CGSN", "356938035643809");
        fixed.put("AT+CIMI", "234150999999999");
        fixed.put("AT+CCID", "+CCID: \"8944110068256270054\"");
        fixed.put("AT+CFUN?", "+CFUN: 1");
        fixed.put("AT+CPIN?", "+CPIN: READY");
        fixed.put("AT+CREG?", "+CREG: 1,1,\"00A1\",\"1F2E\"");
        fixed.put("AT+CSQ", "+CSQ: 22,99");
        fixed.put("AT+COPS?", "+COPS: 0,0,\"Vodafone\",2");
        fixed.put("AT+CSCA?", "+CSCA: \"+447785016005\",145");
        fixed.put("AT+CNMI=?", "+CNMI: (0,1,2),(0-3),(0,2),(0,1,2),(0,1)");
        fixed.put("AT+CMMS=?", "+CMMS: (0-2)");
        listening = new Listening("scripted-modem", port, socket -> {
            Talk talk = new Talk(socket);
            talks.add(talk);
            return talk::listen;
        });
    }

    int port() {
        return listening.port();
    }

    Talk last() {
        return talks.get(talks.size() - 1);
    }

    long count(String command) {
        return heard.stream().filter(command::equals).count();
    }

    /** A connection. */
    final class Talk implements AutoCloseable {

        private final Socket socket;
        private final OutputStream out;
        private boolean typing;
        private String memory = "SM";
        private String indications = "0,0,0,0,0";

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            out = socket.getOutputStream();
        }

        private void listen() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (echo) {
                    out.write(c);
                }
                if (c == 0x1B) {
                    line.setLength(0);
                    if (typing) {
                        typing = false;
                        say("OK");
                    }
                } else if (typing && c == 0x1A) {
                    typing = false;
                    command("PDU " + line);
                    line.setLength(0);
                } else if (!typing && c == '\r') {
                    String command = line.toString();
                    line.setLength(0);
                    if (!command.isEmpty()) {
                        command(command);
                    }
                } else {
                    line.append((char) c);
                }
            }
        }

        private void command(String command) throws IOException {
            heard.add(command);
            if (!script.heard(this, command)) {
                plain(command);
            }
        }

        void plain(String command) throws IOException {
            String answer = fixed.get(command);
            if (answer != null) {
                if (!answer.isEmpty()) {
                    say(answer);
                }
                if (!answer.startsWith("+CM") || !answer.contains("ERROR")) {
                    say("OK");
                }
            } else if (command.startsWith("PDU ")) {
                pdus.add(command.substring(4));
                say("+CMGS: " + (reference++ & 255));
                say("OK");
            } else if (command.startsWith("AT+CMGS=")) {
                prompt();
            } else if (command.startsWith("AT+CPMS")) {
                memories(command);
            } else if (command.startsWith("AT+CNMI=")) {
                indications = command.substring(8);
                say("OK");
            } else if (command.equals("AT+CNMI?")) {
                say("+CNMI: " + indications);
                say("OK");
            } else if (command.startsWith("AT+CMG") && command.contains("=") && !command.contains("CMGF")) {
                stored(command);
            } else if (command.matches("AT|AT(E0|E0Q0V1|Q0V1E0)|AT\\+(CMEE|CMGF|CMMS|CSMS|CREG|CNMA).*")) {
                say("OK");
            } else {
                say("ERROR");
            }
        }

        private void memories(String command) throws IOException {
            if (command.contains("=")) {
                memory = command.replaceAll(".*=\"(..)\".*", "$1");
                say("+CPMS: " + store.size() + ",30,0,30,0,30");
            } else {
                say("+CPMS: \"" + memory + "\"," + store.size() + ",30,\"SM\",0,30,\"SM\",0,30");
            }
            say("OK");
        }

        private void stored(String command) throws IOException {
            String place = memory + command.replaceAll(".*=", "");
            if (command.startsWith("AT+CMGL")) {
                for (Map.Entry<String, String> one : new TreeMap<>(store).entrySet()) {
                    if (one.getKey().startsWith(memory)) {
                        String index = one.getKey().substring(2);
                        say("+CMGL: " + index + ",1,," + one.getValue().length() / 2 + "\r\n" + one.getValue());
                    }
                }
                say("OK");
            } else if (command.startsWith("AT+CMGR")) {
                if (store.containsKey(place)) {
                    say("+CMGR: 0,," + store.get(place).length() / 2 + "\r\n" + store.get(place));
                }
                say("OK");
            } else {
                store.remove(place);
                say("OK");
            }
        }

        void raw(String octets) throws IOException {
            out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void say(String line) throws IOException {
            raw("\r\n" + line + "\r\n");
        }

        void prompt() throws IOException {
            typing = true;
            raw("\r\n> ");
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** The commands that were heard and begin so. */
    List<String> heard(String prefix) {
        return new ArrayList<>(heard.stream().filter(c -> c.startsWith(prefix)).toList());
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Talk talk : talks) {
            talk.close();
        }
    }
}
