package org.smshub.ledger;

import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.link.IdForms;
import org.smshub.link.passing.Presence;
import org.smshub.text.Encoding;
import org.smshub.text.TextException;
import org.smshub.text.plan.LinkProfile;

/** Accept messages durably, hand them to links, and keep what became of them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "ledger",
        syntax = "ledger:operation",
        title = "SMS Ledger",
        remote = false,
        category = {Category.MOBILE, Category.DATABASE})
public class LedgerEndpoint extends DefaultEndpoint {

    @UriPath(description = "What this address does")
    @Metadata(required = true)
    private LedgerOperation operation;

    @UriParam
    private LedgerConfiguration configuration;

    LedgerEndpoint(
            String uri, LedgerComponent component, LedgerOperation operation, LedgerConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    /** One clear error for an option that cannot be. */
    void check() {
        if (operation == LedgerOperation.link) {
            require(configuration.getName() != null && !configuration.getName().isBlank(), "name", "the link's name");
            require(!configuration.getName().contains(","), "name", "without a comma");
            require(configuration.getWindow() >= 1, "window", "1 or more");
            require(configuration.getRate() >= 0, "rate", "0 (no limit) or more");
            require(configuration.getRestAfter() >= 0, "restAfter", "0 (never) or more");
            require(configuration.getRest() > 0, "rest", "more than 0");
            require(configuration.getBudget() >= 0, "budget", "0 (no limit) or more");
            require(
                    configuration.getUnknown().equals("hold")
                            || configuration.getUnknown().equals("retry"),
                    "unknown",
                    "hold or retry");
            require(configuration.getFailoverAfter() >= 0, "failoverAfter", "0 (at once) or more");
            require(configuration.getProbeMaxDelay() > 0, "probeMaxDelay", "more than 0");
            require(configuration.getSlowest() > 0, "slowest", "more than 0");
            require(
                    List.of("ID", "REFERENCE", "NUMBER").contains(configuration.getReceiptsBy()),
                    "receiptsBy",
                    "ID, REFERENCE or NUMBER");
            IdForms.parse(configuration.getIdForms());
            require(
                    List.of("UDH", "SAR", "PAYLOAD").contains(configuration.getLongMessages()),
                    "longMessages",
                    "UDH, SAR or PAYLOAD");
            profile();
        } else if (operation == LedgerOperation.events) {
            String name = configuration.getConsumer();
            require(name != null && !name.isBlank(), "consumer", "the name that SmsEvents has");
            require(configuration.getWindow() >= 1, "window", "1 or more");
            require(configuration.getAge() > 0, "age", "more than 0");
            checkDelays();
        } else if (operation == LedgerOperation.incoming) {
            require(configuration.getTimeout() > 0, "timeout", "more than 0");
        } else if (operation == LedgerOperation.retry || operation == LedgerOperation.slow) {
            checkDelays();
        } else if (operation == LedgerOperation.down) {
            require(configuration.getDelay() > 0, "delay", "more than 0");
        } else if (operation == LedgerOperation.kept || operation == LedgerOperation.replay) {
            require(configuration.getLimit() >= 1 && configuration.getLimit() <= 1_000, "limit", "1 to 1000");
        }
    }

    /** Of ledger:link. */
    LinkSettings linkSettings() {
        String name = configuration.getName();
        String account = configuration.getAccount();
        return new LinkSettings(
                name,
                configuration.getWindow(),
                configuration.getRate(),
                configuration.getSlowest(),
                configuration.getFailoverAfter(),
                configuration.getProbeMaxDelay(),
                new Account(
                        account == null || account.isBlank() ? name : account,
                        IdForms.parse(configuration.getIdForms()),
                        configuration.getReceiptsBy().equals("NUMBER")),
                configuration.getBudget(),
                configuration.isWhole(),
                configuration.getRestAfter(),
                configuration.getRest(),
                profile());
    }

    /** What the link carries. */
    private LinkProfile profile() {
        try {
            return new LinkProfile(
                    Encoding.named(configuration.getAlphabet()),
                    Encoding.named(configuration.getClassAlphabet()),
                    LinkProfile.carried(configuration.getCarries()),
                    LinkProfile.languages(configuration.getLanguages()),
                    configuration.getMaxParts(),
                    configuration.getLongMessages().equals("PAYLOAD"));
        } catch (TextException e) {
            throw new IllegalArgumentException("Link " + configuration.getName() + ": options alphabet, carries,"
                    + " languages and maxParts of its block: " + e.getMessage());
        }
    }

    private void checkDelays() {
        require(configuration.getDelay() > 0, "delay", "more than 0");
        require(configuration.getBackOff() >= 1, "backOff", "1 or more");
    }

    private void require(boolean good, String option, String wanted) {
        if (!good) {
            throw new IllegalArgumentException("Option " + option + " of ledger:" + operation + " must be " + wanted);
        }
    }

    @Override
    public Producer createProducer() {
        return switch (operation) {
            case accept -> new LedgerAcceptProducer(this);
            case receipt -> new LedgerReceiptProducer(this);
            case find -> new LedgerFindProducer(this);
            case cancel, replace, amend, again, erase, move, tell, reroute -> new LedgerChangeProducer(this);
            case conversation -> new LedgerConversationProducer(this);
            case unread -> new LedgerUnreadProducer(this);
            case kept -> new LedgerKeptProducer(this);
            case replay -> new LedgerReplayProducer(this);
            case forget -> new LedgerForgetProducer(this);
            case awake -> new LedgerAwakeProducer(this);
            case retry, slow, down, fail, unknown -> new LedgerVerdictProducer(this);
            case incoming -> new LedgerIncomingProducer(this);
            case link, events -> throw new IllegalArgumentException("ledger:" + operation + " is for from, not for to");
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer =
                switch (operation) {
                    case link -> new LedgerLinkConsumer(this, processor);
                    case events -> new LedgerEventsConsumer(this, processor);
                    default -> throw new IllegalArgumentException("ledger:" + operation + " is for to, not for from");
                };
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public LedgerComponent getComponent() {
        return (LedgerComponent) super.getComponent();
    }

    /** The link that a route beginning here takes parts of; null = it is another address of the ledger. */
    public String link() {
        return operation == LedgerOperation.link ? configuration.getName() : null;
    }

    /** Where those who hear of events have their sessions; null = one hub tells all. */
    String sessions() {
        String sessions = configuration.getSessions();
        return sessions == null || sessions.isBlank() ? null : sessions;
    }

    /** @throws IllegalArgumentException applications do not come there */
    Presence presence() {
        Endpoint there = getCamelContext().getEndpoint(sessions());
        if (there instanceof Presence presence) {
            return presence;
        }
        throw new IllegalArgumentException("Option sessions of ledger:events?consumer=" + configuration.getConsumer()
                + " must be the address of a server to which applications bind, such as smpp-server:0.0.0.0:2775, not "
                + there);
    }

    public LedgerOperation getOperation() {
        return operation;
    }

    public void setOperation(LedgerOperation operation) {
        this.operation = operation;
    }

    public LedgerConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(LedgerConfiguration configuration) {
        this.configuration = configuration;
    }
}
