package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.text.Alphabet;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Udh;

/** Incoming messages: whole, in whatever order their parts come, also over a restart. */
class IncomingTest {

    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    /** What else each part says: message waiting, in UCS-2. */
    private static final String FIELDS = "pid=65;dcs=232";

    /** Three parts of UCS-2, with a surrogate pair wherever the cut falls. */
    private static final String LONG = "\uD83D\uDE80 żółw ".repeat(24).strip();

    @TempDir
    Path folder;

    private Ledger ledger;
    private final List<Event> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        ledger = new Ledger(folder, Parts.SETTINGS);
        ledger.listen("smpp", 10, HOUR, (from, event) -> {
            told.add(event);
            ledger.eventResult(from, event, null);
        });
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void add(UserData data, String client, long timeout) throws Exception {
        ledger.incoming(
                        new IncomingPart(
                                "a",
                                "+48111222333",
                                "+48600100200",
                                data,
                                null,
                                client,
                                client == null ? null : "smpp",
                                System.currentTimeMillis(),
                                FIELDS),
                        timeout)
                .get(5, TimeUnit.SECONDS);
    }

    private long unclaimed() {
        ledger.refresh();
        return ledger.counts().unclaimed();
    }

    private void add(UserData data) throws Exception {
        add(data, "shop", HOUR);
    }

    private static List<UserData> parts(String text, int reference) {
        List<UserData> parts = new ArrayList<>();
        for (Segment segment : TextProfile.STANDARD.plan(text).segments(reference)) {
            parts.add(segment.userData());
        }
        return parts;
    }

    private void awaitTold(int count) {
        await().until(() -> told.size() >= count);
        await().during(Duration.ofMillis(150)).until(() -> told.size() == count);
    }

    @Test
    void aShortMessageGoesOnAtOnce() throws Exception {
        add(parts("Yes {please}", 0).get(0));
        awaitTold(1);
        Event event = told.get(0);
        assertThat(event.kind()).isEqualTo(Event.Kind.MESSAGE);
        assertThat(event.client()).isEqualTo("shop");
        assertThat(event.body()).isEqualTo("Yes {please}");
        assertThat(event.encoding()).isEqualTo("GSM7");
        assertThat(event.sender()).isEqualTo("+48600100200");
        assertThat(event.recipient()).isEqualTo("+48111222333");
    }

    @Test
    void partsInAnyOrderAndDoubledMakeOneMessage() throws Exception {
        List<UserData> parts = parts(LONG, 7);
        assertThat(parts.size()).isGreaterThan(2);
        Collections.reverse(parts);
        for (UserData part : parts) {
            add(part);
            add(part);
        }
        awaitTold(1);
        assertThat(told.get(0).body()).isEqualTo(LONG);
        assertThat(told.get(0).udh()).isNull();
        assertThat(told.get(0).fields()).isEqualTo(FIELDS);
        add(parts.get(1)); // the centre delivers once more
        awaitTold(1);
    }

    @Test
    void partsAreKeptOverARestart() throws Exception {
        List<UserData> parts = parts(LONG, 7);
        add(parts.get(2));
        add(parts.get(0));
        ledger.close();
        open();
        for (int i = 1; i < parts.size(); i++) {
            add(parts.get(i));
        }
        awaitTold(1);
        assertThat(told.get(0).body()).isEqualTo(LONG);
    }

    @Test
    void whatIsNotWholeInTimeGoesOnWithAGap() throws Exception {
        List<UserData> parts = parts(LONG, 7);
        add(parts.get(0), "shop", 100);
        add(parts.get(2), "shop", 100);
        awaitTold(1);
        String text = (String) told.get(0).body();
        assertThat(text).contains("\uFFFD").startsWith(LONG.substring(0, 20));
        // a text of the hub's own making has no coding of a phone's
        assertThat(told.get(0).fields()).startsWith("pid=65;missing=2");
    }

    @Test
    void theSameReferenceAgainIsAnotherMessage() throws Exception {
        String other = LONG.replace("w", "v");
        for (UserData part : parts(LONG, 7)) {
            add(part);
        }
        for (UserData part : parts(other, 7)) {
            add(part);
        }
        awaitTold(2);
        assertThat(told).extracting(Event::body).containsExactly(LONG, other);
    }

    @Test
    void octetsStayOctets() throws Exception {
        byte[] octets = {0, 1, 2, (byte) 0xFF};
        add(UserData.of(
                Alphabet.BINARY, Udh.parse(new byte[] {6, 5, 4, 0x0B, (byte) 0x84, 0x23, (byte) 0xF0}), octets));
        awaitTold(1);
        assertThat(told.get(0).body()).isEqualTo(octets);
        assertThat(told.get(0).encoding()).isEqualTo("BINARY");
        assertThat(told.get(0).udh()).startsWith(6, 5, 4);
    }

    @Test
    void whatBelongsToNobodyIsKept() throws Exception {
        for (UserData part : parts(LONG, 9)) {
            add(part, null, HOUR);
        }
        assertThat(unclaimed()).isEqualTo(1);
        ledger.close();
        open();
        assertThat(unclaimed()).isEqualTo(1);
        assertThat(told).isEmpty();
    }
}
