package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.smshub.site.Processes;

/**
 * A GSM core network without radio: OsmoMSC, which is SMSC and SMPP server too, and OsmoHLR (Debian packages
 * {@code osmo-msc} and {@code osmo-hlr}), on a loopback address of their own, because most of their ports cannot be chosen.
 */
final class OsmoCore implements AutoCloseable {

    /** A message in the store of OsmoMSC. */
    record Stored(
            String sender,
            int senderTon,
            int senderNpi,
            String recipient,
            int recipientTon,
            int recipientNpi,
            int dataCodingScheme,
            boolean udhi,
            int statusReport,
            byte[] userData) {}

    static final String PASSWORD = "secret";

    private static final Path MSC = Path.of("/usr/bin/osmo-msc");
    private static final Path HLR = Path.of("/usr/bin/osmo-hlr");
    private static final Path CC = Path.of("/usr/bin/cc");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MSC_VTY = 4254;
    private static final int HLR_VTY = 4258;
    private static final int SGS = 29118;

    private final Path folder;
    private final String address = freeAddress();
    private final int smppPort = freePort();
    private final List<Process> processes = new ArrayList<>();

    /** Why there can be none on this machine; null if there can. */
    static String missing() {
        if (!Files.isExecutable(MSC) || !Files.isExecutable(HLR)) {
            return "OsmoMSC and OsmoHLR are not installed (Debian packages osmo-msc and osmo-hlr)";
        }
        return Files.isExecutable(CC) ? null : "there is no C compiler (Debian packages gcc and libc6-dev)";
    }

    /**
     * @param folder for configuration, databases and logs
     * @param esmes system_id of each ESME, and its number: what is sent there is handed to it
     */
    OsmoCore(Path folder, Map<String, String> esmes) throws IOException, InterruptedException {
        this.folder = folder;
        Path library = folder.resolve("sctp-over-tcp.so");
        Path source = folder.resolve("sctp-over-tcp.c");
        try (InputStream in = OsmoCore.class.getResourceAsStream("sctp-over-tcp.c")) {
            Files.copy(in, source);
        }
        Process cc = new ProcessBuilder(
                        CC.toString(), "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("cc.log").toFile())
                .start();
        assertThat(cc.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(cc.exitValue())
                .as(Files.readString(folder.resolve("cc.log")))
                .isZero();
        try {
            start(null, HLR, "hlr", """
                    log stderr
                     logging filter all 1
                    line vty
                     bind %1$s
                    ctrl
                     bind %1$s
                    hlr
                     database %2$s/hlr.db
                     gsup
                      bind ip %1$s
                    """.formatted(address, folder));
            await().atMost(PATIENCE).until(() -> listens(HLR_VTY));
            start(library, MSC, "msc", """
                    log stderr
                     logging filter all 1
                     logging print category 1
                     logging level smpp debug
                     logging level lsms info
                     logging level sgs info
                    line vty
                     bind %1$s
                    ctrl
                     bind %1$s
                    cs7 instance 0
                     asp asp-clnt-OsmoMSC-A-Iu 2905 0 m3ua
                      remote-ip %1$s
                      local-ip %1$s
                    network
                     network country code 1
                     mobile network code 1
                     encryption a5 0
                     authentication optional
                    msc
                     mgw remote-ip %1$s
                     mgw local-ip %1$s
                    hlr
                     remote-ip %1$s
                    sgs
                     local-ip %1$s
                    smsc
                     database %2$s/sms.db
                     queue max-failure 500
                    smpp
                     local-tcp-ip 127.0.0.1 %3$d
                     system-id OsmoMSC
                     policy closed
                    %4$s
                    """.formatted(
                            address,
                            folder,
                            smppPort,
                            esmes.entrySet().stream()
                                    .map(esme -> " esme " + esme.getKey() + "\n  password " + PASSWORD
                                            + "\n  route prefix unknown isdn " + esme.getValue())
                                    .collect(Collectors.joining("\n"))));
            await().atMost(PATIENCE).until(() -> listens(SGS));
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void start(Path preload, Path program, String name, String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".cfg"), configuration);
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-c", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        if (preload != null) {
            builder.environment().put("LD_PRELOAD", preload.toString());
        }
        processes.add(builder.start());
    }

    private boolean listens(int port) throws IOException {
        for (Process process : processes) {
            assertThat(process.isAlive()).as(() -> logs()).isTrue();
        }
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int smppPort() {
        return smppPort;
    }

    InetSocketAddress sgs() {
        return new InetSocketAddress(address, SGS);
    }

    /** Gives a SIM its number. */
    void subscriber(String imsi, String msisdn) throws IOException {
        String subscriber = "subscriber imsi " + imsi;
        assertThat(command(HLR_VTY, subscriber + " create", subscriber + " update msisdn " + msisdn))
                .contains("MSISDN='" + msisdn + "'");
    }

    /** Asks OsmoMSC to try everything that waits, which it would do by itself within minutes. */
    void sendPending() throws IOException {
        command(MSC_VTY, "sms send pending");
    }

    /** What the programs' terminal says; each ends what it says with its prompt. */
    private String command(int port, String... commands) throws IOException {
        try (Socket terminal = new Socket(address, port)) {
            terminal.setSoTimeout((int) PATIENCE.toMillis());
            StringBuilder said = new StringBuilder(prompt(terminal));
            for (String command :
                    Stream.concat(Stream.of("enable"), Stream.of(commands)).toList()) {
                terminal.getOutputStream().write((command + "\r").getBytes(StandardCharsets.US_ASCII));
                said.append(prompt(terminal));
            }
            return said.toString();
        }
    }

    private static String prompt(Socket terminal) throws IOException {
        StringBuilder said = new StringBuilder();
        int last = 0;
        for (int c = terminal.getInputStream().read();
                c >= 0;
                c = terminal.getInputStream().read()) {
            said.append((char) c);
            if (c == ' ' && (last == '>' || last == '#')) {
                return said.toString();
            }
            last = c;
        }
        throw new IOException("the terminal was closed after: " + said);
    }

    /** What OsmoMSC keeps for a number, in the order it came. */
    List<Stored> stored(String recipient) throws SQLException {
        List<Stored> found = new ArrayList<>();
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sms.db"));
                ResultSet row = store.createStatement()
                        .executeQuery(
                                "select src_addr, src_ton, src_npi, dest_addr, dest_ton, dest_npi, data_coding_scheme,"
                                        + " ud_hdr_ind, status_rep_req, user_data from SMS where dest_addr = '"
                                        + recipient
                                        + "' order by id")) {
            while (row.next()) {
                found.add(new Stored(
                        row.getString(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getInt(6),
                        row.getInt(7),
                        row.getBoolean(8),
                        row.getInt(9),
                        row.getBytes(10)));
            }
        }
        return found;
    }

    String logs() {
        StringBuilder logs = new StringBuilder();
        for (String name : List.of("hlr.log", "msc.log")) {
            try {
                logs.append(name)
                        .append(":\n")
                        .append(Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                logs.append("none\n");
            }
        }
        return logs.toString();
    }

    /** Of 127.0.0.0/8, all of which is this machine on Linux. */
    private static String freeAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "127." + random.nextInt(64, 128) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Processes.kill(processes.stream().map(Process::toHandle));
    }
}
