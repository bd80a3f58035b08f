package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.UlidCreator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Reader;
import org.smshub.text.Alphabet;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Udh;

/** Octets, and text that PostgreSQL's text cannot hold, come back as they went in, by every way that a body goes. */
class BodiesTest {

    private static final byte[] OCTETS = {0, 1, -1, 65, 0};
    private static final String ODD = "a\0b \uFFFE \uFFFEx00";

    private final long now = System.currentTimeMillis();
    private PostgresUnderTest under;

    @AfterEach
    void end() throws Exception {
        under.close();
    }

    private Submission part(Object body, String encoding) {
        return new Submission(
                UlidCreator.getMonotonicUlid().toString(),
                1,
                1,
                "client",
                null,
                "ACME",
                "+48600100200",
                body,
                encoding,
                null,
                null,
                null,
                null,
                "FINAL",
                1,
                "a",
                now,
                null,
                now,
                null,
                null);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Integer.MAX_VALUE})
    void comeBackAsTheyWent(int many) throws Exception {
        under = new PostgresUnderTest(many);
        Engine engine = under.open();
        Group group = new Group(now);
        group.accepts.add(new Accept(List.of(part(OCTETS, "BINARY")), "a", false));
        group.accepts.add(new Accept(List.of(part(ODD, "UCS2")), "a", false));
        group.accepts.add(new Accept(List.of(part("", "GSM7")), "a", false));
        group.claims.add(new Group.ClaimWish("a", 10, 0, Integer.MAX_VALUE));
        UserData binary = UserData.of(Alphabet.BINARY, Udh.of(), OCTETS);
        UserData text = UserData.of(Alphabet.UCS2, Udh.of(), ODD.getBytes(StandardCharsets.UTF_16BE));
        for (UserData data : List.of(binary, text)) {
            group.incoming.add(new Group.IncomingEntry(
                    new IncomingPart("a", "1234", "+48600100200", data, null, "client", "c", now, null), 1_000));
            group.incoming.add(new Group.IncomingEntry(
                    new IncomingPart("a", "1234", "+48600100200", data, null, null, null, now, null), 1_000));
        }
        group.lanes.add(new Group.LaneWish("c", "client", 0, 10));
        Answers answers = engine.write(group);
        assertThat(answers.aside).isEmpty();
        List<Object> claimed = answers.claims.get(0).stream()
                .map(claim -> claim.submission().body())
                .toList();
        same(claimed.subList(0, 2));
        assertThat(claimed.get(2)).isEqualTo("");
        same(answers.lanes.get(0).stream().map(Event::body).toList());
        try (Reader reader = under.reader()) {
            List<Object> kept = reader.kept(Kept.Kind.UNCLAIMED, 10).stream()
                    .map(Kept::body)
                    .toList();
            same(List.of(kept.get(1), kept.get(0)));
        }
    }

    private static void same(List<Object> bodies) {
        assertThat(bodies).hasSize(2);
        assertThat((byte[]) bodies.get(0)).containsExactly(OCTETS);
        assertThat(bodies.get(1)).isEqualTo(ODD);
    }
}
