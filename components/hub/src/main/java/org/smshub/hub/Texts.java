package org.smshub.hub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.UncutMessage;
import org.smshub.link.SmsHeaders;
import org.smshub.text.TextException;
import org.smshub.text.plan.Forcing;
import org.smshub.text.plan.LinkProfile;
import org.smshub.text.plan.Plan;
import org.smshub.text.plan.Policy;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.plan.Uncut;

/** Plans how a text goes on the air, before anything is routed or stored, so that a sender hears at once. */
public class Texts {

    /** A text all in Cyrillic needs no list of it. */
    private static final int MAX_WARNINGS = 10;

    private final Map<String, Planning> plannings = new ConcurrentHashMap<>();
    private TextProfile profile = TextProfile.STANDARD;
    private volatile LedgerComponent ledger;

    /** What the sender is told of the plan. */
    public record PlanView(String encoding, int parts, int units, int unitsLeft, List<Warning> warnings) {}

    /** A character that forced UCS-2; the first ten are told. @param replacement what could stand there, or null */
    public record Warning(int position, String character, String name, String replacement) {}

    /** The answer to a message that was accepted: schema Accepted of {@code sms.openapi.yaml}. */
    public record Accepted(String id, String state, PlanView plan) {}

    /** What a text is planned by on a link. @param of the link's, for which the two were made */
    private record Planning(LinkProfile of, TextProfile plain, TextProfile withClass) {}

    /**
     * Plans a text for the first link of SmsLinks and sets SmsEncoding and SmsParts; what comes finished (octets, a part, a
     * coding, national tables) is only looked at, and goes on as it is.
     */
    public void plan(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        try {
            Uncut uncut = UncutMessage.of(message);
            Planning planning = planning(message);
            LinkProfile link = planning.of();
            if (!link.isPlanned(uncut)) {
                link.cut(uncut, null, profile, 0);
                return;
            }
            Plan plan = link.planned(uncut, uncut.messageClass() == null ? planning.plain() : planning.withClass());
            message.setBody(plan.text());
            message.setHeader(SmsHeaders.ENCODING, plan.encoding().alphabet().name());
            message.setHeader(SmsHeaders.PARTS, plan.parts());
            exchange.setProperty(LedgerComponent.PLAN, plan);
        } catch (TextException | IllegalArgumentException e) {
            throw RefusedException.invalid("text", e.getMessage());
        }
    }

    private Planning planning(Message message) {
        String links = message.getHeader(SmsHeaders.LINKS, "", String.class);
        int comma = links.indexOf(',');
        String first = (comma < 0 ? links : links.substring(0, comma)).trim();
        LinkProfile link = ledger(message).profile(first);
        if (link == null) {
            link = LinkProfile.STANDARD; // ledger:accept says that there is no such link
        }
        Planning known = plannings.get(first);
        if (known == null || known.of() != link) {
            known = new Planning(link, link.planning(profile, null), link.planning(profile, 0));
            plannings.put(first, known);
        }
        return known;
    }

    private LedgerComponent ledger(Message message) {
        LedgerComponent known = ledger;
        if (known == null) {
            known = message.getExchange().getContext().getComponent("ledger", LedgerComponent.class);
            ledger = known;
        }
        return known;
    }

    /** For the input's answer; null where nothing was planned. */
    public static PlanView view(Exchange exchange) {
        Plan plan = exchange.getProperty(LedgerComponent.PLAN, Plan.class);
        return plan == null ? null : view(plan);
    }

    /** The answer to a message that went through {@code ledger:accept}. */
    public static Accepted accepted(Exchange exchange) {
        Message message = exchange.getMessage();
        return new Accepted(
                message.getHeader(SmsHeaders.ID, String.class),
                message.getHeader(SmsHeaders.STATE, String.class),
                view(exchange));
    }

    private static PlanView view(Plan plan) {
        return new PlanView(
                plan.encoding().alphabet().name(),
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
