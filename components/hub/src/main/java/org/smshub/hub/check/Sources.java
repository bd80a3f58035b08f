package org.smshub.hub.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the files of a hub, its own and the package's, ask for: keys of properties, and files by their names. */
final class Sources {

    /** What might be meant for a route. */
    static final Pattern YAML = Pattern.compile("(?i).*\\.(ya?ml|xml)");

    private static final Pattern ASKED = Pattern.compile("\\{\\{\\s*[?!]?([^{}]+)}}");
    private static final Pattern KEY = Pattern.compile("[\\w.-]+");

    /** Keys that Java asks for by itself, and those of which no file of a configuration has a word. */
    private static final Pattern JAVA = Pattern.compile(
            "hub\\.((http|management)\\.(tls\\..*|host|port)|(config|routes|files|data|simulator).*|webhooks\\.plain)");

    private final Set<String> asked = new TreeSet<>();
    private final StringBuilder texts = new StringBuilder();

    /** @param folders of routes and configuration @param home the package */
    Sources(List<Path> folders, Path home) throws IOException {
        List<Path> all = new ArrayList<>(folders);
        all.add(home.resolve("config"));
        all.add(home.resolve("routes"));
        Set<Path> files = new LinkedHashSet<>();
        for (Path folder : all) {
            files.addAll(Site.files(folder));
        }
        for (Path file : files) {
            if (YAML.matcher(file.toString()).matches() || file.toString().endsWith(".properties")) {
                add(Site.text(file));
            }
        }
    }

    private void add(String text) {
        texts.append(text).append('\n');
        Matcher placeholder = ASKED.matcher(text);
        while (placeholder.find()) {
            // {{x}}, {{x:default}}, {{off:x}}
            Matcher key = KEY.matcher(placeholder.group(1));
            while (key.find()) {
                asked.add(key.group());
            }
        }
    }

    /** Whether anything reads this key. */
    boolean asksFor(String key) {
        return asked.contains(key) || JAVA.matcher(key).matches();
    }

    /** Whether a file of this name is read, or spoken of. */
    boolean names(String file) {
        return texts.indexOf(file) >= 0;
    }

    /** Keys that are read. */
    Set<String> asked() {
        return asked;
    }
}
