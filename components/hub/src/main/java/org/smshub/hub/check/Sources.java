package org.smshub.hub.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the files of a hub, its own and the package's, ask for: keys of properties, and files by their names. */
final class Sources {

    /** What might be meant for a route. */
    static final Pattern YAML = Pattern.compile("(?i).*\\.(ya?ml|xml)");

    /** Keys that Java asks for by itself, and those of which no file of a configuration has a word. */
    private static final Pattern JAVA = Pattern.compile(
            "hub\\.((http|management)\\.(tls\\..*|host|port)|(config|routes|files|data|simulator).*|log|webhooks\\.plain)");

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

    /** Of {{x}}, {{?x}}, {{x:default}} and {{off:x}} each word that may be a key. By hand: each start waits for it. */
    private void add(String text) {
        texts.append(text).append('\n');
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", open + 2)) {
            int close = text.indexOf("}}", open);
            int from = -1;
            for (int i = open + 2; i <= close; i++) {
                char c = text.charAt(i);
                if (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_') {
                    from = from < 0 ? i : from;
                } else if (from >= 0) {
                    asked.add(text.substring(from, i));
                    from = -1;
                }
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
