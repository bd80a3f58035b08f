package org.smshub.hub.start;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{off:hub.routing.numbers}}} is true unless that property is: {@code disabled} of a step that an operator switches on,
 * so that one which is off is no step at all.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("off")
public class OffFunction implements PropertiesFunction, CamelContextAware {

    private CamelContext camelContext;

    @Override
    public String getName() {
        return "off";
    }

    @Override
    public String apply(String property) {
        String value = camelContext
                .resolvePropertyPlaceholders("{{" + property.trim() + ":false}}")
                .trim();
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(property + " is true or false, not '" + value + "'");
        }
        return String.valueOf(value.equals("false"));
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
