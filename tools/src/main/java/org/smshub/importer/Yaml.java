package org.smshub.importer;

/** Strings as YAML has them. */
public final class Yaml {

    private Yaml() {}

    /** In double quotes, so that nothing in it means anything to YAML. */
    public static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Whether a value can stand in quotes of Camel's Simple, and is no placeholder. */
    public static boolean isPlain(String value) {
        return value.chars()
                .noneMatch(c -> c < ' ' || c == '\'' || c == '"' || c == '\\' || c == '$' || c == '{' || c == '}');
    }
}
