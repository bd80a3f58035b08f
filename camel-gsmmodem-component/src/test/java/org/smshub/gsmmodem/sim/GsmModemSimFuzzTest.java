package org.smshub.gsmmodem.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutated dialogues and random octets, a million with -Dfull=true: the modem goes on answering on the same connection. */
@Timeout(600)
class GsmModemSimFuzzTest extends SimFixture {

    private static final int DIALOGUES = Boolean.getBoolean("full") ? 1_000_000 : 20_000;

    /** Dialogues between two looks whether the modem is still there. */
    private static final int BATCH = 40;

    private static final String PDU = "0001000B911497214365F7000005C8329BFD06";

    private static final List<String> SEEDS = List.of(
            "ATE1Q0V1\r",
            "ATZ\r",
            "AT&F;+CMEE=2\r",
            "AT+CMEE=1;+CREG=2;+CREG?\r",
            "AT+CSCS=\"UCS2\";+COPS?\r",
            "AT+CSCA=\"+48600100000\",145;+CSCA?\r",
            "AT+CPMS=\"SM\",\"ME\",\"SM\"\r",
            "AT+CNMI=2,1,0,1,0\r",
            "AT+CMGW=18,2\r" + PDU + AtClient.CTRL_Z,
            "AT+CMGS=18\r0011" + AtClient.ESC,
            "AT+CMGF=1\rAT+CMGS=\"+4179\",145\rHello" + AtClient.CTRL_Z + "AT+CMGF=0\r",
            "AT+CMSS=1,\"+4917\",145\r",
            "AT+CMGL=4\r",
            "AT+CMGF=1;+CMGL=\"ALL\"\r",
            "AT+CMGR=1\r",
            "AT+CMGD=1,2\r",
            "AT+CSMP=17,167,0,8\r",
            "AT+CNMA=1,2\r0000" + AtClient.CTRL_Z,
            "AT+CUSD=1,\"*100#\",15\r",
            "AT+CPIN=\"1234\",\"4321\"\r",
            "AT+CLCK=\"SC\",2\r",
            "AT+CFUN=1,1\r");

    /** The last of a batch, since all that is typed while a message is under way is lost. */
    private static final String SEND = "\u001B\rAT+CMGF=0\rAT+CMGS=18\r" + PDU + AtClient.CTRL_Z;

    private final Random random = new Random(20261126);
    private final AtomicInteger sent = new AtomicInteger();
    private int batches;

    @Override
    void take(Exchange exchange) {
        sent.incrementAndGet();
    }

    private String mutated(String seed) {
        StringBuilder octets = new StringBuilder(seed);
        for (int changes = random.nextInt(4); changes > 0 && octets.length() > 1; changes--) {
            int at = random.nextInt(octets.length());
            switch (random.nextInt(6)) {
                case 0 -> octets.setCharAt(at, (char) random.nextInt(256));
                case 1 -> octets.setCharAt(at, (char) (octets.charAt(at) ^ 1 << random.nextInt(8)));
                case 2 -> octets.deleteCharAt(at);
                case 3 -> octets.insert(at, "\r;,=?\"+AT0123456789\u001A\u001B\n\0".charAt(random.nextInt(23)));
                case 4 -> octets.setLength(at);
                default -> octets.insert(at, octets.substring(at, Math.min(octets.length(), at + 40)));
            }
        }
        return octets.toString();
    }

    /** Whatever it was led into: at a prompt, in numbers, silent, busy, without its radio, its card locked. */
    private void stillThere(AtClient client) {
        String token = String.format("%06d", ++batches);
        String back =
                "\rATQ0V1E0\rAT+CFUN=1\rAT+CPIN=\"12345678\",\"0000\"\rAT+CPIN=\"0000\"\rAT+CMGF=0;+CSCS=\"GSM\"\r";
        AtClient.await().until(() -> {
            client.type(AtClient.ESC + back + "AT+CSCA=\"+48600100000\"\rAT+IPR=" + token + ";+IPR?\r");
            return client.since(0).contains("+IPR: " + token);
        });
        assertThat(client.isEnded()).isFalse();
        client.forget();
    }

    @Test
    void mutatedDialogues() throws Exception {
        start("");
        deliver("in the store");
        try (AtClient client = new AtClient(port)) {
            StringBuilder batch = new StringBuilder();
            for (int i = 1; i <= DIALOGUES; i++) {
                batch.append(mutated(SEEDS.get(random.nextInt(SEEDS.size()))));
                if (i % BATCH == 0) {
                    client.type(batch + mutated(SEND));
                    batch.setLength(0);
                    stillThere(client);
                }
            }
        }
        assertThat(sent).hasValueGreaterThan(DIALOGUES / BATCH / 10);
    }

    @Test
    void randomOctets() throws Exception {
        start("");
        String alphabet = "AT+CMGSRLDWP=?;,\"0123456789\r\r\n\u001A\u001B >\0ÿ";
        try (AtClient client = new AtClient(port)) {
            for (int i = 0; i < DIALOGUES / BATCH; i++) {
                StringBuilder octets = new StringBuilder();
                for (int n = 0; n < 4000; n++) {
                    octets.append(
                            (i & 1) == 0
                                    ? (char) random.nextInt(256)
                                    : alphabet.charAt(random.nextInt(alphabet.length())));
                }
                client.type(octets.toString());
                stillThere(client);
            }
        }
    }

    @Test
    void cutAnywhereItIsTheSame() throws Exception {
        start("");
        try (AtClient client = AtClient.quiet(port)) {
            for (String seed : List.of("AT+CMEE=1;+CSQ\r", "AT+CMGW=18\r" + PDU + AtClient.CTRL_Z)) {
                for (int cut = 1; cut < seed.length(); cut++) {
                    int from = client.mark();
                    client.type(seed.substring(0, cut));
                    client.type(seed.substring(cut));
                    client.result(from);
                    assertThat(AtClient.lines(client.since(from)))
                            .as("cut at %d", cut)
                            .isIn("+CSQ: 20,99 / OK", "> / +CMGW: 1 / OK");
                    client.ask("AT+CMGD=1");
                }
            }
        }
    }
}
