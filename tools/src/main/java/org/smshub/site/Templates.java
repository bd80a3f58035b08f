package org.smshub.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Which files of routes a start has to read: all but those that hold nothing but route templates which neither the configuration nor a
 * route names, for each takes a hundredth of a start. All of them where the names do not tell.
 */
final class Templates {

    private static final String TEMPLATE = "- routeTemplate:";
    private static final String ID = "    id:";
    private static final String REFERENCE = "routeTemplateRef:";

    private final Set<String> named = new HashSet<>();
    private boolean all;

    /** @param files all files of routes, in the order they are to be read */
    static List<Path> wanted(List<Path> files, Properties values) throws IOException {
        Templates templates = new Templates();
        templates.names(values);
        // ids of the templates of a file that holds nothing else; null = it holds more
        List<List<String>> ids = new ArrayList<>();
        for (Path file : files) {
            ids.add(templates.ids(Files.readString(file)));
        }
        List<Path> wanted = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (templates.all || ids.get(i) == null || !Collections.disjoint(ids.get(i), templates.named)) {
                wanted.add(files.get(i));
            }
        }
        return wanted;
    }

    private void names(Properties values) {
        for (String key : values.stringPropertyNames()) {
            if (key.startsWith("camel.route")) {
                String plain = key.replace("-", "").toLowerCase(Locale.ROOT);
                if (plain.startsWith("camel.routetemplate") && plain.endsWith("templateid")) {
                    name(values.getProperty(key));
                }
            }
        }
        // blocks can stand in the environment, too
        for (String key : System.getenv().keySet()) {
            all |= key.toUpperCase(Locale.ROOT).replace("_", "").contains("ROUTETEMPLATE");
        }
    }

    private void name(String id) {
        String plain = plain(id);
        named.add(plain);
        all |= plain.isEmpty() || plain.contains("{");
    }

    /** The templates of a file that holds nothing else; null = it holds more. */
    private List<String> ids(String text) {
        for (int at = text.indexOf(REFERENCE); at >= 0; at = text.indexOf(REFERENCE, at + 1)) {
            int end = text.indexOf('\n', at);
            name(text.substring(at + REFERENCE.length(), end < 0 ? text.length() : end));
        }
        // most hold none, and a start waits for this
        if (!text.startsWith(TEMPLATE) && !text.contains("\n" + TEMPLATE)) {
            return null;
        }
        List<String> ids = new ArrayList<>();
        boolean more = false;
        boolean expected = false;
        for (StringTokenizer lines = new StringTokenizer(text, "\r\n"); lines.hasMoreTokens(); ) {
            String line = lines.nextToken();
            if (!line.isBlank() && line.charAt(0) != ' ' && line.charAt(0) != '#') {
                more |= expected || !line.strip().equals(TEMPLATE);
                expected = true;
            } else if (expected && line.startsWith(ID)) {
                ids.add(plain(line.substring(ID.length())));
                expected = false;
            }
        }
        return more || expected ? null : ids;
    }

    /** Without quotes, blanks and a comment behind it. */
    private static String plain(String id) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '#' && i > 0 && Character.isWhitespace(id.charAt(i - 1))) {
                break;
            }
            if (c != '"' && c != '\'' && !Character.isWhitespace(c)) {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
