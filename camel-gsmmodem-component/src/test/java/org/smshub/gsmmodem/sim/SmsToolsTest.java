package org.smshub.gsmmodem.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.link.SmsHeaders;

/** smsd of SMS Server Tools drives the virtual modem by TCP: what passes is what was meant. */
@Timeout(120)
class SmsToolsTest extends SimFixture {

    private static final String SMSD = "/usr/sbin/smsd";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** smstools ends a part between the two septets of a € or {, which no phone puts together: so there is none in it. */
    private static final String LONG =
            "A long text: £ @ äöü 0123456789. ".repeat(9).strip();

    @TempDir
    Path directory;

    private Process smsd;

    private void smsd(String more) throws IOException {
        for (String folder : List.of("outgoing", "checked", "failed", "sent", "incoming", "report", "saved")) {
            Files.createDirectory(directory.resolve(folder));
        }
        Path config = directory.resolve("smsd.conf");
        Files.writeString(config, """
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
                loglevel = 7
                delaytime = 1
                errorsleeptime = 1
                blocktime = 1
                autosplit = 3
                incoming_utf8 = yes
                decode_unicode_text = yes
                internal_combine = yes
                [SIM]
                device = @127.0.0.1:%d
                init = AT+CPMS="SM","SM","SM";+CNMI=2,0,0,2,0
                incoming = yes
                report = yes
                mode = new
                cs_convert = yes
                %s
                """.formatted(port, more).replace("DIR", directory.toString()));
        smsd = new ProcessBuilder(SMSD, "-c", config.toString(), "-t")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("smsd.out").toFile())
                .start();
    }

    @AfterEach
    void end() throws InterruptedException {
        if (smsd != null) {
            // what it has started: one process a modem
            List<ProcessHandle> children = smsd.descendants().toList();
            smsd.destroy();
            if (!smsd.waitFor(10, TimeUnit.SECONDS)) {
                smsd.destroyForcibly();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void put(String name, String text, String... headers) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(
                file,
                "To: 41791234567\n" + String.join("\n", headers) + (headers.length > 0 ? "\n" : "") + "\n" + text);
        Files.move(file, directory.resolve("outgoing").resolve(name));
    }

    private List<String> files(String folder) {
        try (Stream<Path> files = Files.list(directory.resolve(folder))) {
            return files.map(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String file) {
        return file.substring(file.indexOf("\n\n") + 2);
    }

    @Test
    void sendsAndReceives() throws Exception {
        assumeTrue(isInstalled(SMSD), "smsd is not installed (Debian package smstools)");
        start("");
        smsd("");
        put("a", "Hello @ £ {€} World", "Report: yes");
        await().atMost(PATIENCE).until(() -> files("sent").size() == 1);
        put("b", "Привет Zażółć", "Alphabet: UTF-8");
        await().atMost(PATIENCE).until(() -> files("sent").size() == 2);
        put("c", LONG);
        await().atMost(PATIENCE).until(() -> files("sent").size() == 3);
        assertThat(texts()).containsExactly("Hello @ £ {€} World", "Привет Zażółć", LONG);
        assertThat(submitted.get(0).getMessage().getHeaders())
                .containsEntry(SmsHeaders.TO, "+41791234567")
                .containsEntry(SmsHeaders.RECEIPT, "FINAL");
        assertThat(submitted.get(1).getMessage().getHeader(SmsHeaders.ENCODING)).isEqualTo("UCS2");
        assertThat(submitted).hasSize(4);

        // with report = yes it asks for one of each part
        await().atMost(PATIENCE).until(() -> files("report").size() == 4);
        assertThat(files("report"))
                .allMatch(file -> file.contains("From: 41791234567") && file.contains("Status: 0,Ok"))
                .extracting(file -> file.replaceAll("(?s).*Message_id: (\\d+).*", "$1"))
                .containsExactlyInAnyOrder("1", "2", "3", "4");

        for (String text : List.of("Back @ £ {€}", "Обратно", LONG)) {
            deliver(text);
        }
        await().atMost(PATIENCE).until(() -> files("incoming").size() == 3);
        assertThat(files("incoming"))
                .allMatch(file -> file.contains("From: 41791234567"))
                .extracting(SmsToolsTest::text)
                .containsExactlyInAnyOrder("Back @ £ {€}", "Обратно", LONG);
    }

    /** It asks for the PIN once; with a wrong one it tries once and leaves the card alone. */
    @Test
    void entersThePin() throws Exception {
        assumeTrue(isInstalled(SMSD), "smsd is not installed (Debian package smstools)");
        start("pin=1234");
        smsd("pin = 1234");
        put("a", "behind a PIN");
        await().atMost(PATIENCE).until(() -> files("sent").size() == 1);
        assertThat(texts()).containsExactly("behind a PIN");
    }

    /** A refusal of the network is a message that smsd could not send. */
    @Test
    void hearsThatANumberIsRefused() throws Exception {
        assumeTrue(isInstalled(SMSD), "smsd is not installed (Debian package smstools)");
        start("");
        smsd("");
        put("a", "refuse cms:38");
        await().atMost(PATIENCE).until(() -> files("failed").size() == 1);
        assertThat(files("failed").get(0)).contains("+CMS ERROR: 38");
    }
}
