package org.smshub.hub.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What properties files set, and where. Of a key that stands in several files the first one counts. */
public final class Settings {

    private static final Pattern OF_BLOCK =
            Pattern.compile("camel\\.(?:routeTemplate|route-template)\\[([^]]+)]\\.(.+)");

    private static final String OWN = "hub.";

    /** A line of a file, or a variable of the environment. @param line 1-based; 0 = the file is the variable's name */
    public record Setting(Path file, int line, String key, String value) {

        /** Whether it stands in no file. */
        boolean isVariable() {
            return line == 0;
        }
    }

    private final Map<String, Setting> byKey = new LinkedHashMap<>();

    private Settings() {}

    /** @param findings gets what is no key = value, and what stands twice in a file */
    public static Settings read(Collection<Path> files, Consumer<Finding> findings) throws IOException {
        Settings settings = new Settings();
        for (Path file : files) {
            read(file, findings).forEach(settings.byKey::putIfAbsent);
        }
        return settings;
    }

    /**
     * Variables count before files, as Camel has it.
     *
     * @param keys that may come from there: {@code hub.http.port} as {@code HUB_HTTP_PORT}
     */
    public Settings with(Map<String, String> environment, Collection<String> keys) {
        for (String key : keys) {
            String name = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            String value = key.startsWith(OWN) ? environment.get(name) : null;
            if (value != null) {
                byKey.put(key, new Setting(Path.of(name), 0, key, value));
            }
        }
        return this;
    }

    public Collection<Setting> all() {
        return byKey.values();
    }

    /** null = nobody sets it */
    public Setting get(String key) {
        return byKey.get(key);
    }

    /** The blocks {@code camel.routeTemplate[name]}: each with its options. */
    public Map<String, Map<String, Setting>> blocks() {
        Map<String, Map<String, Setting>> blocks = new LinkedHashMap<>();
        for (Setting setting : byKey.values()) {
            Matcher block = OF_BLOCK.matcher(setting.key());
            if (block.matches()) {
                blocks.computeIfAbsent(block.group(1), b -> new LinkedHashMap<>())
                        .put(block.group(2), setting);
            }
        }
        return blocks;
    }

    private static Map<String, Setting> read(Path file, Consumer<Finding> findings) throws IOException {
        Map<String, Setting> settings = new LinkedHashMap<>();
        List<String> lines = Site.text(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int line = i + 1;
            StringBuilder text = new StringBuilder(lines.get(i).strip());
            while (text.length() > 0 && text.charAt(text.length() - 1) == '\\' && i + 1 < lines.size()) {
                text.setLength(text.length() - 1);
                text.append(lines.get(++i).strip());
            }
            if (text.length() == 0 || text.charAt(0) == '#' || text.charAt(0) == '!') {
                continue;
            }
            int equals = separator(text);
            if (equals < 0) {
                findings.accept(new Finding(file, line, "'" + text + "' is no key = value"));
                continue;
            }
            String key = text.substring(0, equals).strip();
            Setting before = settings.put(
                    key, new Setting(file, line, key, text.substring(equals + 1).strip()));
            if (before != null) {
                findings.accept(new Finding(file, line, key + " is already set in line " + before.line()));
            }
        }
        return settings;
    }

    /** As in Java's properties, but blanks alone are none; -1 = there is none. */
    private static int separator(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '=' || text.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }
}
