package org.smshub.gsmmodem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a modem, a cable or a device server does in the middle: the outcome is right, and the line comes back by itself. */
class GsmModemFaultTest extends ModemFixture {

    /** What happens once, at this place of the dialogue. */
    private void once(String place, ScriptedModem.Script fault) {
        AtomicInteger left = new AtomicInteger(1);
        modem.script = (talk, command) ->
                command.startsWith(place) && left.getAndDecrement() > 0 && fault.heard(talk, command);
    }

    private void sendsAgain() throws Exception {
        assertThat(outcome(end(send("after")))).startsWith("SENT ");
    }

    @ParameterizedTest
    @CsvSource({
        "AT+CMGS=, '', NOT_SENT gsmmodem:not-written",
        "AT+CMGS=, '\r\n', NOT_SENT gsmmodem:not-written",
        "AT+CMGS=, '\r\n+CREG: 2', NOT_SENT gsmmodem:not-written",
        "PDU, '', UNKNOWN gsmmodem:dropped",
        "PDU, '\r\n+CM', UNKNOWN gsmmodem:dropped",
        "PDU, '\r\n+CMGS: 9\r\n', SENT 0054:00900123:9",
        "PDU, '\r\n+CMGS: 9\r\n\r\nOK', SENT 0054:00900123:9",
    })
    void pulledOutInTheMiddleOfSending(String place, String said, String outcome) throws Exception {
        startUp("waitTimeout=500");
        once(place, (talk, command) -> {
            talk.raw(said.replace("\\r", "\r").replace("\\n", "\n"));
            talk.close();
            return true;
        });
        assertThat(outcome(end(send("x")))).isEqualTo(outcome);
        awaitUp();
        sendsAgain();
    }

    @Test
    void pulledOutWhenNothingIsUnderWay() throws Exception {
        startUp("");
        sendsAgain();
        modem.last().close();
        await().until(() -> modem.talks.size() == 2);
        awaitUp();
        sendsAgain();
    }

    @Test
    void pulledOutAtEachCommandOfTheStart() throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<String> commands = new CopyOnWriteArrayList<>();
        modem.script = (talk, command) -> {
            if (commands.size() < next.get() || command.equals("AT")) {
                commands.add(command);
                return false;
            }
            next.incrementAndGet();
            commands.clear();
            talk.reset();
            return true;
        };
        start("reconnectDelay=1&reconnectMaxDelay=1");
        await().atMost(Duration.ofSeconds(40)).until(() -> modem.heard.contains("AT+CMMS=?"));
        modem.script = ScriptedModem.PLAIN;
        awaitUp();
        sendsAgain();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RDY", "^SYSSTART", "NORMAL POWER DOWN"})
    void startedAnewInTheMiddle(String banner) throws Exception {
        startUp("");
        once("PDU", (talk, command) -> {
            talk.say(banner);
            return true;
        });
        assertThat(outcome(end(send("x")))).isEqualTo("UNKNOWN gsmmodem:dropped");
        awaitUp();
        sendsAgain();
        assertThat(modem.count("AT+CMGF=0")).isEqualTo(2);
    }

    @Test
    void noPromptIsNotSent() throws Exception {
        startUp("");
        once("AT+CMGS=", (talk, command) -> true);
        assertThat(outcome(end(send("x")))).isEqualTo("NOT_SENT gsmmodem:no-prompt");
        assertThat(modem.pdus).isEmpty();
        sendsAgain();
        assertThat(modem.talks).as("the connection stays").hasSize(1);
    }

    @Test
    void okInsteadOfAPromptIsNotSent() throws Exception {
        startUp("");
        once("AT+CMGS=", (talk, command) -> {
            talk.say("OK");
            return true;
        });
        assertThat(outcome(end(send("x")))).isEqualTo("NOT_SENT gsmmodem:no-prompt");
        sendsAgain();
    }

    @Test
    void silenceAfterTheMessageIsUnknownAndALateResultSettlesIt() throws Exception {
        startUp("sendTimeout=300");
        ScriptedModem.Talk[] line = new ScriptedModem.Talk[1];
        once("PDU", (talk, command) -> {
            line[0] = talk;
            return true;
        });
        List<String> late = new CopyOnWriteArrayList<>();
        CompletableFuture<Exchange> sent = send("x", (id, refused) -> late.add(id + " " + refused));
        assertThat(outcome(end(sent))).isEqualTo("UNKNOWN gsmmodem:timeout");
        line[0].say("+CMGS: 77");
        line[0].say("OK");
        await().until(() -> !late.isEmpty());
        assertThat(late).containsExactly("0054:00900123:77 null");
        sendsAgain();
        assertThat(modem.talks).hasSize(1);
    }

    @Test
    void silenceForGoodEndsTheConnectionAndTheNextOneWorks() throws Exception {
        startUp("sendTimeout=300");
        once("PDU", (talk, command) -> true);
        assertThat(outcome(end(send("x")))).isEqualTo("UNKNOWN gsmmodem:timeout");
        await().until(() -> modem.talks.size() > 1);
        awaitUp();
        sendsAgain();
    }

    @Test
    void aModemThatDiedSilentlyIsFoundByThePollAndHealthSaysWhatToDo() throws Exception {
        startUp("keepAlive=200");
        modem.script = (talk, command) -> true;
        awaitDown("the modem does not answer");
        assertThat(health().getMessage().orElse("")).contains("check power, cable");
        modem.script = ScriptedModem.PLAIN;
        awaitUp();
    }

    @Test
    void noiseEverywhere() throws Exception {
        startUp("");
        modem.script = (talk, command) -> {
            talk.raw("\r\n\u0000\u00ff~garbage~\r\n^RSSI:12\r\n+CREG: 1,\"00A1\",\"1F2E\"\r\n");
            talk.plain(command);
            talk.raw("\r\n^BOOT:1,2,3\r\nx");
            talk.raw("y".repeat(10_000) + "\r\n");
            return true;
        };
        for (int i = 0; i < 5; i++) {
            assertThat(outcome(end(send("x")))).startsWith("SENT ");
        }
        assertThat(modem.talks).hasSize(1);
    }

    @Test
    void aServerThatLetsInAndClosesIsSurvived() throws Exception {
        AtomicInteger left = new AtomicInteger(5);
        modem.script = (talk, command) -> {
            if (left.get() > 0) {
                left.decrementAndGet();
                talk.close();
                return true;
            }
            return false;
        };
        start("");
        awaitUp();
        sendsAgain();
    }

    @Test
    void aDeadServerComesBackOnItsPort() throws Exception {
        startUp("waitTimeout=300");
        int port = modem.port();
        modem.close();
        await().until(() -> outcome(end(send("x"))).equals("NOT_SENT gsmmodem:no-session"));
        assertThat(health().getMessage().orElse("")).contains("127.0.0.1");
        try (ScriptedModem other = new ScriptedModem(port)) {
            awaitUp();
            sendsAgain();
            assertThat(other.pdus).hasSize(1);
        }
    }

    @Test
    void aMessageThatWasTakenBeforeTheLineDroppedIsNotHandedOnAgain() throws Exception {
        startUp("");
        modem.store.put("SM7", GsmModemClientTest.deliver("+447700900999", "once"));
        once("AT+CMGD", (talk, command) -> {
            talk.reset();
            return true;
        });
        modem.last().say("+CMTI: \"SM\",7");
        await().atMost(Duration.ofSeconds(20)).until(() -> modem.store.isEmpty());
        assertThat(received).hasSize(1);
    }

    @Test
    void anIndicationThatWasLostIsMadeGoodByTheNextLook() throws Exception {
        startUp("sweepInterval=200");
        modem.store.put("SM2", GsmModemClientTest.deliver("+447700900999", "found"));
        assertThat(awaitReceived(1).getMessage().getBody()).isEqualTo("found");
        await().until(() -> modem.store.isEmpty());
        modem.last().say("+CMT: ,28");
        modem.store.put("SM4", GsmModemClientTest.deliver("+447700900999", "and again"));
        modem.last().say("no PDU at all");
        assertThat(awaitReceived(2).getMessage().getBody()).isEqualTo("and again");
    }

    @ParameterizedTest
    @CsvSource({
        "AT+CPIN?, +CPIN: SIM PUK, wants its PUK",
        "AT+CPIN?, +CPIN: SIM PIN, set option pin",
        "AT+CREG?, '+CREG: 1,3', does not let this SIM card in",
        "AT+CREG?, '+CREG: 1,2', check antenna",
        "AT+CPIN?, +CPIN: NOT INSERTED, put it in",
    })
    void whatKeepsTheLineDownIsSaidWithWhatToDo(String command, String answer, String words) throws Exception {
        String before = modem.fixed.put(command, answer);
        start("");
        awaitDown(words);
        modem.fixed.put(command, before);
        awaitUp();
        sendsAgain();
    }

    @Test
    void aCardThatIsTakenOutTakesTheLineDown() throws Exception {
        startUp("");
        modem.fixed.put("AT+CPIN?", "+CPIN: NOT INSERTED");
        once("PDU", (talk, command) -> {
            talk.say("+CMS ERROR: 310");
            return true;
        });
        assertThat(outcome(end(send("x")))).isEqualTo("NOT_SENT cms:310");
        awaitDown("no SIM card");
    }

    @Test
    void nothingIsLeftBehindAStop() throws Exception {
        startUp("");
        end(send("x"));
        camel.stop();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("(" + camel.getName() + ")") || name.startsWith("serial port")));
    }
}
