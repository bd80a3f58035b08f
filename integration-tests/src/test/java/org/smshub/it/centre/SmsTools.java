package org.smshub.it.centre;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * smsd of SMS Server Tools, which reads messages out of a card and knows the tables of all thirteen national languages. The card
 * is this one: a port that says what a modem says which has the messages in its store.
 */
final class SmsTools {

    private static final String SMSD = "/usr/sbin/smsd";
    private static final String CONFIG = """
            devices = SIM
            outgoing = DIR/outgoing
            checked = DIR/checked
            failed = DIR/failed
            sent = DIR/sent
            incoming = DIR/incoming
            report = DIR/report
            saved = DIR/saved
            logfile = DIR/smsd.log
            infofile = DIR/smsd.info
            pidfile = DIR/smsd.pid
            delaytime = 1
            errorsleeptime = 1
            blocktime = 1
            incoming_utf8 = yes
            decode_unicode_text = yes
            internal_combine = no
            [SIM]
            device = @127.0.0.1:PORT
            init = AT+CPMS="SM","SM","SM"
            incoming = yes
            memory_start = 1
            cs_convert = yes
            """;

    private SmsTools() {}

    static boolean isThere() {
        return Files.isExecutable(Path.of(SMSD));
    }

    /**
     * The texts of messages that a card holds.
     *
     * @param pdus SMS-DELIVER in hex, with the centre in front; whose numbers end in 1, 2, 3 …, see {@link #number}
     */
    static List<String> texts(List<String> pdus, Path folder) throws Exception {
        for (String name : List.of("outgoing", "checked", "failed", "sent", "incoming", "report", "saved")) {
            Files.createDirectory(folder.resolve(name));
        }
        Map<Integer, String> store = new ConcurrentHashMap<>();
        IntStream.range(0, pdus.size()).forEach(i -> store.put(i + 1, pdus.get(i)));
        try (ServerSocket port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread card = new Thread(() -> answer(port, store), "card");
            card.setDaemon(true);
            card.start();
            Path config = folder.resolve("smsd.conf");
            Files.writeString(
                    config, CONFIG.replace("DIR", folder.toString()).replace("PORT", "" + port.getLocalPort()));
            Process smsd = new ProcessBuilder(SMSD, "-c", config.toString(), "-t")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("smsd.out").toFile())
                    .start();
            try {
                Path incoming = folder.resolve("incoming");
                await().atMost(Duration.ofSeconds(30 + pdus.size()))
                        .until(() -> store.isEmpty() && count(incoming) == pdus.size());
                return read(incoming);
            } finally {
                end(smsd);
            }
        }
    }

    /** Of a message that is the n-th, from 1 on. */
    static String number(int n) {
        return String.format("4860%07d", n);
    }

    private static void end(Process smsd) throws InterruptedException {
        // what it has started: one process a modem
        List<ProcessHandle> children = smsd.descendants().toList();
        smsd.destroy();
        if (!smsd.waitFor(10, TimeUnit.SECONDS)) {
            smsd.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        }
    }

    /** A file a message: headers, an empty line, the text. */
    private static List<String> read(Path incoming) throws IOException {
        Map<String, String> byNumber = new TreeMap<>();
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String all = Files.readString(file);
                int head = all.indexOf("\n\n");
                byNumber.put(all.replaceAll("(?s).*?From: (\\d+)\n.*", "$1"), all.substring(head + 2));
            }
        }
        return List.copyOf(byNumber.values());
    }

    private static void answer(ServerSocket port, Map<Integer, String> store) {
        int slots = store.size();
        while (!port.isClosed()) {
            try (Socket socket = port.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                for (String command = in.readLine(); command != null; command = in.readLine()) {
                    String said = said(command.strip(), store, slots);
                    socket.getOutputStream()
                            .write(((said.isEmpty() ? "" : "\r\n" + said + "\r\n") + "\r\nOK\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // the end of the connection, or of the test
            }
        }
    }

    private static String said(String command, Map<Integer, String> store, int slots) {
        if (command.contains("+CPMS")) {
            String memory = String.format("\"SM\",%d,%d", store.size(), slots);
            return "+CPMS: " + memory + "," + memory + "," + memory;
        }
        if (command.equals("AT+CREG?")) {
            return "+CREG: 0,1";
        }
        if (command.startsWith("AT+CMGD=")) {
            store.remove(Integer.valueOf(command.substring(8)));
            return "";
        }
        if (!command.startsWith("AT+CMGR=")) {
            return "";
        }
        String pdu = store.get(Integer.valueOf(command.substring(8)));
        int centre = pdu == null ? 0 : 1 + Integer.parseInt(pdu.substring(0, 2), 16);
        return pdu == null ? "" : "+CMGR: 0,," + (pdu.length() / 2 - centre) + "\r\n" + pdu;
    }
}
