package org.smshub.hub;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Encoding;
import org.smshub.text.TextException;
import org.smshub.text.plan.Forcing;
import org.smshub.text.plan.Plan;
import org.smshub.text.plan.Policy;
import org.smshub.text.plan.TextProfile;

/** Plans how a text goes on the air, before anything is routed or stored, so that a sender hears at once. */
public class Texts {

    /** A text all in Cyrillic needs no list of it. */
    private static final int MAX_WARNINGS = 10;

    private TextProfile profile = TextProfile.STANDARD;

    /** What the sender is told of the plan. */
    public record PlanView(String encoding, int parts, int units, int unitsLeft, List<Warning> warnings) {}

    /** A character that forced UCS-2; the first ten are told. @param replacement what could stand there, or null */
    public record Warning(int position, String character, String name, String replacement) {}

    /** Sets SmsEncoding and SmsParts for a text; leaves binary content alone. */
    public void plan(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        String wanted = message.getHeader(SmsHeaders.ENCODING, String.class);
        if ("BINARY".equals(wanted) || (wanted == null && message.getBody() instanceof byte[])) {
            return;
        }
        String text = message.getBody(String.class);
        if (text == null || text.isEmpty()) {
            throw RefusedException.invalid("text", "The text is empty");
        }
        try {
            Plan plan = profile(wanted).plan(text);
            message.setBody(plan.text());
            message.setHeader(SmsHeaders.ENCODING, plan.encoding().name());
            message.setHeader(SmsHeaders.PARTS, plan.parts());
            exchange.setProperty(LedgerComponent.PLAN, plan);
        } catch (TextException e) {
            throw RefusedException.invalid("text", e.getMessage());
        }
    }

    private TextProfile profile(String wanted) throws RefusedException {
        if (wanted == null) {
            return profile;
        }
        return switch (wanted) {
            case "GSM7" -> profile.withUcs2(false);
            case "UCS2" -> profile.withDefaultAlphabet(Encoding.UCS2);
            default ->
                throw RefusedException.invalid(
                        "encoding", "encoding is GSM7 or UCS2, not " + RefusedException.shown(wanted));
        };
    }

    /** For the input's answer; null where nothing was planned. */
    public static PlanView view(Exchange exchange) {
        Plan plan = exchange.getProperty(LedgerComponent.PLAN, Plan.class);
        return plan == null ? null : view(plan);
    }

    private static PlanView view(Plan plan) {
        return new PlanView(
                plan.encoding().name(),
                plan.parts(),
                plan.units(),
                plan.unitsLeft(),
                plan.warnings().stream().limit(MAX_WARNINGS).map(Texts::warning).toList());
    }

    private static Warning warning(Forcing forcing) {
        return new Warning(
                forcing.position(), Character.toString(forcing.codePoint()), forcing.name(), forcing.replacement());
    }

    public int getMaxParts() {
        return profile.maxParts();
    }

    /** Longest message in parts, 1 to 255. */
    public void setMaxParts(int maxParts) {
        profile = profile.withMaxParts(maxParts);
    }

    public String getPolicy() {
        return profile.policy().name();
    }

    /** What to do about characters that force UCS-2: KEEP, TRANSLITERATE or REJECT. */
    public void setPolicy(String policy) {
        profile = profile.withPolicy(Policy.valueOf(policy));
    }
}
