package org.smshub.gsmmodem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One wrong PIN uses one try, once. */
class GsmModemPinTest extends ModemFixture {

    @TempDir
    Path data;

    private final AtomicInteger tries = new AtomicInteger(3);
    private final Set<String> right = ConcurrentHashMap.newKeySet();
    private volatile boolean open;

    /** A card that wants its PIN. */
    private void locked(String pin) {
        right.add(pin);
        modem.script = (talk, command) -> {
            if (command.equals("AT+CPIN?")) {
                talk.say("+CPIN: " + (open ? "READY" : tries.get() > 0 ? "SIM PIN" : "SIM PUK"));
                talk.say("OK");
            } else if (command.startsWith("AT+CPIN=")) {
                open = right.contains(command.replaceAll("\\D", ""));
                tries.set(open ? 3 : tries.get() - 1);
                talk.say(open ? "OK" : "+CME ERROR: 16");
            } else if (command.equals("AT+CIMI") && !open) {
                talk.say("+CME ERROR: 11");
            } else {
                return false;
            }
            return true;
        };
    }

    private String options(String pin) {
        return "pin=" + pin + "&dataDirectory=" + data;
    }

    @Test
    void theRightOneOpensTheCardAndNothingIsRemembered() throws Exception {
        locked("1234");
        startUp(options("1234"));
        assertThat(outcome(end(send("x")))).startsWith("SENT ");
        assertThat(modem.heard("AT+CPIN=")).hasSize(1);
        assertThat(Files.readString(data.resolve("gsmmodem-pins"))).isEmpty();
    }

    @Test
    void aWrongOneIsTriedOnceAlsoOverARestart() throws Exception {
        locked("1234");
        start(options("9999"));
        awaitDown("correct option pin");
        long seen = modem.count("AT+CPIN?");
        await().until(() -> modem.count("AT+CPIN?") > seen + 3);
        assertThat(modem.heard("AT+CPIN=")).containsExactly("AT+CPIN=\"9999\"");
        assertThat(health().getMessage().orElse("")).doesNotContain("9999");
        camel.stop();
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(address() + "?reconnectDelay=50&" + options("9999")).to("log:x");
                }
            });
            long before = modem.count("AT+CPIN?");
            next.start();
            await().until(() -> modem.count("AT+CPIN?") > before + 3);
            assertThat(HealthCheckHelper.invoke(next).stream()
                            .map(r -> r.getMessage().orElse("")))
                    .anySatisfy(words -> assertThat(words).contains("not tried again"));
        }
        assertThat(modem.heard("AT+CPIN=")).hasSize(1);
        assertThat(tries).hasValue(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("gsmmodem-pins"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(data.resolve("gsmmodem-pins"))).doesNotContain("9999");
    }

    @Test
    void aCorrectedOneIsTried() throws Exception {
        locked("1234");
        start(options("9999"));
        awaitDown("correct option pin");
        camel.stop();
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(address() + "?reconnectDelay=50&" + options("1234")).to("log:x");
                }
            });
            next.start();
            await().until(() -> open);
        }
        assertThat(modem.heard("AT+CPIN=")).containsExactly("AT+CPIN=\"9999\"", "AT+CPIN=\"1234\"");
    }

    /** The try is written down before it is made. */
    @Test
    void aTryWhoseResultNobodySawCountsAsWrong() throws Exception {
        locked("1234");
        ScriptedModem.Script card = modem.script;
        modem.script = (talk, command) -> {
            if (command.startsWith("AT+CPIN=")) {
                talk.reset();
                return true;
            }
            return card.heard(talk, command);
        };
        start(options("1234"));
        awaitDown("what became of the try is not known");
        assertThat(modem.heard("AT+CPIN=")).hasSize(1);
    }

    @Test
    void nothingIsTriedWhereTooFewTriesAreLeft() throws Exception {
        locked("1234");
        modem.fixed.put("AT+CPINR=\"SIM PIN\"", "+CPINR: SIM PIN,1,3");
        start(options("1234"));
        awaitDown("has 1 tries of its PIN left");
        assertThat(modem.heard("AT+CPIN=")).isEmpty();
    }

    @Test
    void nothingIsTriedThatCannotBeRemembered() throws Exception {
        locked("1234");
        Path file = Files.createFile(data.resolve("file"));
        start("pin=1234&dataDirectory=" + file);
        awaitDown("set option dataDirectory");
        assertThat(modem.heard("AT+CPIN=")).isEmpty();
    }

    @Test
    void theThirdCardIsSparedWhenTwoRefusedThePin() throws Exception {
        locked("1234");
        AtomicInteger card = new AtomicInteger(1);
        ScriptedModem.Script one = modem.script;
        modem.script = (talk, command) -> {
            if (command.equals("AT+CCID")) {
                talk.say("+CCID: 894411006825627005" + card.get());
                talk.say("OK");
                return true;
            }
            return one.heard(talk, command);
        };
        start(options("9999"));
        for (int i = 2; i <= 4; i++) {
            int tried = Math.min(i - 1, 2);
            await().until(() -> modem.heard("AT+CPIN=").size() == tried);
            card.set(i);
        }
        awaitDown("other SIM cards refused this PIN");
        assertThat(modem.heard("AT+CPIN=")).hasSize(2);
    }

    @Test
    void thePukIsNeverSent() throws Exception {
        tries.set(0);
        locked("1234");
        start(options("1234"));
        awaitDown("wants its PUK");
        assertThat(modem.heard("AT+CPIN=")).isEmpty();
    }
}
