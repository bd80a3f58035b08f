package org.smshub.hub.api;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Checks;
import org.smshub.hub.Texts;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

/**
 * How a message would go.
 *
 * @param links in the order in which they would be tried
 * @param rule that of routing which chose them, where it says so
 * @param why what the rules of routing say, and why others of them do not count
 * @param unfit why others of its links are none for it
 * @param octets of user data on the air, headers included, of all parts
 */
record DryRun(
        String to,
        String from,
        List<String> links,
        String rule,
        List<?> why,
        String unfit,
        Texts.PlanView plan,
        int parts,
        int octets) {

    /** Of an exchange that went through the checks. */
    static DryRun of(Exchange exchange) {
        Message message = exchange.getMessage();
        LedgerComponent ledger = exchange.getContext().getComponent("ledger", LedgerComponent.class);
        Object rule = exchange.getProperty(LedgerComponent.RULE);
        LedgerComponent.Measure measure = ledger.measure(message);
        return new DryRun(
                message.getHeader(SmsHeaders.TO, String.class),
                message.getHeader(SmsHeaders.FROM, String.class),
                List.of(message.getHeader(SmsHeaders.LINKS, "", String.class)
                        .replace(" ", "")
                        .split(",")),
                rule == null ? null : rule.toString(),
                exchange.getProperty(Checks.WHY, List.class),
                exchange.getProperty(Checks.UNFIT, String.class),
                Texts.view(exchange),
                measure.parts(),
                measure.octets());
    }
}
