package org.smshub.gsmmodem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.link.SmsHeaders;

/** The same modem behind a serial port: a pty of socat, with jSerialComm as for a real one. */
// one after the other: each looks for the threads of its ports
@Execution(ExecutionMode.SAME_THREAD)
class PtyTest extends ModemFixture {

    @TempDir
    Path folder;

    private final List<Process> cables = new ArrayList<>();

    @BeforeEach
    void socat() {
        assumeTrue(installed("socat"), "socat is not installed");
    }

    static boolean installed(String program) {
        for (String place : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }

    @AfterEach
    void pullOut() throws Exception {
        camel.stop();
        for (Process cable : cables) {
            cable.destroy();
            cable.waitFor(5, TimeUnit.SECONDS);
        }
    }

    private Process plugIn(String name, ScriptedModem at) throws IOException {
        Path link = folder.resolve(name);
        Process cable = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + link, "tcp:127.0.0.1:" + at.port())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        cables.add(cable);
        await().until(() -> Files.exists(link));
        return cable;
    }

    private void pullOut(Process cable, String name) throws Exception {
        cable.destroy();
        cable.waitFor();
        Files.deleteIfExists(folder.resolve(name));
    }

    @Test
    void sendsAndReceivesOverASerialPort() throws Exception {
        plugIn("modem", modem);
        routes("gsmmodem:" + folder.resolve("modem"), "");
        camel.start();
        awaitUp();
        for (int i = 0; i < 3; i++) {
            assertThat(outcome(end(send("message " + i)))).isEqualTo("SENT 0054:00900123:" + i);
        }
        modem.store.put("SM3", GsmModemClientTest.deliver("+447700900999", "hello"));
        modem.last().say("+CMTI: \"SM\",3");
        assertThat(awaitReceived(1).getMessage().getBody()).isEqualTo("hello");
        camel.stop();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("serial port")));
    }

    @Test
    void pulledOutAndPluggedInAgain() throws Exception {
        routes("gsmmodem:" + folder.resolve("modem"), "waitTimeout=300");
        camel.start();
        awaitDown("there is no port");
        Process cable = plugIn("modem", modem);
        awaitUp();
        assertThat(outcome(end(send("x")))).startsWith("SENT ");
        pullOut(cable, "modem");
        awaitDown("there is no port");
        assertThat(outcome(end(send("x")))).isEqualTo("NOT_SENT gsmmodem:no-session");
        plugIn("modem", modem);
        awaitUp();
        assertThat(outcome(end(send("x")))).startsWith("SENT ");
    }

    @Test
    void pulledOutBehindTheMessage() throws Exception {
        Process cable = plugIn("modem", modem);
        routes("gsmmodem:" + folder.resolve("modem"), "");
        camel.start();
        awaitUp();
        modem.script = (talk, command) -> {
            if (command.startsWith("PDU")) {
                cable.destroy();
                return true;
            }
            return false;
        };
        assertThat(outcome(end(send("x")))).isEqualTo("UNKNOWN gsmmodem:dropped");
    }

    @Test
    void theModemIsFoundByItsNumberWhenThePortHasAnotherName() throws Exception {
        try (ScriptedModem other = new ScriptedModem()) {
            other.fixed.put("AT+CGSN", "490154203237518");
            plugIn("tty1", other);
            Process cable = plugIn("tty2", modem);
            routes("gsmmodem:" + folder.resolve("tty2"), "imei=356938035643809&ports=" + folder + "/tty*");
            camel.start();
            awaitUp();
            assertThat(outcome(end(send("x")))).startsWith("SENT ");
            pullOut(cable, "tty2");
            awaitDown("no modem with IMEI …3809");
            plugIn("tty3", modem);
            awaitUp();
            assertThat(outcome(end(send("x")))).startsWith("SENT ");
            assertThat(other.pdus).isEmpty();
            assertThat(modem.pdus).hasSize(2);
        }
    }

    /** Makers have several commands for it. */
    @Test
    void theCardIsFoundWhicheverModemItIsIn() throws Exception {
        try (ScriptedModem other = new ScriptedModem()) {
            other.fixed.put("AT+CCID", "+CCID: \"8944110068256270999\"");
            modem.fixed.remove("AT+CCID");
            modem.fixed.put("AT^ICCID?", "^ICCID: 8944110068256270054F");
            plugIn("tty1", other);
            plugIn("tty2", modem);
            routes("gsmmodem:auto", "iccid=8944110068256270054&ports=" + folder + "/tty*");
            camel.start();
            awaitUp();
            assertThat(outcome(end(send("x")))).startsWith("SENT 0054:");
            assertThat(other.pdus).isEmpty();
        }
    }

    @Test
    void autoFindsAModem() throws Exception {
        routes("gsmmodem:auto", "ports=" + folder + "/tty*");
        camel.start();
        awaitDown("no modem at all");
        plugIn("tty7", modem);
        awaitUp();
        assertThat(end(send("x")).getMessage().getHeader(SmsHeaders.OUTCOME)).isEqualTo("SENT");
    }
}
