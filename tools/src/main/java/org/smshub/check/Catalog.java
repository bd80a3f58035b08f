package org.smshub.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;

/** Camel's catalog, which learns a component of somebody else from the class path when it is asked for it. */
final class Catalog {

    private static final String SERVICES = "META-INF/services/org/apache/camel/component/";

    /** Options the hub reads itself, beside those of the component: see org.smshub.hub.smpp.SmppLines. */
    private static final Set<String> OWN_OPTIONS =
            Set.of("smpp:smsLink", "smpp:smsTexts", "smpp:smsAlphabet", "smpp:smsAlphabetOne", "smpp:smsPasses");

    private final CamelCatalog camel = new DefaultCamelCatalog(true);

    /** The catalog, able to judge this scheme where any jar here has it. */
    CamelCatalog knowing(String scheme) {
        if (!camel.findComponentNames().contains(scheme)) {
            try {
                learn(scheme);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return camel;
    }

    static boolean isOwnOption(String scheme, String option) {
        return OWN_OPTIONS.contains(scheme + ":" + option);
    }

    private void learn(String scheme) throws IOException {
        ClassLoader loader = Catalog.class.getClassLoader();
        URL service = loader.getResource(SERVICES + scheme);
        if (service == null) {
            return;
        }
        Properties properties = new Properties();
        try (InputStream in = service.openStream()) {
            properties.load(in);
        }
        String type = properties.getProperty("class", ".");
        String folder = type.substring(0, type.lastIndexOf('.')).replace('.', '/');
        try (InputStream json = loader.getResourceAsStream("META-INF/" + folder + "/" + scheme + ".json")) {
            if (json != null) {
                camel.addComponent(scheme, type, new String(json.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
}
