package org.smshub.text.plan;

import java.util.ArrayList;
import java.util.List;
import org.smshub.text.Encoding;
import org.smshub.text.udh.Udh;

/** How a text goes on the air: encoding, parts, what is left, and which characters made it dear. */
public final class Plan {

    private final TextProfile profile;
    private final String original;
    private final String text;
    private final Encoding encoding;
    /** Index after the last character of each part; {@code null} for one part. */
    private final int[] ends;

    private final int units;
    private final int unitsLeft;

    Plan(TextProfile profile, String original, String text, Encoding encoding, int[] ends, int units, int unitsLeft) {
        this.profile = profile;
        this.original = original;
        this.text = text;
        this.encoding = encoding;
        this.ends = ends;
        this.units = units;
        this.unitsLeft = unitsLeft;
    }

    /** The text that is sent; other than the one given only under {@link Policy#TRANSLITERATE}. */
    public String text() {
        return text;
    }

    public Encoding encoding() {
        return encoding;
    }

    /** 1 to 255. */
    public int parts() {
        return ends == null ? 1 : ends.length;
    }

    /** Septets, or 16-bit units for UCS-2, of the whole text without headers. */
    public int units() {
        return units;
    }

    /** Units that the last part still has room for. */
    public int unitsLeft() {
        return unitsLeft;
    }

    /**
     * The characters that forced UCS-2, or were replaced to avoid it, in the order of the text given. Empty when nothing
     * was forced. Found when asked for; keep the list to use it twice.
     */
    public List<Forcing> warnings() {
        if (encoding != Encoding.UCS2 && text.equals(original)) {
            return List.of();
        }
        return Planner.forcing(profile, original, encoding);
    }

    /**
     * Cuts the text into its parts.
     *
     * @param reference of the concatenation; its low 8 or 16 bits are used, not at all for one part
     */
    public List<Segment> segments(int reference) {
        Udh shifts = Planner.withShifts(profile.header(), encoding);
        if (ends == null) {
            return List.of(new Segment(1, 1, text, encoding, shifts));
        }
        List<Segment> segments = new ArrayList<>(ends.length);
        int start = 0;
        for (int i = 0; i < ends.length; i++) {
            Udh udh = profile.concatenation(reference, ends.length, i + 1).with(shifts);
            segments.add(new Segment(i + 1, ends.length, text.substring(start, ends[i]), encoding, udh));
            start = ends[i];
        }
        return List.copyOf(segments);
    }

    @Override
    public String toString() {
        return "Plan[" + encoding.name() + ", parts=" + parts() + ", units=" + units + ", left=" + unitsLeft + "]";
    }
}
