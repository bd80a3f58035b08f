package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.cimd2.Packet;
import org.smshub.it.Api;
import org.smshub.it.centre.LinksHub.Link;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;

/**
 * Any text, by any input, through a link of any profile, its parts in any order: what a phone shows, which libGammu and SMS Server
 * Tools say, is what was meant, or the message was refused when it came, with the character named where there is a place for it.
 */
@Timeout(900)
@Execution(ExecutionMode.SAME_THREAD)
class RoundTripIT {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int MESSAGES = FULL ? 4_000 : 200;

    /** SMS Server Tools read a message in a quarter of a second. */
    private static final int TABLES = FULL ? 1_000 : 60;

    /** Without ~, which libGammu has for an escape of its own in UCS-2, and shows twice. */
    private static final List<String> PIECES = List.of(
            "plain text, 123 ",
            "@£$¥ ",
            "^{}[]|\\€ ",
            "é à ñ ü ",
            "ç á í ú ",
            "Ş ş ğ İ ı ",
            "Привет ",
            "שלום ",
            "مرحبا ",
            "\u202Bעברית\u202C ",
            "नमस्ते ",
            "தமிழ் ",
            "日本語 ",
            "👨‍👩‍👧‍👦",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "🇵🇱",
            "👍🏽",
            "e\u0301\u0323",
            "\u200F\u200E",
            "ΔΦΓΛΩΠΨΣΘΞ ",
            "“quoted” – ",
            "한국어 ",
            "각",
            "Ω≈ç√ ",
            "\n",
            "x");

    private static final List<Link> PLAIN = List.of(
            Link.PLAIN,
            Link.LATIN,
            Link.SAR,
            Link.PAYLOAD,
            Link.SEPTETS,
            Link.CAMEL,
            Link.CAMEL_SAR,
            Link.CAMEL_PAYLOAD,
            Link.UCP,
            Link.CIMD2,
            Link.MODEM);
    private static final List<Link> NATIONAL =
            List.of(Link.TABLES, Link.UCP_TABLES, Link.CIMD2_TABLES, Link.MODEM_TABLES);

    /** How an application hands a text over. */
    private enum Input {
        HTTP,
        SMPP_UTF8,
        SMPP_UCS2,
        UCP_UTF8,
        UCP_UCS2,
        CIMD2_UTF8,
        CIMD2_UCS2
    }

    private record Meant(String text, int place, String what) {}

    private static LinksHub hub;
    private static SmppApplication demo;
    private static SmppApplication utf8;
    private static UcpApplication ucp;
    private static UcpApplication ucpUtf8;
    private static org.smshub.cimd2.PlainClient cimd2;
    private static org.smshub.cimd2.PlainClient cimd2Utf8;

    private final Random random = new Random(Long.getLong("alphabets.seed", 18));
    private int refused;

    @BeforeAll
    static void start() throws Exception {
        List<Link> links = new ArrayList<>(PLAIN);
        links.addAll(NATIONAL);
        hub = new LinksHub(Map.of("utf8", "alphabet: UTF8"), links.toArray(Link[]::new));
        demo = hub.bySmpp("demo");
        utf8 = hub.bySmpp("utf8");
        ucp = hub.byUcp("demo");
        ucpUtf8 = hub.byUcp("utf8");
        cimd2 = hub.byCimd2("demo");
        cimd2Utf8 = hub.byCimd2("utf8");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {demo, utf8, ucp, ucpUtf8, cimd2, cimd2Utf8}) {
            if (each != null) {
                each.close();
            }
        }
        if (hub != null) {
            hub.close("round-trip");
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int kinds = 1 + random.nextInt(3);
        List<String> some = new ArrayList<>(PIECES);
        Collections.shuffle(some, random);
        int length = 1 + random.nextInt(random.nextInt(3) == 0 ? 400 : 90);
        while (text.length() < length) {
            text.append(some.get(random.nextInt(kinds)));
        }
        return text.toString();
    }

    @Test
    void whatAPhoneShowsIsWhatWasMeant(@TempDir Path folder) throws Exception {
        assumeTrue(Phone.isThere(), "skipped: the Debian package python3-gammu is not installed");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            texts.add(text());
        }
        List<Meant> meant = play(texts, PLAIN, folder);
        assertThat(meant).hasSizeGreaterThan(MESSAGES / 2);
        assertThat(refused).isPositive();
    }

    /** Of the thirteen languages of 3GPP TS 23.038 annex A, each with what its tables have. */
    @Test
    void whatAPhoneShowsOfNationalTablesIsWhatWasMeant(@TempDir Path folder) throws Exception {
        assumeTrue(Phone.isThere(), "skipped: the Debian package python3-gammu is not installed");
        assumeTrue(SmsTools.isThere(), "skipped: the Debian package smstools is not installed");
        List<String> alphabets = alphabets();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TABLES; i++) {
            // a text of one language; now and then one that no table has all of
            String alphabet = alphabets.get(i % alphabets.size()) + (random.nextInt(8) == 0 ? "日👍" : "");
            int[] characters = alphabet.codePoints().toArray();
            StringBuilder text = new StringBuilder();
            int length = 5 + random.nextInt(random.nextInt(3) == 0 ? 200 : 60);
            while (text.length() < length) {
                text.appendCodePoint(characters[random.nextInt(characters.length)]);
            }
            texts.add(text.toString());
        }
        play(texts, NATIONAL, folder);
        assertThat(refused).isZero();
    }

    /** What the tables of each language have, and the default alphabet, without what those who read it here show otherwise. */
    private static List<String> alphabets() throws Exception {
        JsonNode languages = new ObjectMapper()
                .readTree(Files.readString(
                        Path.of("../components/core/src/test/resources/org/smshub/text/gsm-national-tables.json")))
                .get("languages");
        List<String> alphabets = new ArrayList<>();
        for (JsonNode language : languages) {
            StringBuilder characters = new StringBuilder("abc 12");
            for (String table : List.of("locking", "singleShift")) {
                for (JsonNode character : language.path(table)) {
                    int c = character.isNull() ? 0 : Integer.parseInt(character.asText(), 16);
                    if (c > ' ' && c != '~') {
                        characters.appendCodePoint(c);
                    }
                }
            }
            if (language.get("id").asInt() > 0) {
                alphabets.add(characters.toString());
            }
        }
        assertThat(alphabets).hasSize(13);
        return alphabets;
    }

    private List<Meant> play(List<String> texts, List<Link> links, Path folder) throws Exception {
        record Taken(String text, Link link, String number, String what) {}
        List<Taken> taken = new ArrayList<>();
        refused = 0;
        for (String text : texts) {
            Link link = links.get(random.nextInt(links.size()));
            Input input = Input.values()[random.nextInt(Input.values().length)];
            String number = link.number();
            String what = "message " + taken.size() + " of " + input + " by " + link;
            if (submit(input, number, text, link, what)) {
                taken.add(new Taken(text, link, number, what));
            } else {
                refused++;
            }
        }
        Phone phone = new Phone();
        List<Meant> meant = new ArrayList<>();
        for (Taken t : taken) {
            meant.add(new Meant(t.text(), phone.takes(whole(t.link(), t.number()), t.link() == Link.LATIN), t.what()));
        }
        List<String> shown = phone.texts(folder);
        for (Meant m : meant) {
            assertThat(shown.get(m.place())).as(m.what()).isEqualTo(m.text());
        }
        return meant;
    }

    /** @return false when it was refused, with the right code and for the right reason */
    private boolean submit(Input input, String number, String text, Link link, String what) throws Exception {
        switch (input) {
            case HTTP -> {
                Api.Answer answer =
                        hub.api.post(Map.of("to", "+" + number, "from", "2345", "text", text, "receipt", "NONE"));
                if (answer.status() != 202) {
                    assertThat(answer.status())
                            .as("%s: %s", what, answer.body())
                            .isEqualTo(400);
                    assertNamed(answer.body().toString(), text, what);
                }
                return answer.status() == 202;
            }
            case SMPP_UTF8 -> {
                return all(
                        List.of(SmppMessage.to(number, 0, text.getBytes(StandardCharsets.UTF_8))
                                .payload()),
                        utf8::submit,
                        0,
                        0x45,
                        link,
                        what);
            }
            case SMPP_UCS2 -> {
                List<SmppMessage> submits = new ArrayList<>();
                for (Part part : parts(text, StandardCharsets.UTF_16BE)) {
                    submits.add(
                            SmppMessage.to(number, 8, part.octets()).esmClass(part.header().length == 0 ? 0 : 0x40));
                }
                return all(submits, demo::submit, 0, 0x45, link, what);
            }
            case UCP_UTF8 -> {
                return all(
                        parts(text, StandardCharsets.UTF_8),
                        part -> ucpUtf8.submit(ucp(number, "3", part)).get(0),
                        "A",
                        "24",
                        link,
                        what);
            }
            case UCP_UCS2 -> {
                return all(
                        parts(text, StandardCharsets.UTF_16BE),
                        part -> ucp.submit(ucp(number, "4", part)).get(0),
                        "A",
                        "24",
                        link,
                        what);
            }
            case CIMD2_UTF8 -> {
                return all(
                        parts(text, StandardCharsets.UTF_8),
                        part -> cimd2(
                                cimd2Utf8, number, part, "033:" + new String(part.body(), StandardCharsets.ISO_8859_1)),
                        "",
                        "302",
                        link,
                        what);
            }
            default -> {
                return all(
                        parts(text, StandardCharsets.UTF_16BE),
                        part -> cimd2(cimd2, number, part, "030:8", "034:" + hex(part.body())),
                        "",
                        "302",
                        link,
                        what);
            }
        }
    }

    private interface Submitting<T> {
        Object submit(T part) throws Exception;
    }

    /** All parts, or none: a link that lacks UCS-2 is the only one that refuses. */
    private static <T> boolean all(
            List<T> parts, Submitting<T> submitting, Object yes, Object no, Link link, String what) throws Exception {
        Object last = yes;
        for (T part : parts) {
            last = submitting.submit(part);
            if (!last.equals(yes)) {
                assertThat(last).as(what).isEqualTo(no);
                assertThat(link).as(what).isEqualTo(Link.SEPTETS);
            }
        }
        return last.equals(yes);
    }

    private static Map<String, String> ucp(String number, String mt, Part part) {
        Map<String, String> fields = new HashMap<>(Map.of("AdC", "00" + number, "OAdC", "2345", "MT", mt));
        fields.put("Msg", hex(part.body()));
        String xser =
                part.header().length == 0 ? "" : String.format("01%02X", part.header().length) + hex(part.header());
        if (mt.equals("4")) {
            fields.put("NB", Integer.toString(part.body().length * 8));
            xser += "020108";
        }
        fields.put("XSer", xser);
        return fields;
    }

    /** @return the error, "" for none */
    private static String cimd2(org.smshub.cimd2.PlainClient client, String number, Part part, String... content)
            throws Exception {
        List<String> parameters = new ArrayList<>(List.of("021:+" + number, "023:2345", "056:0"));
        if (part.header().length > 0) {
            parameters.add("032:" + hex(part.header()));
        }
        parameters.addAll(List.of(content));
        client.send(3, parameters.toArray(String[]::new));
        Packet answer = client.delivered();
        assertThat(answer.operation()).isEqualTo(53);
        return answer.get(900) == null ? "" : answer.get(900);
    }

    /** @param header with its length octet; empty = it is the whole */
    private record Part(byte[] header, byte[] body) {
        byte[] octets() {
            byte[] octets = Arrays.copyOf(header, header.length + body.length);
            System.arraycopy(body, 0, octets, header.length, body.length);
            return octets;
        }
    }

    /**
     * As an application cuts a text itself, its parts in any order; not within a pair of surrogates, whose halves libGammu shows
     * as two U+FFFD.
     */
    private List<Part> parts(String text, Charset charset) {
        List<String> slices = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = text.length() <= 70 ? text.length() : Math.min(text.length(), at + 67);
            end -= end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
            slices.add(text.substring(at, end));
            at = end;
        }
        int count = slices.size();
        List<Part> parts = new ArrayList<>();
        for (String slice : slices) {
            byte[] header = count == 1 ? new byte[0] : new byte[] {5, 0, 3, 7, (byte) count, (byte) (parts.size() + 1)};
            parts.add(new Part(header, slice.getBytes(charset)));
        }
        Collections.shuffle(parts, random);
        return parts;
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }

    /** All parts that a centre gets: each says how many there are. */
    private static List<Submit> whole(Link link, String number) {
        Submit first = hub.read(link, number, 1).get(0);
        int parts = Math.max(1, count(first));
        List<Submit> all = hub.read(link, number, parts);
        assertThat(all).hasSize(parts);
        return all;
    }

    private static int count(Submit first) {
        if (first.whole instanceof UcpFrame frame) {
            String xser = frame.get(UcpField.XSER);
            return xser.startsWith("01") ? Phone.number(HexFormat.of().parseHex(xser.substring(4)))[1] : 1;
        }
        if (first.whole instanceof Packet packet) {
            return packet.get(32) == null ? 1 : Phone.number(HexFormat.of().parseHex(packet.get(32)))[1];
        }
        if (first.whole instanceof String pdu) {
            int centre = Integer.parseInt(pdu.substring(0, 2), 16);
            boolean udhi = (Integer.parseInt(pdu.substring(2 + 2 * centre, 4 + 2 * centre), 16) & 0x40) != 0;
            return udhi ? Phone.number(first.octets)[1] : 1;
        }
        SmppMessage message = SmppMessage.read((byte[]) first.whole);
        return (message.esmClass() & 0x40) != 0
                ? Phone.number(message.content())[1]
                : message.tlvs().containsKey(SmppMessage.TOTAL) ? message.tlvs().get(SmppMessage.TOTAL)[0] : 1;
    }

    private static void assertNamed(String problem, String text, String what) {
        boolean named = text.codePoints().anyMatch(c -> problem.contains(String.format("U+%04X", c)));
        assertThat(named || problem.contains("parts"))
                .as("%s: %s", what, problem)
                .isTrue();
    }
}
