package org.smshub.hub.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.check.Names;
import org.smshub.hub.check.Soundness;

/**
 * Warns of what Camel starts and what is wrong or doubtful all the same: the part of {@code ./hub check} that Camel does not do
 * itself. In a process that {@code ./hub run} started, and no other.
 */
public class StartCheck implements ContextServicePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);
    private static final String FILE = "file:";

    @Override
    public void load(CamelContext context) {
        if (Names.isWhole()) {
            context.addLifecycleStrategy(new LifecycleStrategySupport() {
                @Override
                public void onContextStarting(CamelContext starting) {
                    check((ModelCamelContext) starting);
                }
            });
        }
    }

    private static void check(ModelCamelContext context) {
        List<Path> properties = Stream.of(System.getProperty("camel.main.property-placeholder-location", "")
                        .split(","))
                .filter(location -> location.startsWith(FILE))
                .map(location -> Path.of(location.substring(FILE.length())))
                .toList();
        List<Path> folders = Stream.of(System.getProperty("hub.config"), System.getProperty("hub.routes"))
                .distinct()
                .map(Path::of)
                .toList();
        Path shipped =
                Path.of(System.getProperty("hub.shipped", System.getProperty("hub.config")), "application.properties");
        try {
            Soundness.of(context, properties, folders, List.of(shipped)).forEach(finding -> LOG.warn("{}", finding));
        } catch (IOException | RuntimeException e) {
            LOG.warn("The configuration could not be looked through ({}); ./hub check says more", e.toString());
        }
    }
}
