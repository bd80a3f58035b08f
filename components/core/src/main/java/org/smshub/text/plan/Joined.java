package org.smshub.text.plan;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.smshub.text.Alphabet;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;

/**
 * Parts put together again (3GPP TS 23.040 9.2.3.24.1).
 *
 * @param text U+FFFD stands for each run of missing parts, and for units that mean nothing; empty when all is binary
 * @param binary the octets of a binary message, missing parts left out; empty for a text
 * @param missing numbers of the parts that are not there; empty when the message is whole
 * @param undecodable units that mean nothing, those of missing parts not counted
 */
public record Joined(String text, byte[] binary, List<Integer> missing, int undecodable) {

    private static final String GAP = "\uFFFD";

    public Joined {
        binary = binary.clone();
        missing = List.copyOf(missing);
    }

    @Override
    public byte[] binary() {
        return binary.clone();
    }

    public boolean isWhole() {
        return missing.isEmpty();
    }

    /**
     * Joins parts in whatever order they came. The first one says which message it is: parts with another reference,
     * reference width or count are left out. Of two parts with the same number the later one counts. Parts may differ in
     * alphabet; a pair of septets or surrogates that another sender cut between two parts is read across them.
     *
     * @param parts at least one; without concatenation it is the whole message
     */
    public static Joined of(Collection<UserData> parts) {
        if (parts.isEmpty()) {
            throw TextException.invalid("no part to join");
        }
        Concatenation first = parts.iterator().next().udh().concatenation().orElse(null);
        if (first == null) {
            return join(new UserData[] {parts.iterator().next()});
        }
        UserData[] slots = new UserData[first.parts()];
        for (UserData part : parts) {
            part.udh().concatenation().filter(c -> sameMessage(c, first)).ifPresent(c -> slots[c.part() - 1] = part);
        }
        return join(slots);
    }

    static boolean sameMessage(Concatenation one, Concatenation other) {
        return one.reference() == other.reference() && one.wide() == other.wide() && one.parts() == other.parts();
    }

    private static Joined join(UserData[] slots) {
        List<Integer> missing = new ArrayList<>();
        boolean text = false;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == null) {
                missing.add(i + 1);
            } else {
                text |= slots[i].alphabet() != Alphabet.BINARY;
            }
        }
        return text ? text(slots, missing) : new Joined("", run(slots, 0, slots.length), missing, 0);
    }

    private static Joined text(UserData[] slots, List<Integer> missing) {
        StringBuilder text = new StringBuilder();
        int undecodable = 0;
        for (int start = 0, end; start < slots.length; start = end) {
            end = endOfRun(slots, start);
            if (slots[start] == null) {
                text.append(GAP);
            } else {
                UserData run = UserData.of(slots[start].alphabet(), slots[start].udh(), run(slots, start, end));
                text.append(run.text().text());
                undecodable += run.text().undecodable();
            }
        }
        return new Joined(text.toString(), new byte[0], missing, undecodable);
    }

    /** Parts that follow each other in the same encoding are decoded as one. */
    private static int endOfRun(UserData[] slots, int start) {
        int end = start + 1;
        while (end < slots.length && sameEncoding(slots[start], slots[end])) {
            end++;
        }
        return end;
    }

    private static boolean sameEncoding(UserData one, UserData other) {
        if (one == null || other == null) {
            return one == other;
        }
        return one.alphabet() == other.alphabet()
                && one.udh().locking() == other.udh().locking()
                && one.udh().singleShift() == other.udh().singleShift();
    }

    private static byte[] run(UserData[] slots, int start, int end) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = start; i < end; i++) {
            if (slots[i] != null) {
                body.writeBytes(slots[i].body());
            }
        }
        return body.toByteArray();
    }

    /** Without the text, which belongs in no log. */
    @Override
    public String toString() {
        return "Joined[" + text.length() + " characters, " + binary.length + " octets, missing " + missing + "]";
    }
}
