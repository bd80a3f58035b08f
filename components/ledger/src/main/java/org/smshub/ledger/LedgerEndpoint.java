package org.smshub.ledger;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

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
            require(
                    configuration.getUnknown().equals("hold")
                            || configuration.getUnknown().equals("retry"),
                    "unknown",
                    "hold or retry");
        } else if (operation == LedgerOperation.events) {
            String name = configuration.getConsumer();
            require(name != null && !name.isBlank(), "consumer", "the name that SmsEvents has");
            require(configuration.getWindow() >= 1, "window", "1 or more");
            require(configuration.getAge() > 0, "age", "more than 0");
            checkDelays();
        } else if (operation == LedgerOperation.incoming) {
            require(configuration.getTimeout() > 0, "timeout", "more than 0");
        } else if (operation == LedgerOperation.retry) {
            checkDelays();
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
            case retry, fail -> new LedgerVerdictProducer(this);
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
