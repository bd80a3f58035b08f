package org.smshub.text.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.NationalLanguage;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

class LinkProfileTest {

    private static final LinkProfile LATIN1 = profile("LATIN1", "GSM7,UCS2,BINARY", "", 255, false);
    private static final LinkProfile SMPP = profile("GSM7", "GSM7,UCS2,BINARY,LATIN1,ASCII,OTHER", "", 255, false);
    private static final LinkProfile SEPTETS = profile("GSM7", "GSM7", "", 255, false);
    private static final LinkProfile TURKISH = profile("GSM7", "GSM7,UCS2", "TURKISH", 255, false);

    private static LinkProfile profile(String alphabet, String carries, String languages, int parts, boolean whole) {
        return new LinkProfile(
                Encoding.named(alphabet),
                Encoding.GSM7,
                LinkProfile.carried(carries),
                LinkProfile.languages(languages),
                parts,
                whole);
    }

    private static List<Piece> cut(LinkProfile profile, Uncut message) {
        return profile.cut(message, null, TextProfile.STANDARD, 7);
    }

    private static Udh udh(String hex) {
        return Udh.parse(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({"café, GSM7, 1", "5 €, UCS2, 1", "Δ, UCS2, 1", "@, GSM7, 1"})
    void aTextIsPlannedInTheAlphabetOfItsLink(String text, String encoding, int parts) {
        assertThat(cut(LATIN1, Uncut.text(text))).hasSize(parts).allSatisfy(piece -> assertThat(piece.encoding())
                .isEqualTo(encoding));
    }

    @Test
    void aClassIsGsmWhateverTheAlphabetOfItsLinkIs() {
        assertThat(cut(LATIN1, new Uncut("5 €", null, Udh.NONE, 0, null, null))
                        .get(0)
                        .encoding())
                .isEqualTo("GSM7");
    }

    @Test
    void nationalTablesOfTheSenderGoByEveryLinkThatHasGsm() {
        Uncut tables = new Uncut("Ş", null, udh("03240101"), null, null, null);
        for (LinkProfile profile : List.of(LinkProfile.STANDARD, SMPP, SEPTETS, TURKISH)) {
            assertThat(cut(profile, tables)).containsExactly(new Piece(1, 1, "Ş", "GSM7", udh("03240101")));
        }
        assertThatThrownBy(() -> cut(LATIN1, tables)).hasMessageContaining("national tables beside LATIN1");
    }

    @Test
    void thoseOfTheHubGoWhereTheLinkAllowsThem() {
        assertThat(cut(TURKISH, Uncut.text("Şişe")).get(0).encoding()).isEqualTo("GSM7/TURKISH/DEFAULT");
        assertThat(cut(SMPP, Uncut.text("Şişe")).get(0).encoding()).isEqualTo("UCS2");
        assertThatThrownBy(() -> cut(SEPTETS, Uncut.text("Şişe")))
                .isInstanceOf(TextException.class)
                .hasMessageContaining("U+015E LATIN CAPITAL LETTER S WITH CEDILLA at position 0");
    }

    /** D2: Jasmin's default sizes, numbered by SAR. */
    @ParameterizedTest
    @CsvSource({"GSM7, 153", "UCS2, 134", "BINARY, 134"})
    void aPartBySarHasRoomBesideAnEightBitReference(String encoding, int octets) {
        Concatenation number = new Concatenation(0x1234, true, 3, 2);
        Uncut part = new Uncut(new byte[octets], encoding, Udh.NONE, null, null, number);
        assertThat(cut(LinkProfile.STANDARD, part)).hasSize(1);
        Uncut more = new Uncut(new byte[octets + 2], encoding, Udh.NONE, null, null, number);
        assertThatThrownBy(() -> cut(LinkProfile.STANDARD, more)).hasMessageContaining("there is room for");
    }

    @Test
    void whatItsSenderWroteInLatin1GoesSoWhereThatIsKnown() {
        Uncut latin = new Uncut("café ¢", "LATIN1", Udh.NONE, null, null, null);
        assertThat(cut(SMPP, latin).get(0).encoding()).isEqualTo("LATIN1");
        assertThat(cut(LinkProfile.STANDARD, latin).get(0).encoding()).isEqualTo("UCS2");
    }

    @Test
    void dataCodingsOfSmppAloneGoBySmppAlone() {
        Uncut jis = new Uncut(new byte[] {1}, "BINARY", Udh.NONE, null, 5, null);
        assertThat(cut(SMPP, jis)).hasSize(1);
        assertThatThrownBy(() -> cut(LinkProfile.STANDARD, jis)).hasMessageContaining("data_coding 05");
        // but "octets" of unspecified meaning are binary anywhere
        assertThat(cut(LinkProfile.STANDARD, new Uncut(new byte[] {1}, "BINARY", Udh.NONE, null, 2, null)))
                .hasSize(1);
    }

    @Test
    void aLongTextGoesInOnePieceWhereTheOtherSideCutsIt() {
        LinkProfile payload = profile("GSM7", "GSM7,UCS2", "", 255, true);
        assertThat(cut(payload, Uncut.text("x".repeat(500))))
                .singleElement()
                .satisfies(piece -> assertThat(piece.body()).isEqualTo("x".repeat(500)));
    }

    @Test
    void morePartsThanTheLinkTakesAreRefused() {
        LinkProfile two = profile("GSM7", "GSM7", "", 2, false);
        assertThat(cut(two, Uncut.text("x".repeat(306)))).hasSize(2);
        assertThatThrownBy(() -> cut(two, Uncut.text("x".repeat(307)))).hasMessageContaining("2 parts");
        assertThatThrownBy(() -> cut(two, new Uncut("x", null, udh("050003010301"), null, null, null)))
                .hasMessageContaining("3 parts");
    }

    @Test
    void octetsThatAreNoTextAreCutBetweenCharacters() {
        byte[] septets = new byte[200];
        septets[152] = 0x1B;
        septets[153] = 0x65;
        septets[199] = 0x1B;
        List<Piece> pieces = cut(SMPP, new Uncut(septets, "GSM7", Udh.NONE, null, null, null));
        assertThat(pieces.stream().map(p -> ((byte[]) p.body()).length)).containsExactly(152, 48);
        byte[] units = new byte[142];
        units[132] = (byte) 0xD8;
        units[134] = (byte) 0xDC;
        pieces = cut(SMPP, new Uncut(units, "UCS2", Udh.NONE, null, null, null));
        assertThat(pieces.stream().map(p -> ((byte[]) p.body()).length)).containsExactly(132, 10);
    }

    // --- planned for one link, and again for another

    private static final String[] SOME = {
        "plain ",
        "€^{}",
        "é à ñ",
        "çÁí",
        "Şşğİı",
        "Привет",
        "नमस्ते",
        "👨‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "e\u0301",
        "שלום\u200F",
        "ΔΨ",
        "\n"
    };

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(400);
        int kinds = 1 + random.nextInt(3);
        int from = random.nextInt(SOME.length);
        while (text.length() < length) {
            text.append(SOME[(from + random.nextInt(kinds)) % SOME.length]);
        }
        return text.toString();
    }

    private static LinkProfile profile(Random random) {
        List<String> carries = new ArrayList<>(List.of("GSM7", "UCS2", "BINARY", "LATIN1"));
        carries.removeIf(c -> random.nextInt(4) == 0);
        if (!carries.contains("GSM7") && !carries.contains("UCS2")) {
            carries.add("UCS2");
        }
        NationalLanguage[] all = NationalLanguage.values();
        String languages = random.nextBoolean() ? "" : all[1 + random.nextInt(13)] + "," + all[1 + random.nextInt(13)];
        String alphabet = List.of("GSM7", "GSM7", "LATIN1", "ASCII", "UTF8").get(random.nextInt(5));
        return profile(alphabet, String.join(",", carries), languages, 255, random.nextInt(4) == 0);
    }

    @Test
    void whatWasMeantIsWhatIsRead() {
        Random random = new Random(18);
        int refused = 0;
        int moved = 0;
        int rounds = Boolean.getBoolean("full") ? 200_000 : 4_000;
        for (int i = 0; i < rounds; i++) {
            String text = text(random);
            LinkProfile first = profile(random);
            LinkProfile second = profile(random);
            List<Piece> pieces;
            try {
                pieces = cut(first, Uncut.text(text));
            } catch (TextException e) {
                assertNamed(e, text, first);
                refused++;
                continue;
            }
            assertThat(read(pieces, first)).as("%d by %s", i, first).isEqualTo(text);
            try {
                List<Piece> again = second.cutAgain(pieces, null, null, null, 9);
                assertThat(read(again, second))
                        .as("%d by %s and %s", i, first, second)
                        .isEqualTo(text);
                moved++;
            } catch (TextException e) {
                assertNamed(e, text, second);
            }
        }
        assertThat(refused).isBetween(1, rounds / 2);
        assertThat(moved).isGreaterThan(rounds / 4);
    }

    private static void assertNamed(TextException e, String text, LinkProfile profile) {
        Set<String> names =
                text.codePoints().mapToObj(c -> String.format("U+%04X", c)).collect(Collectors.toSet());
        assertThat(names.stream().anyMatch(e.getMessage()::contains))
                .as("%s by %s", e.getMessage(), profile)
                .isTrue();
    }

    /** As a handset joins them, where the link is one of the air; else as its centre reads the octets. */
    private static String read(List<Piece> pieces, LinkProfile profile) {
        StringBuilder whole = new StringBuilder();
        List<UserData> air = new ArrayList<>();
        for (Piece piece : pieces) {
            String text = (String) piece.body();
            boolean ucs2 = piece.encoding().equals("UCS2");
            assertThat(ucs2 ? profile.carries() : Set.of(LinkProfile.Carried.UCS2))
                    .contains(LinkProfile.Carried.UCS2);
            Encoding encoding = ucs2
                    ? Encoding.UCS2
                    : profile.alphabet() == Encoding.GSM7 ? piece.udh().encoding(Alphabet.GSM7) : profile.alphabet();
            byte[] octets = encoding.encode(text);
            whole.append(encoding.decode(octets, 0, octets.length).text());
            if (!profile.whole()) {
                assertThat(encoding.units(text, 0, text.length()))
                        .isLessThanOrEqualTo(
                                encoding.alphabet().capacity(piece.udh().length()));
            }
            if (ucs2 || profile.alphabet() == Encoding.GSM7) {
                air.add(UserData.of(encoding.alphabet(), piece.udh(), octets));
            }
        }
        if (air.size() == pieces.size()) {
            Joined joined = Joined.of(air);
            assertThat(joined.isWhole()).isTrue();
            assertThat(joined.text()).isEqualTo(whole.toString());
        }
        return whole.toString();
    }

    @Test
    void whatCameFinishedStaysAsItIsWhenItMoves() {
        List<Piece> own = List.of(new Piece(1, 1, new byte[] {1, 2}, "BINARY", udh("050003010201")));
        assertThat(SMPP.cutAgain(own, null, null, null, 9)).hasSize(1).first().satisfies(p -> assertThat(p.udh())
                .isEqualTo(udh("050003010201")));
        assertThatThrownBy(() -> SEPTETS.cutAgain(own, null, null, null, 9)).isInstanceOf(TextException.class);
    }

    @Test
    void aPartByItselfGoesAsItWasCutOrNotAtAll() {
        List<Piece> parts = cut(SMPP, Uncut.text("Δ" + "x".repeat(200)));
        assertThat(LinkProfile.STANDARD.carried(parts.get(0), null, null, null, 0))
                .containsExactly(parts.get(0));
        assertThatThrownBy(() -> LATIN1.carried(parts.get(0), null, null, null, 0))
                .hasMessageContaining("U+0394");
        assertThat(LATIN1.carried(parts.get(1), null, null, null, 0)).containsExactly(parts.get(1));
    }
}
