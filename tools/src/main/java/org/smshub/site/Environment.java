package org.smshub.site;

import java.util.Locale;
import java.util.Properties;

/** The environment's word goes before that of the files: {@code hub.http.port} is {@code HUB_HTTP_PORT} there. */
final class Environment {

    private Environment() {}

    /** The value of a property; null where it has none. */
    static String value(String key, Properties values) {
        String said =
                System.getenv(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
        String value = said != null ? said : values.getProperty(key);
        return value == null ? null : value.strip();
    }

    /** A variable, "" where it is not set. */
    static String variable(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value.strip();
    }
}
