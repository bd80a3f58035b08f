package org.smshub.hub.files;

import java.nio.charset.StandardCharsets;

/** Which names of files are taken. A name is made by strangers, and goes into paths, headers and the log. */
final class FileNames {

    /** Octets; beside it must stand what the hub writes behind it. */
    private static final int LONGEST = 200;

    private FileNames() {}

    /** What is wrong with it, behind "its name …"; null = nothing. */
    static String wrong(String name) {
        if (name == null || name.isEmpty() || name.startsWith(".")) {
            return "is none, or begins with a dot";
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            return "has a path in it";
        }
        // Camel would take what stands in such braces for an expression
        if (name.contains("${") || name.contains("$simple{")) {
            return "has an expression in it";
        }
        if (name.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0xfffd)) {
            return "has control characters";
        }
        return name.getBytes(StandardCharsets.UTF_8).length > LONGEST ? "is longer than " + LONGEST + " octets" : null;
    }
}
