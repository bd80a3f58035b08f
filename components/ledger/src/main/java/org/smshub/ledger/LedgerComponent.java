package org.smshub.ledger;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.text.plan.LinkProfile;

/** The durable ledger: one SQL database that is the queue, the message store and the truth about every message. */
@Component("ledger")
public class LedgerComponent extends DefaultComponent {

    /** Exchange property: the {@link org.smshub.text.plan.Plan} of the text that is to be accepted, where a step has made one. */
    public static final String PLAN = "SmsPlan";

    @Metadata(defaultValue = "data")
    private String directory = "data";

    @Metadata(label = "advanced")
    private LedgerConfiguration configuration = new LedgerConfiguration();

    @Metadata(defaultValue = "5000", javaType = "java.time.Duration", label = "advanced")
    private long receiptPatience = 5_000;

    @Metadata(defaultValue = "7776000000", javaType = "java.time.Duration")
    private long keepMessages = TimeUnit.DAYS.toMillis(90);

    @Metadata(defaultValue = "2592000000", javaType = "java.time.Duration")
    private long keepReceipts = TimeUnit.DAYS.toMillis(30);

    @Metadata(defaultValue = "7776000000", javaType = "java.time.Duration")
    private long keepUnclaimed = TimeUnit.DAYS.toMillis(90);

    /** The links that routes of this hub start with, whether they are started yet or not. */
    private final Map<String, LinkSettings> links = new ConcurrentHashMap<>();

    private LedgerHealthCheck healthCheck;
    private volatile Ledger ledger;

    public LedgerComponent() {}

    public LedgerComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LedgerOperation operation;
        try {
            operation = LedgerOperation.valueOf(remaining);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ledger:" + remaining + " is no address of the ledger; there are: "
                    + Arrays.toString(LedgerOperation.values()));
        }
        LedgerEndpoint endpoint = new LedgerEndpoint(uri, this, operation, configuration.copy());
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    /** An address with an unknown option is refused before. */
    @Override
    protected void afterConfiguration(String uri, String remaining, Endpoint made, Map<String, Object> parameters) {
        if (made instanceof LedgerEndpoint endpoint && endpoint.getOperation() == LedgerOperation.link) {
            LinkSettings link = endpoint.linkSettings();
            links.put(link.name(), link);
            Ledger open = ledger;
            if (open != null) {
                open.declare(link);
            }
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Ledger opened = new Ledger(
                Path.of(directory), new LedgerSettings(receiptPatience, keepMessages, keepReceipts, keepUnclaimed));
        ledger = opened;
        // what never starts is out of service like what has stopped
        links.values().forEach(opened::declare);
        HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
        if (checks != null) {
            healthCheck = new LedgerHealthCheck(opened);
            checks.register(healthCheck);
        }
        bindMetrics();
    }

    /** By the name of Micrometer's class, since it may not be there. */
    private void bindMetrics() {
        Class<?> type =
                getCamelContext().getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (type != null) {
            getCamelContext().getRegistry().findByType(type).forEach(registry -> LedgerMetrics.bind(registry, ledger));
        }
    }

    @Override
    protected void doStop() throws Exception {
        HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
        if (checks != null && healthCheck != null) {
            checks.unregister(healthCheck);
        }
        if (ledger != null) {
            ledger.close();
            ledger = null;
        }
        super.doStop();
    }

    /** The open ledger. */
    public Ledger ledger() {
        Ledger open = ledger;
        if (open == null) {
            throw new IllegalStateException("The ledger is not started");
        }
        return open;
    }

    /** Whether a route of this hub starts with this link. */
    boolean isLink(String name) {
        return links.containsKey(name);
    }

    /** What a link carries; null for one that no route starts with. */
    public LinkProfile profile(String link) {
        LinkSettings settings = links.get(link);
        return settings == null ? null : settings.profile();
    }

    Set<String> linkNames() {
        return new TreeSet<>(links.keySet());
    }

    /** The links that routes of this hub start with, and whether each takes parts now. */
    public Map<String, Boolean> links() {
        Map<String, Boolean> open = new TreeMap<>();
        links.keySet().forEach(name -> open.put(name, ledger().isOpen(name)));
        return open;
    }

    public long getReceiptPatience() {
        return receiptPatience;
    }

    /**
     * How long a receipt that matches nothing waits for its submit result, before it may settle, by link and number, a
     * part whose id was never learnt.
     */
    public void setReceiptPatience(long receiptPatience) {
        this.receiptPatience = receiptPatience;
    }

    public long getKeepMessages() {
        return keepMessages;
    }

    /** How long messages that have ended are kept. What still waits is never deleted. 0 = for ever. */
    public void setKeepMessages(long keepMessages) {
        this.keepMessages = keepMessages;
    }

    public long getKeepReceipts() {
        return keepReceipts;
    }

    /** How long receipts that match nothing are kept. 0 = for ever. */
    public void setKeepReceipts(long keepReceipts) {
        this.keepReceipts = keepReceipts;
    }

    public long getKeepUnclaimed() {
        return keepUnclaimed;
    }

    /** How long messages to nobody's number and octets that nobody understood are kept. 0 = for ever. */
    public void setKeepUnclaimed(long keepUnclaimed) {
        this.keepUnclaimed = keepUnclaimed;
    }

    public String getDirectory() {
        return directory;
    }

    /** Folder of the ledger's file. One hub works with it at a time; a network file system is not for it. */
    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public LedgerConfiguration getConfiguration() {
        return configuration;
    }

    /** Defaults of all addresses. */
    public void setConfiguration(LedgerConfiguration configuration) {
        this.configuration = configuration;
    }
}
