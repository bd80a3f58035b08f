package org.smshub.hub.start;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{config:clients.yaml}}} is where that file of the configuration lies: in one's own folder (system property {@code
 * hub.config}), else in the package's (under {@code hub.home}), else on the class path.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("config")
public class ConfigFunction implements PropertiesFunction {

    @Override
    public String getName() {
        return "config";
    }

    @Override
    public String apply(String remainder) {
        String name = remainder.trim();
        String own = System.getProperty("hub.config");
        String home = System.getProperty("hub.home");
        if (own != null && (home == null || Files.exists(Path.of(own, name)))) {
            return "file:" + Path.of(own, name);
        }
        if (home != null && Files.exists(Path.of(home, "config", name))) {
            return "file:" + Path.of(home, "config", name);
        }
        // what is nowhere is looked for where it should be, so that the error names that
        return own == null ? "classpath:" + name : "file:" + Path.of(own, name);
    }
}
