package org.smshub.hub.routing;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * The beans that the steps of the rules name are there, switched off, where nobody has made them: a step that is disabled is not
 * asked, and Camel wants its bean all the same. Those of {@code application.properties} take their place.
 */
public class RuleBeans implements ContextServicePlugin {

    private static final Map<String, Supplier<Object>> BEANS = Map.of(
            "numberTable", NumberTable::new,
            "portability", Portability::new,
            "calendar", Calendar::new,
            "tags", Tags::new,
            "refuse", Refuse::new,
            "optOuts", OptOuts::new,
            "optOutWords", OptOutWords::new,
            "quietHours", QuietHours::new,
            "keywords", Keywords::new,
            "answers", Answers::new);

    @Override
    public void load(CamelContext context) {
        BEANS.forEach((name, bean) -> {
            if (context.getRegistry().lookupByName(name) == null) {
                context.getRegistry().bind(name, bean.get());
            }
        });
    }
}
