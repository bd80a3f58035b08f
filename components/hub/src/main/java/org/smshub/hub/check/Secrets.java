package org.smshub.hub.check;

import java.util.regex.Pattern;

/** Secrets that stand where everybody reads them. */
public final class Secrets {

    /** Said of one. */
    public static final String PLAIN =
            " stands here in plain: {{env:NAME}} or {{file:PATH}} in its place takes it from the environment or a file";

    private static final Pattern KEY = Pattern.compile("(?i).*(password|passphrase|secret|jaas[.-]?config)]?");

    private Secrets() {}

    /** Whether what a key names is secret. */
    static boolean isSecret(String key) {
        return KEY.matcher(key).matches();
    }

    /** Whether a value is there, and is no placeholder, expression or reference. */
    public static boolean isPlain(String value) {
        return !value.isBlank() && !value.contains("{{") && !value.contains("${") && !value.startsWith("#");
    }
}
