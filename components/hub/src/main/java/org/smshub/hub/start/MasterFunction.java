package org.smshub.hub.start;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{master:orders}}file:/srv/orders}: where several hubs share a ledger ({@code hub.nodes}) it is {@code master:orders:} of Camel,
 * so that one of them at a time reads that; else nothing, as if it did not stand there.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("master")
public class MasterFunction implements PropertiesFunction, CamelContextAware {

    private CamelContext camelContext;

    @Override
    public String getName() {
        return "master";
    }

    @Override
    public String apply(String name) {
        boolean shared = camelContext
                .resolvePropertyPlaceholders("{{hub.nodes:false}}")
                .trim()
                .equals("true");
        return shared ? "master:" + name(name) + ":" : "";
    }

    /** The same on all hubs, and no word of an address. */
    private static String name(String of) {
        return of.replaceAll("[^\\p{L}\\p{N}._]+", "-").replaceAll("^-|-$", "");
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
