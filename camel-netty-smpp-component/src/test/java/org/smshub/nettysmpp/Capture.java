package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.smshub.line.Tap;
import org.smshub.nettysmpp.codec.SmppCodec;

/** What two peers say to each other through a {@link Tap}, as tshark reads it. */
final class Capture implements AutoCloseable {

    private final int port;
    private final Path folder;
    private final Path file;
    private final Tap tap;

    /** Listens on a port of its own for what goes to this one. */
    Capture(int port, Path folder) throws IOException {
        this.port = port;
        this.folder = folder;
        this.file = folder.resolve("capture.pcap");
        this.tap = new Tap(port);
    }

    /** Where the client has to connect to. */
    int port() {
        return tap.port();
    }

    /** Ends the capture: what was captured is in the file. */
    @Override
    public void close() throws IOException {
        tap.close();
        tap.write(file);
    }

    /** Skips the test, saying why, where there is nobody to read it. */
    void need() {
        Peers.need("tshark", "tshark");
    }

    /** Number of frame and message of tshark for each PDU that is malformed, or not as it should be. */
    List<String> malformed(boolean fromServer) throws Exception {
        return read(
                "(_ws.malformed || (smpp && _ws.expert.severity >= 0x600000)) && tcp." + (fromServer ? "src" : "dst")
                        + "port == " + port,
                "frame.number",
                "_ws.expert.message");
    }

    /** Names of the commands that the server sent. */
    Set<String> sent() throws Exception {
        Set<String> names = new TreeSet<>();
        for (String line : read("smpp && tcp.srcport == " + port, "smpp.command_id")) {
            for (String id : line.split(",")) {
                names.add(SmppCodec.name(Long.decode(id).intValue()));
            }
        }
        return names;
    }

    private List<String> read(String filter, String... fields) throws Exception {
        Path out = folder.resolve("filtered");
        List<String> command = new java.util.ArrayList<>(List.of(
                "tshark", "-r", file.toString(), "-d", "tcp.port==" + port + ",smpp", "-Y", filter, "-T", "fields"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Process read = Peers.start(out, command.toArray(String[]::new));
        assertThat(read.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(out).stream()
                .filter(line -> !line.startsWith("Running as user"))
                .toList();
        assertThat(read.exitValue()).as(String.join("\n", lines)).isZero();
        return lines;
    }
}
