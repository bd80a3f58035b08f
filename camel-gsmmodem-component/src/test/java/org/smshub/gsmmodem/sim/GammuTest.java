package org.smshub.gsmmodem.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.link.SmsHeaders;

/** gammu drives the virtual modem through a pty that socat makes: what passes is what was meant. */
@Timeout(120)
class GammuTest extends SimFixture {

    private static final String GAMMU = "/usr/bin/gammu";
    private static final String SOCAT = "/usr/bin/socat";
    private static final String LONG =
            "A long text: £ @ {€} 0123456789. ".repeat(9).strip();

    @TempDir
    Path directory;

    private Process socat;

    private void pty() throws IOException {
        assumeTrue(isInstalled(GAMMU), "gammu is not installed (Debian package gammu)");
        assumeTrue(isInstalled(SOCAT), "socat is not installed (Debian package socat)");
        Path pty = directory.resolve("modem");
        socat = new ProcessBuilder(SOCAT, "pty,raw,echo=0,link=" + pty, "tcp:127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("socat.log").toFile())
                .start();
        await().until(() -> Files.exists(pty));
        Files.writeString(directory.resolve("gammurc"), """
                [gammu]
                device = %s
                connection = at115200
                gammucoding = utf8
                logfile = %s
                logformat = textall
                """.formatted(pty, directory.resolve("gammu.log")));
    }

    @AfterEach
    void end() throws InterruptedException {
        if (socat != null) {
            socat.destroy();
            socat.waitFor(5, TimeUnit.SECONDS);
        }
    }

    private String gammu(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(GAMMU, "--config", directory.resolve("gammurc").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Path out = directory.resolve("gammu.out");
        Process process = builder.redirectOutput(out.toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    @Test
    void sendsAndReceives() throws Exception {
        start("");
        pty();
        assertThat(gammu("identify")).contains("SMS hub", "virtual modem", String.format("3500000000%05d", port));

        assertThat(gammu("sendsms", "TEXT", "+41791234567", "-report", "-text", "Hello @ £ {€} World"))
                .contains("OK, message reference=1");
        gammu("sendsms", "TEXT", "+41791234567", "-unicode", "-text", "Привет Zażółć 😀");
        gammu("sendsms", "TEXT", "+41791234567", "-len", "400", "-text", LONG);
        gammu("sendsms", "TEXT", "+41791234567", "-flash", "-text", "now");
        assertThat(texts()).containsExactly("Hello @ £ {€} World", "Привет Zażółć 😀", LONG, "now");
        assertThat(submitted.get(0).getMessage().getHeaders())
                .containsEntry(SmsHeaders.TO, "+41791234567")
                .containsEntry(SmsHeaders.RECEIPT, "FINAL");
        assertThat(submitted.get(submitted.size() - 1).getMessage().getHeader(SmsHeaders.CLASS))
                .isEqualTo(0);

        for (String text : List.of("Back @ £ {€}", "Обратно", LONG)) {
            deliver(text);
        }
        String all = gammu("geteachsms");
        assertThat(all).contains("Back @ £ {€}", "Обратно", LONG, "\"+41791234567\"");
        gammu("deletesms", "1", "1");
        assertThat(gammu("getallsms")).doesNotContain("Back @").contains("Обратно");
    }

    /** A message is stored and sent from there: +CMGW and +CMSS. */
    @Test
    void savesAndSendsWhatItSaved() throws Exception {
        start("");
        pty();
        assertThat(gammu("savesms", "TEXT", "-folder", "2", "-unread", "-text", "kept for later"))
                .contains("Saved");
        assertThat(gammu("getallsms")).contains("kept for later");
    }

    @Test
    void unlocksTheCard() throws Exception {
        start("pin=1234");
        pty();
        assertThat(gammu("getsecuritystatus")).contains("PIN");
        gammu("entersecuritycode", "PIN", "1234");
        assertThat(gammu("getsecuritystatus")).contains("Nothing to enter");
    }
}
