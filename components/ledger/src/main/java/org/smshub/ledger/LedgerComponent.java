package org.smshub.ledger;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The durable ledger: one SQL database that is the queue, the message store and the truth about every message. */
@Component("ledger")
public class LedgerComponent extends DefaultComponent {

    @Metadata(defaultValue = "data")
    private String directory = "data";

    @Metadata(label = "advanced")
    private LedgerConfiguration configuration = new LedgerConfiguration();

    private final Set<String> linkNames = ConcurrentHashMap.newKeySet();
    private LedgerHealthCheck healthCheck;
    private Ledger ledger;

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
        if (operation == LedgerOperation.link) {
            linkNames.add(endpoint.getConfiguration().getName());
        }
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ledger = new Ledger(Path.of(directory), configuration.getReceiptPatience());
        WritableHealthCheckRepository checks = HealthCheckHelper.getHealthCheckRepository(
                getCamelContext(), "components", WritableHealthCheckRepository.class);
        if (checks != null) {
            healthCheck = new LedgerHealthCheck(ledger);
            checks.addHealthCheck(healthCheck);
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
        return linkNames.contains(name);
    }

    Set<String> linkNames() {
        return linkNames;
    }

    /** The links that routes of this hub start with, and whether each takes parts now. */
    public Map<String, Boolean> links() {
        Map<String, Boolean> links = new TreeMap<>();
        linkNames.forEach(name -> links.put(name, ledger().isOpen(name)));
        return links;
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
