package org.smshub.hub.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.Names;
import org.smshub.hub.check.Soundness;
import org.smshub.hub.check.StrictYaml;

/**
 * Refuses what Camel would start and what is wrong all the same, and warns of what is doubtful: the part of {@code ./hub check} that
 * Camel does not do itself. In a process that {@code ./hub run} started, and no other.
 */
public class StartCheck implements ContextServicePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);
    private static final String FILE = "file:";
    private static final int TOLD = 20;

    @Override
    public void load(CamelContext context) {
        if (Names.isRun()) {
            context.addLifecycleStrategy(new LifecycleStrategySupport() {
                @Override
                public void onContextStarting(CamelContext starting) throws VetoCamelContextStartException {
                    List<Finding> wrong = check((ModelCamelContext) starting);
                    if (!wrong.isEmpty()) {
                        throw new VetoCamelContextStartException(words(wrong), starting);
                    }
                }
            });
        }
    }

    private static String words(List<Finding> wrong) {
        String more = wrong.size() > TOLD ? "\n… and " + (wrong.size() - TOLD) + " more; ./hub check says all" : "";
        return wrong.stream().limit(TOLD).map(Finding::toString).collect(Collectors.joining("\n", "", more));
    }

    /** @return what is wrong; what is doubtful is in the log */
    private static List<Finding> check(ModelCamelContext context) {
        try {
            SortedSet<Finding> findings = Soundness.of(context, propertiesFiles(), folders(), home());
            // ./hub check reads them by a tree of its own, which knows lines
            StrictYaml.check(folders(), findings::add);
            findings.stream().filter(Finding::doubtful).forEach(finding -> LOG.warn("{}", finding));
            return findings.stream().filter(finding -> !finding.doubtful()).toList();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The configuration could not be looked through ({}); ./hub check says more", e.toString());
            return List.of();
        }
    }

    /** Those that this hub reads; of a key in several the first one counts. */
    static List<Path> propertiesFiles() {
        return Stream.of(System.getProperty("camel.main.property-placeholder-location", "")
                        .split(","))
                .filter(location -> location.startsWith(FILE))
                .map(location -> Path.of(location.substring(FILE.length())))
                .toList();
    }

    /** Where an engineer edits. */
    static List<Path> folders() {
        return Stream.of(System.getProperty("hub.config"), System.getProperty("hub.routes"))
                .distinct()
                .map(Path::of)
                .toList();
    }

    /** The package. */
    static Path home() {
        return Path.of(System.getProperty("hub.home"));
    }
}
