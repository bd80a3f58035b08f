package org.smshub.text.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.Missing;
import org.smshub.text.NationalLanguage;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.InformationElement;
import org.smshub.text.udh.NationalShift;
import org.smshub.text.udh.Udh;

/**
 * What a link carries: set once, in its block; a message is planned by it when it is accepted, and again when it moves to
 * a link with another one.
 *
 * @param alphabet the 7-bit alphabet: {@link Encoding#GSM7}, or what the other side has instead and turns into it
 * @param classAlphabet the same of a message with a class or a data coding
 * @param languages whose national tables may be used for a text
 * @param maxParts parts of a message, 1 to 255
 * @param whole a long text goes in one piece (message_payload), and the other side cuts it
 */
public record LinkProfile(
        Encoding alphabet,
        Encoding classAlphabet,
        Set<Carried> carries,
        Set<NationalLanguage> languages,
        int maxParts,
        boolean whole) {

    /** Kinds of content. */
    public enum Carried {
        GSM7,
        UCS2,
        BINARY,
        /** Texts that their sender wrote in ISO-8859-1, under the data coding that says so. */
        LATIN1,
        /** The same of ASCII. */
        ASCII,
        /** Data codings that only SMPP has, such as those of JIS or Cyrillic; their content is passed on as octets. */
        OTHER
    }

    /** All that the air interface carries, GSM-7 without national tables. */
    public static final LinkProfile STANDARD = new LinkProfile(
            Encoding.GSM7,
            Encoding.GSM7,
            EnumSet.of(Carried.GSM7, Carried.UCS2, Carried.BINARY),
            Set.of(),
            Concatenation.MAX_PARTS,
            false);

    /** Octets of a text in ISO-8859-1 or ASCII: 160 characters. */
    private static final int CHARACTERS = 160;

    /** Data codings below are SMPP's own. */
    private static final int GSM_CODINGS = 0x10;

    private static final int SMPP_OCTETS = 0x02;

    public LinkProfile {
        carries = Set.copyOf(carries);
        languages = Set.copyOf(languages);
        TextException.inRange("maximum parts", maxParts, 1, Concatenation.MAX_PARTS);
        if (!carries.contains(Carried.GSM7) && !carries.contains(Carried.UCS2) && !carries.contains(Carried.BINARY)) {
            throw TextException.invalid("a link carries GSM7, UCS2 or BINARY at least");
        }
    }

    /** Such as {@code GSM7,UCS2}, in any case. */
    public static Set<Carried> carried(String names) {
        return parse(Carried.class, names);
    }

    /** Such as {@code TURKISH,SPANISH}, in any case; none for "". */
    public static Set<NationalLanguage> languages(String names) {
        return parse(NationalLanguage.class, names);
    }

    private static <E extends Enum<E>> Set<E> parse(Class<E> type, String names) {
        Set<E> values = EnumSet.noneOf(type);
        for (String name : names.split(",")) {
            if (!name.isBlank()) {
                try {
                    values.add(Enum.valueOf(type, name.trim().toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    throw TextException.invalid(
                            name.trim() + " is none of " + Arrays.toString(type.getEnumConstants()));
                }
            }
        }
        return values;
    }

    /** How a text is planned here: what the link carries, within what its sender or the hub wishes. */
    public TextProfile planning(TextProfile wishes, Integer messageClass) {
        boolean gsm = carries.contains(Carried.GSM7);
        Encoding septets = messageClass == null ? alphabet : classAlphabet;
        Encoding first = gsm && wishes.defaultAlphabet() != Encoding.UCS2 ? septets : Encoding.UCS2;
        TextProfile profile = wishes.withDefaultAlphabet(first)
                .withUcs2(wishes.ucs2() && carries.contains(Carried.UCS2))
                .withMaxParts(Math.min(maxParts, wishes.maxParts()));
        return gsm && septets == Encoding.GSM7 && !languages.isEmpty() ? profile.withLanguages(languages) : profile;
    }

    /** Whether {@link #plan} has anything to decide. */
    public boolean isPlanned(Uncut message) {
        return !message.isOctets() && !plain(message).isFinished() && !isOwn(message);
    }

    /** A text that the other side knows in the alphabet its sender wrote it in, if it is short enough for one part. */
    private boolean isOwn(Uncut message) {
        String said = message.said();
        return ("LATIN1".equals(said) || "ASCII".equals(said))
                && carries.contains(Carried.valueOf(said))
                && (message.isPart() || ((String) message.body()).length() <= CHARACTERS - headerOf(message));
    }

    /** What only SMPP knows is left out where the link does not. */
    private Uncut plain(Uncut message) {
        Integer coding = message.dataCoding();
        boolean smpp = coding != null && coding < GSM_CODINGS && coding != 0 && coding != 8 && coding != 4;
        if (message.isOctets()) {
            return smpp && coding == SMPP_OCTETS && !carries.contains(Carried.OTHER)
                    ? message.as(message.encoding(), null)
                    : message;
        }
        String said = message.said();
        boolean charset = "LATIN1".equals(said) || "ASCII".equals(said);
        return charset && !isOwn(message) ? message.as(null, smpp ? null : coding) : message;
    }

    /**
     * The plan of a text.
     *
     * @return null where there is nothing to plan: octets, and what came finished
     * @throws TextException {@code NOT_ENCODABLE}, naming the character, {@code TOO_LONG}
     */
    public Plan plan(Uncut message, TextProfile wishes) {
        return isPlanned(message) ? plan(message, planning(wishes, message.messageClass()), message.udh()) : null;
    }

    /**
     * The same, by what {@link #planning} made of the wishes before.
     *
     * @param profile of this link and the message's class
     */
    public Plan planned(Uncut message, TextProfile profile) {
        return plan(message, profile, message.udh());
    }

    private Plan plan(Uncut message, TextProfile profile, Udh header) {
        String said = message.said();
        TextProfile wanted = profile;
        if (Uncut.GSM7.equals(said)) {
            require(Carried.GSM7, "GSM-7");
            wanted = profile.withUcs2(false);
        } else if (Uncut.UCS2.equals(said)) {
            require(Carried.UCS2, "UCS-2");
            wanted = profile.withDefaultAlphabet(Encoding.UCS2);
        }
        String text = (String) message.body();
        if (wanted.defaultAlphabet() == Encoding.UCS2 && !carries.contains(Carried.UCS2)) {
            throw notCarried(text.isEmpty() ? "text" : "text, such as " + Missing.describe(text.codePointAt(0)) + ",");
        }
        return (header.isEmpty() ? wanted : wanted.withHeader(header)).plan(text);
    }

    /**
     * Cuts a message into what this link carries; what came finished is left as it is.
     *
     * @param plan of {@link #plan}, or null
     * @param wishes used where there is none
     * @param reference of the concatenation, when there are several parts
     * @throws TextException {@code NOT_ENCODABLE}, {@code TOO_LONG} or {@code INVALID_VALUE}: this link does not carry it
     */
    public List<Piece> cut(Uncut given, Plan plan, TextProfile wishes, int reference) {
        if (plan != null) {
            return pieces(plan, given.udh(), reference);
        }
        Uncut message = plain(given);
        if (message.isPart() && parts(message) > maxParts) {
            throw TextException.tooLong(parts(message) + " parts, and the link takes " + maxParts);
        }
        if (message.isOctets()) {
            return octets(message, reference);
        }
        if (isOwn(message)) {
            return own(message);
        }
        if (!message.isFinished()) {
            return pieces(
                    plan(message, planning(wishes, message.messageClass()), message.udh()), given.udh(), reference);
        }
        return finished(message, reference);
    }

    private static int parts(Uncut message) {
        return message.number() != null
                ? message.number().parts()
                : message.udh().concatenation().orElseThrow().parts();
    }

    private List<Piece> pieces(Plan plan, Udh header, int reference) {
        if (whole && plan.parts() > 1) {
            Udh shifts = Planner.withShifts(header, plan.encoding());
            return List.of(new Piece(1, 1, plan.text(), name(plan.encoding()), shifts));
        }
        List<Segment> segments = plan.segments(reference);
        if (segments.size() == 1) {
            Segment only = segments.get(0);
            return List.of(new Piece(1, 1, only.text(), name(plan.encoding()), only.udh()));
        }
        List<Piece> pieces = new ArrayList<>(segments.size());
        for (Segment s : segments) {
            pieces.add(new Piece(s.part(), s.parts(), s.text(), name(plan.encoding()), s.udh()));
        }
        return pieces;
    }

    /** What stands for the 7-bit alphabet is a matter of the link. */
    private static String name(Encoding encoding) {
        return encoding == Encoding.UCS2 ? Uncut.UCS2 : encoding instanceof Gsm7 ? encoding.name() : Uncut.GSM7;
    }

    /** Octets of a header that the number of the part may become. */
    private static int headerOf(Uncut message) {
        int length = message.udh().length();
        if (message.number() != null && message.udh().concatenation().isEmpty()) {
            length += Concatenation.octets(false) + (length == 0 ? 1 : 0);
        }
        return length;
    }

    private List<Piece> own(Uncut message) {
        String said = message.said();
        Encoding encoding = Encoding.named(said);
        String text = (String) message.body();
        int room = CHARACTERS - headerOf(message);
        if (encoding.encode(text).length > room) {
            throw tooLong(text.length(), "characters", room);
        }
        return List.of(new Piece(1, 1, text, said, message.udh()));
    }

    private List<Piece> octets(Uncut message, int reference) {
        Alphabet alphabet = message.alphabet();
        Integer coding = message.dataCoding();
        boolean smpp = coding != null && coding < GSM_CODINGS && coding != 0 && coding != 4 && coding != 8;
        if (smpp && !carries.contains(Carried.OTHER)) {
            throw notCarried(String.format("data_coding %02X", coding));
        }
        switch (alphabet) {
            case BINARY -> {
                if (!smpp) {
                    require(Carried.BINARY, "binary content");
                }
            }
            case UCS2 -> require(Carried.UCS2, "UCS-2");
            case GSM7 -> {
                require(Carried.GSM7, "GSM-7");
                if (!(septets(message) instanceof Gsm7)) {
                    throw notCarried("septets that are no characters of " + alphabet);
                }
            }
        }
        byte[] octets = (byte[]) message.body();
        int units = alphabet == Alphabet.UCS2 ? (octets.length + 1) / 2 : octets.length;
        if (fits(units, alphabet, message)) {
            return List.of(new Piece(1, 1, octets, alphabet.name(), message.udh()));
        }
        TextProfile profile = TextProfile.STANDARD.withMaxParts(maxParts).withHeader(withoutShifts(message.udh()));
        List<UserData> cut = profile.segments(alphabet, octets, shifts(message.udh()), reference);
        List<Piece> pieces = new ArrayList<>(cut.size());
        for (UserData data : cut) {
            pieces.add(new Piece(pieces.size() + 1, cut.size(), data.body(), alphabet.name(), data.udh()));
        }
        return pieces;
    }

    /** A text with a part number, a coding or national tables of its sender's. */
    private List<Piece> finished(Uncut message, int reference) {
        String text = (String) message.body();
        String said = message.said();
        boolean ucs2 = Uncut.UCS2.equals(said);
        Encoding encoding = ucs2 ? Encoding.UCS2 : septets(message);
        if (said == null && encoding.firstMissing(text, 0) >= 0 && carries.contains(Carried.UCS2)) {
            encoding = Encoding.UCS2;
        }
        require(encoding == Encoding.UCS2 ? Carried.UCS2 : Carried.GSM7, encoding.name());
        if (Uncut.BINARY.equals(said)) {
            throw TextException.invalid("the data coding is one for octets, and the body is a text");
        }
        int missing = encoding.firstMissing(text, 0);
        if (missing >= 0) {
            throw Missing.exception(encoding.name(), text, missing);
        }
        if (fits(encoding.units(text, 0, text.length()), encoding.alphabet(), message)) {
            return List.of(new Piece(1, 1, text, encoding == Encoding.UCS2 ? Uncut.UCS2 : Uncut.GSM7, message.udh()));
        }
        // a long one with a coding: each part has it
        TextProfile profile = TextProfile.STANDARD
                .withDefaultAlphabet(encoding)
                .withUcs2(encoding == Encoding.UCS2)
                .withMaxParts(maxParts)
                .withHeader(withoutShifts(message.udh()));
        List<Piece> pieces = new ArrayList<>();
        for (Segment s : profile.plan(text).segments(reference)) {
            pieces.add(new Piece(
                    s.part(), s.parts(), s.text(), encoding == Encoding.UCS2 ? Uncut.UCS2 : Uncut.GSM7, s.udh()));
        }
        return pieces;
    }

    /** @return false when it may be cut */
    private static boolean fits(int units, Alphabet alphabet, Uncut message) {
        int capacity = alphabet.capacity(headerOf(message));
        if (units > capacity && message.isPart()) {
            throw tooLong(units, "units of " + alphabet, capacity);
        }
        return units <= capacity;
    }

    private static TextException tooLong(int units, String of, int room) {
        return TextException.tooLong(
                "a part of a long message has " + units + " " + of + ", and there is room for " + room);
    }

    /** The 7-bit encoding of a message that came finished. */
    private Encoding septets(Uncut message) {
        boolean coded = message.dataCoding() != null && message.dataCoding() >= GSM_CODINGS;
        Encoding line = message.messageClass() == null && !coded ? alphabet : classAlphabet;
        Encoding named = message.udh().encoding(Alphabet.GSM7);
        if (named == Encoding.GSM7) {
            return line;
        }
        if (!(line instanceof Gsm7)) {
            throw notCarried("national tables beside " + line.name());
        }
        return named;
    }

    private void require(Carried kind, String words) {
        if (!carries.contains(kind)) {
            throw notCarried(words);
        }
    }

    private static TextException notCarried(String what) {
        return new TextException(TextException.Reason.NOT_ENCODABLE, what + " is not carried by the link");
    }

    private static Udh withoutShifts(Udh udh) {
        return filtered(udh, false);
    }

    private static Udh shifts(Udh udh) {
        return filtered(udh, true);
    }

    private static Udh filtered(Udh udh, boolean shifts) {
        return new Udh(udh.elements().stream()
                .filter(e -> e instanceof NationalShift == shifts)
                .toList());
    }

    /**
     * The parts of a message that nobody has seen yet, cut for another link than this one, as this one takes them: a text
     * that was planned is planned again, what came finished stays as it is.
     *
     * @param pieces all parts, in their order
     * @throws TextException this link does not carry it
     */
    public List<Piece> cutAgain(
            List<Piece> pieces, Integer messageClass, Integer dataCoding, Concatenation number, int reference) {
        Piece first = pieces.get(0);
        if (!isOurs(pieces, dataCoding, number)) {
            List<Piece> same = new ArrayList<>();
            for (Piece piece : pieces) {
                same.addAll(carried(piece, messageClass, dataCoding, number, reference));
            }
            if (pieces.size() > 1 && same.size() != pieces.size()) {
                throw notCarried("a part as it was cut");
            }
            return pieces.size() == 1 ? same : pieces;
        }
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append((String) piece.body()));
        InformationElement[] others = first.udh().elements().stream()
                .filter(e -> !(e instanceof Concatenation) && !(e instanceof NationalShift))
                .toArray(InformationElement[]::new);
        // it may have been asked for: nothing tells, and it is what the other link would have sent
        String encoding = first.encoding().equals(Uncut.UCS2) && carries.contains(Carried.UCS2) ? Uncut.UCS2 : null;
        Uncut message = new Uncut(text.toString(), encoding, Udh.of(others), messageClass, null, null);
        return cut(message, null, TextProfile.STANDARD, reference);
    }

    /** A text that was cut, or needed no cutting, by the hub's own plan. */
    private static boolean isOurs(List<Piece> pieces, Integer dataCoding, Concatenation number) {
        Piece first = pieces.get(0);
        boolean text = pieces.stream().allMatch(piece -> piece.body() instanceof String)
                && (first.encoding().startsWith(Uncut.GSM7) || first.encoding().equals(Uncut.UCS2));
        boolean part = number != null
                || pieces.size() == 1 && first.udh().concatenation().isPresent();
        boolean tables = first.encoding().equals(Uncut.GSM7)
                && first.udh().elements().stream().anyMatch(NationalShift.class::isInstance);
        return text && dataCoding == null && !part && !tables;
    }

    private boolean allows(NationalLanguage tables) {
        return tables == NationalLanguage.DEFAULT || languages.contains(tables);
    }

    /**
     * A part by itself, as it was cut: others of its message may be with the centre.
     *
     * @return it, or what this link has for it
     * @throws TextException this link does not carry it so
     */
    public List<Piece> carried(
            Piece piece, Integer messageClass, Integer dataCoding, Concatenation number, int reference) {
        String encoding = Piece.alphabet(piece.encoding());
        boolean planned = !encoding.equals(piece.encoding());
        if (piece.parts() == 1 && !planned) {
            Uncut alone = new Uncut(piece.body(), encoding, piece.udh(), messageClass, dataCoding, number);
            return cut(alone, null, TextProfile.STANDARD, reference);
        }
        Uncut part = new Uncut(piece.body(), encoding, piece.udh(), messageClass, dataCoding, number);
        if (planned && !(allows(piece.udh().locking()) && allows(piece.udh().singleShift()))) {
            throw notCarried(piece.encoding());
        }
        List<Piece> cut = cut(part, null, TextProfile.STANDARD, reference);
        if (cut.size() != 1) {
            throw notCarried("a part as it was cut");
        }
        return List.of(piece);
    }
}
