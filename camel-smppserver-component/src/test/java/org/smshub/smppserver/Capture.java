package org.smshub.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What goes over a port, as tshark reads it. Does nothing where tshark is not there or may not capture. */
final class Capture implements AutoCloseable {

    private final int port;
    private final Path folder;
    private final Path file;
    private Process tshark;

    Capture(int port, Path folder) throws Exception {
        this.port = port;
        this.folder = folder;
        this.file = folder.resolve("capture.pcapng");
        Path log = folder.resolve("tshark");
        try {
            tshark = Peers.start(log, "tshark", "-i", "lo", "-f", "tcp port " + port, "-w", file.toString());
            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> !tshark.isAlive() || Files.readString(log).contains("Capturing on"));
        } catch (IOException notThere) {
            tshark = null;
        }
    }

    void assertNothingMalformed() throws Exception {
        if (tshark == null || !tshark.isAlive()) {
            return;
        }
        // what was captured last reaches the file within a second
        await().pollDelay(1500, TimeUnit.MILLISECONDS).until(() -> Files.size(file) > 0);
        Peers.stop(tshark);
        assertThat(read("smpp")).as("PDUs that tshark saw").isNotEmpty();
        assertThat(read("_ws.malformed || (smpp && _ws.expert.severity >= 0x600000)"))
                .isEmpty();
    }

    private String read(String filter) throws Exception {
        Path out = folder.resolve("filtered");
        Process read = Peers.start(
                out,
                "tshark",
                "-r",
                file.toString(),
                "-d",
                "tcp.port==" + port + ",smpp",
                "-Y",
                filter,
                "-T",
                "fields",
                "-e",
                "frame.number",
                "-e",
                "smpp.command_id",
                "-e",
                "_ws.expert.message");
        assertThat(read.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return String.join(
                "\n",
                Files.readAllLines(out).stream()
                        .filter(line -> !line.startsWith("Running as user"))
                        .toList());
    }

    @Override
    public void close() {
        if (tshark != null) {
            tshark.destroy();
        }
    }
}
