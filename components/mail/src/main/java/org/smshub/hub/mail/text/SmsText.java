package org.smshub.hub.mail.text;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.smshub.hub.RefusedException;
import org.smshub.text.Encoding;
import org.smshub.text.TextException;
import org.smshub.text.plan.Plan;
import org.smshub.text.plan.TextProfile;

/** A mail's text as long as an SMS may be. */
public final class SmsText {

    /** Characters of a part in its roomiest encoding; a text of more than this and a bit is too long without a look. */
    private static final int PART = 160;

    /** As its reader sees it, with all its marks. */
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private SmsText() {}

    /**
     * The text; where it takes more parts, its beginning with an ellipsis at the end.
     *
     * @param maxParts 1 to 255
     * @throws RefusedException it is too long and not to be cut
     */
    public static String fit(String text, int maxParts, boolean cut) throws RefusedException {
        TextProfile profile = TextProfile.STANDARD.withMaxParts(maxParts);
        if (fits(text, profile, maxParts)) {
            return text;
        }
        if (!cut) {
            throw RefusedException.invalid(
                    "text", "The text takes more than " + maxParts + (maxParts == 1 ? " SMS" : " SMS parts"));
        }
        String most = text.substring(0, Math.min(text.length(), maxParts * PART));
        int[] ends =
                CHARACTER.matcher(most).results().mapToInt(MatchResult::end).toArray();
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (fits(shortened(most, ends[middle - 1]), profile, maxParts)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return shortened(most, low == 0 ? 0 : ends[low - 1]);
    }

    /** Three dots where the ellipsis would take the text out of the GSM alphabet. */
    private static String shortened(String text, int end) {
        String beginning = text.substring(0, end).stripTrailing();
        return beginning + (Encoding.GSM7.units(beginning, 0, beginning.length()) >= 0 ? "..." : "…");
    }

    private static boolean fits(String text, TextProfile profile, int maxParts) {
        if (text.length() > maxParts * PART) {
            return false;
        }
        try {
            Plan plan = profile.plan(text);
            return plan.parts() <= maxParts;
        } catch (TextException e) {
            return false;
        }
    }
}
