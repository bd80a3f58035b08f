package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.text.Encoding;
import org.smshub.text.plan.LinkProfile;
import org.smshub.text.plan.Piece;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.plan.Uncut;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/** Links that do not carry the same: a message that moves is planned anew, all of it or none. */
public abstract class MovesContract extends OnAnEngine {

    private static final LinkProfile GSM = LinkProfile.STANDARD;
    private static final LinkProfile LATIN1 = profile("LATIN1", "GSM7,UCS2,BINARY", false);
    private static final LinkProfile SEPTETS = profile("GSM7", "GSM7", false);
    private static final LinkProfile PAYLOAD = profile("GSM7", "GSM7,UCS2", true);

    private static final String DELTA = "Δ" + "x".repeat(250);

    private static LinkProfile profile(String alphabet, String carries, boolean whole) {
        return new LinkProfile(
                Encoding.named(alphabet),
                Encoding.GSM7,
                LinkProfile.carried(carries),
                LinkProfile.languages(""),
                255,
                whole);
    }

    private void links(Map<String, LinkProfile> carried) {
        profiles = carried::get;
    }

    private List<Submission> parts(Uncut message, LinkProfile profile, String links) {
        String id = UlidCreator.getMonotonicUlid().toString();
        List<Submission> parts = new ArrayList<>();
        for (Piece piece : profile.cut(message, null, TextProfile.STANDARD, 7)) {
            parts.add(new Submission(
                    id,
                    piece.part(),
                    piece.parts(),
                    "client",
                    "ref-" + id,
                    "ACME",
                    NUMBER,
                    piece.body(),
                    piece.encoding(),
                    piece.udh().isEmpty() ? null : piece.udh().bytes(),
                    message.messageClass(),
                    message.dataCoding(),
                    null,
                    "FINAL",
                    1,
                    links,
                    now,
                    null,
                    now,
                    "c",
                    null,
                    message.number(),
                    "toTon=3",
                    null));
        }
        return parts;
    }

    private String send(Uncut message, LinkProfile profile, String links) {
        List<Submission> parts = parts(message, profile, links);
        write(g -> g.accepts.add(new Accept(parts, parts.get(0).firstLink(), false)));
        return parts.get(0).messageId();
    }

    private List<Submission> waiting(String link) {
        return claim(link, 100).stream()
                .map(Claim::submission)
                .sorted(Comparator.comparingInt(Submission::part))
                .toList();
    }

    private static String text(List<Submission> parts) {
        return parts.stream().map(p -> (String) p.body()).collect(Collectors.joining());
    }

    @Test
    void aMessageThatMovesIsPlannedAnew() {
        links(Map.of("a", GSM, "b", LATIN1));
        String id = send(Uncut.text(DELTA), GSM, "a,b");
        assertThat(move("a", "b")).containsExactly(Map.entry("b", 4));
        List<Submission> parts = waiting("b");
        assertThat(parts).hasSize(4).allSatisfy(part -> {
            assertThat(part.encoding()).isEqualTo("UCS2");
            assertThat(part.parts()).isEqualTo(4);
            assertThat(Udh.parse(part.udh()).concatenation()).contains(new Concatenation(7, false, 4, part.part()));
            assertThat(part.clientRef()).isEqualTo("ref-" + id);
            assertThat(part.events()).isEqualTo("c");
            assertThat(part.fields()).isEqualTo("toTon=3");
        });
        assertThat(text(parts)).isEqualTo(DELTA);
        assertThat(history(id)).containsExactly("MOVED@b");
        assertThat(reader.find(id, null).orElseThrow().parts()).hasSize(4);
    }

    @Test
    void fewerPartsLeaveNoneBehind() {
        links(Map.of("a", GSM, "b", PAYLOAD));
        String id = send(Uncut.text("x".repeat(500)), GSM, "a,b");
        assertThat(move("a", "b")).containsExactly(Map.entry("b", 4));
        assertThat(waiting("b")).singleElement().satisfies(part -> {
            assertThat(part.body()).isEqualTo("x".repeat(500));
            assertThat(part.parts()).isEqualTo(1);
            assertThat(part.udh()).isNull();
        });
        assertThat(reader.find(id, null).orElseThrow().parts()).hasSize(1);
    }

    @Test
    void whatNoOtherLinkCarriesStays() {
        links(Map.of("a", GSM, "b", SEPTETS, "c", LATIN1));
        String stays = send(Uncut.text("Привет"), GSM, "a,b");
        String goesFurther = send(Uncut.text("Привет"), GSM, "a,b,c");
        assertThat(move("a", "b", "c")).containsExactly(Map.entry("c", 1));
        assertThat(part(stays).link()).isEqualTo("a");
        assertThat(part(goesFurther).link()).isEqualTo("c");
        assertThat(history(stays)).isEmpty();
    }

    @Test
    void whatCameFinishedMovesAsItIs() {
        links(Map.of("a", GSM, "b", SEPTETS, "c", LATIN1));
        Concatenation number = new Concatenation(0x1234, true, 3, 2);
        String id = send(new Uncut("x".repeat(153), null, Udh.NONE, null, null, number), GSM, "a,c,b");
        Udh tables = Udh.parse(new byte[] {3, 0x24, 1, 1});
        String turkish = send(new Uncut("Ş", null, tables, null, null, null), GSM, "a,c,b");
        assertThat(move("a", "c", "b")).containsEntry("c", 1).containsEntry("b", 1);
        assertThat(waiting("c")).singleElement().satisfies(part -> {
            assertThat(part.messageId()).isEqualTo(id);
            assertThat(part.number()).isEqualTo(number);
            assertThat(part.body()).isEqualTo("x".repeat(153));
        });
        assertThat(waiting("b")).singleElement().satisfies(part -> {
            assertThat(part.messageId()).isEqualTo(turkish);
            assertThat(part.udh()).isEqualTo(tables.bytes());
        });
    }

    /** Its parts have one reference and one count: those that are left keep them. */
    @Test
    void onceAPartIsSentTheOthersGoAsTheyWereCutOrStay() {
        links(Map.of("a", GSM, "b", LATIN1));
        String id = send(Uncut.text("x".repeat(153) + DELTA), GSM, "a,b");
        Claim first = claim("a", 1).get(0);
        result(first, new Verdict.Sent("r1"));
        assertThat(move("a", "b")).containsExactly(Map.entry("b", 1));
        MessageView view = reader.find(id, null).orElseThrow();
        assertThat(view.parts()).extracting(MessageView.PartView::link).containsExactly("a", "a", "b");
        assertThat(waiting("b")).singleElement().satisfies(part -> {
            assertThat(part.part()).isEqualTo(3);
            assertThat(part.encoding()).isEqualTo("GSM7");
            assertThat(Udh.parse(part.udh()).concatenation()).contains(new Concatenation(7, false, 3, 3));
        });
        assertThat(waiting("a")).singleElement().satisfies(part -> assertThat(part.part())
                .isEqualTo(2));
    }

    @Test
    void aDoubtIsASend() {
        links(Map.of("a", GSM, "b", LATIN1));
        send(Uncut.text(DELTA), GSM, "a,b");
        Claim first = claim("a", 1).get(0);
        result(first, silence(now));
        assertThat(move("a", "b")).as("the part without Δ").containsExactly(Map.entry("b", 1));
        assertThat(waiting("a")).singleElement().satisfies(part -> assertThat(part.part())
                .isEqualTo(1));
    }

    @Test
    void aRefusedPartTakesItsMessageToTheNextLink() {
        links(Map.of("a", GSM, "b", LATIN1));
        String id = send(Uncut.text(DELTA), GSM, "a,b");
        Claim first = claim("a", 1).get(0);
        Answers answers = result(first, no(now, "b"));
        assertThat(answers.waits).containsKey("b");
        List<Submission> parts = waiting("b");
        assertThat(parts).hasSize(4);
        assertThat(text(parts)).isEqualTo(DELTA);
        assertThat(history(id)).containsExactly("NOT_SENT@a", "MOVED@b");
    }

    @Test
    void aRefusedPartThatNoLaterLinkCarriesFailsWithItsCode() {
        links(Map.of("a", GSM, "b", SEPTETS, "c", LATIN1));
        String fails = send(Uncut.text("Привет"), GSM, "a,b");
        result(claim(), no(now, "b"));
        assertThat(state(fails)).isEqualTo("FAILED");
        assertThat(part(fails).errorCode()).isEqualTo("x:08");
        assertThat(part(fails).errorText()).contains("no other of its links carries it");
        String passes = send(Uncut.text("Привет"), GSM, "a,b,c");
        result(claim(), no(now, "b"));
        assertThat(part(passes).link()).isEqualTo("c");
    }
}
