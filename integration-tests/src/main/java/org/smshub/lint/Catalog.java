package org.smshub.lint;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Properties;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;

/** Camel's catalog, and every component on the class path that is not Camel's own. */
final class Catalog {

    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    private Catalog() {}

    static CamelCatalog load() throws IOException {
        CamelCatalog catalog = new DefaultCamelCatalog(true);
        ClassLoader loader = Catalog.class.getClassLoader();
        for (URL url : Collections.list(loader.getResources(SERVICES + "component.properties"))) {
            for (String scheme : read(url).getProperty("components", "").split("\\s+")) {
                if (!scheme.isEmpty() && !catalog.findComponentNames().contains(scheme)) {
                    add(catalog, loader, scheme);
                }
            }
        }
        return catalog;
    }

    private static void add(CamelCatalog catalog, ClassLoader loader, String scheme) throws IOException {
        URL service = loader.getResource(SERVICES + "component/" + scheme);
        String type = service == null ? null : read(service).getProperty("class");
        if (type == null) {
            return;
        }
        String folder = type.substring(0, type.lastIndexOf('.')).replace('.', '/');
        try (InputStream json = loader.getResourceAsStream("META-INF/" + folder + "/" + scheme + ".json")) {
            if (json != null) {
                catalog.addComponent(scheme, type, new String(json.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    private static Properties read(URL url) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
            properties.load(in);
        }
        return properties;
    }
}
