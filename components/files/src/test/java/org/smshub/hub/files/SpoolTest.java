package org.smshub.hub.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A spool folder as smsd has it, through the routes as they are shipped. */
@Execution(ExecutionMode.CONCURRENT)
class SpoolTest {

    @TempDir
    Path folder;

    private Path spool;
    private Path told;
    private FilesHub hub;

    @BeforeEach
    void start() throws Exception {
        spool = folder.resolve("spool");
        told = folder.resolve("told");
        Path handler = Files.writeString(folder.resolve("handler"), "#!/bin/sh\necho \"$@\" >> " + told + "\n");
        Files.setPosixFilePermissions(handler, PosixFilePermissions.fromString("rwx------"));
        hub = new FilesHub(folder.resolve("hub"));
        hub.add(
                "spool-in",
                "spool-in",
                Map.of(
                        "folder",
                        spool.toString(),
                        "client",
                        "alarms",
                        "delay",
                        "100",
                        "whole",
                        "50",
                        "eventHandler",
                        handler.toString()));
        hub.add("spool-out", "spool-out", Map.of("folder", spool.toString(), "eventHandler", handler.toString()));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void write(String name, String text) throws IOException {
        Path half = Files.writeString(spool.resolve("outgoing/." + name), text);
        Files.move(half, spool.resolve("outgoing/" + name));
    }

    private String whole(String name) throws IOException {
        Path file = spool.resolve(name);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file));
        return Files.readString(file);
    }

    private List<String> told(int lines) throws IOException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(told) && Files.readAllLines(told).size() >= lines);
        return Files.readAllLines(told);
    }

    @Test
    void fromOutgoingToSentAndAReport() throws Exception {
        write("alert-1", "To: 48600100201\nReport: yes\nSent: by nobody\n\nDisk is full\n");
        String sent = whole("sent/alert-1");
        assertThat(sent)
                .startsWith("To: 48600100201\nReport: yes\nModem: line\nSent: ")
                .containsPattern("Sent: \\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\nMessage_id: \\d+\n\nDisk is full\n")
                .doesNotContain("by nobody");
        assertThat(hub.sent.peek().text()).isEqualTo("Disk is full");
        assertThat(hub.sent.peek().client()).isEqualTo("alarms");
        String id = sent.replaceAll("(?s).*Message_id: (\\d+).*", "$1");
        assertThat(told(1)).containsExactly("SENT " + spool.resolve("sent/alert-1") + " " + id);
        assertThat(spool.resolve("checked")).isEmptyDirectory();
        assertThat(spool.resolve("outgoing")).isEmptyDirectory();
        hub.receipt(hub.sent.peek().id(), "+48600100201", "DELIVERED");
        assertThat(told(2).get(1)).startsWith("REPORT " + spool.resolve("report") + "/line.");
        try (Stream<Path> reports = Files.list(spool.resolve("report"))) {
            assertThat(Files.readString(reports.findFirst().orElseThrow()))
                    .startsWith("From: 48600100201\n")
                    .contains("\n\nSMS STATUS REPORT\nMessage_id: " + id + "\nDischarge_timestamp: ")
                    .endsWith("\nStatus: 0,Ok,short message received by the SME\n");
        }
        // the same alarm again is another message
        write("alert-1", "To: 48600100201\nReport: yes\n\nDisk is full\n");
        Awaitility.await().until(() -> hub.sent.size() == 2);
    }

    @Test
    void whatIsRefusedSaysWhy() throws Exception {
        write("nobody", "From: x\n\nno destination\n");
        assertThat(whole("failed/nobody")).contains("From: x\nFail_reason: No destination\nFailed: ");
        assertThat(told(1)).containsExactly("FAILED " + spool.resolve("failed/nobody"));
        write("alphabet", "To: 48600100201\nAlphabet: klingon\n\ntext\n");
        assertThat(whole("failed/alphabet")).contains("Fail_reason: Invalid alphabet\n");
        write("number", "To: 0123456\n\ntext\n");
        assertThat(whole("failed/number")).contains("Fail_reason: to: ");
        write("noheader", "this is no message at all");
        assertThat(whole("failed/noheader")).contains("Fail_reason: No destination");
        Files.createSymbolicLink(spool.resolve("outgoing/link"), Path.of("/etc/passwd"));
        assertThat(whole("failed/link"))
                .contains("Fail_reason: The file is no file, but a link")
                .doesNotContain("root:");
        assertThat(hub.sent).isEmpty();
    }

    @Test
    void whatIsNotWholeOrLockedStays() throws Exception {
        Files.writeString(spool.resolve("outgoing/.hidden"), "To: 48600100201\n\ntext\n");
        Files.writeString(spool.resolve("outgoing/held.LOCK"), "123 me");
        write("held", "To: 48600100201\n\nheld\n");
        write("small", "x");
        write("LOCKED1", "To: 48600100201\n\ntext\n");
        write("free", "To: 48600100202\n\nfree\n");
        whole("sent/free");
        assertThat(hub.sent).hasSize(1);
        assertThat(spool.resolve("outgoing/held")).exists();
        Files.delete(spool.resolve("outgoing/held.LOCK"));
        whole("sent/held");
        assertThat(spool.resolve("outgoing/small")).exists();
        assertThat(spool.resolve("outgoing/LOCKED1")).exists();
    }

    @Test
    void hostileHeadersHaveNoEffect() throws Exception {
        write(
                "evil",
                "To: 48600100201\nSmsFrom: EVIL\nSmsClient: shop\nCamelHttpUri: http://evil\nCAmelFileName: ../../x\n\nhello\n");
        whole("sent/evil");
        FilesHub.Sent sent = hub.sent.peek();
        assertThat(sent.from()).isNull();
        assertThat(sent.client()).isEqualTo("alarms");
        assertThat(sent.headers().keySet()).noneMatch(name -> name.toLowerCase().startsWith("camel"));
    }

    @Test
    void whatPhonesSendLiesInIncoming() throws Exception {
        hub.incoming("+48600100200", "6789", "Grüße");
        hub.incoming("+48600100200", "6789", "Zażółć");
        List<String> lines = told(2);
        assertThat(lines).allMatch(line -> line.startsWith("RECEIVED " + spool.resolve("incoming") + "/line."));
        byte[] first = Files.readAllBytes(Path.of(lines.get(0).substring(9)));
        assertThat(new String(first, "ISO-8859-15"))
                .startsWith("From: 48600100200\nSent: ")
                .contains("\nModem: line\nNumber: 6789\nReport: no\nAlphabet: ISO\nLength: 5\n\n")
                .endsWith("\nGrüße");
        byte[] second = Files.readAllBytes(Path.of(lines.get(1).substring(9)));
        assertThat(new String(second, "ISO-8859-15")).contains("Alphabet: UCS2");
        assertThat(new String(second, second.length - 12, 12, "UTF-16BE")).isEqualTo("Zażółć");
    }
}
