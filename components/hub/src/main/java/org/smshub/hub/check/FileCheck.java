package org.smshub.hub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.smshub.hub.check.Settings.Setting;

/** Files and keys that nobody reads, secrets that others can. */
final class FileCheck {

    private static final String ROUTES = ".camel.yaml";

    /** What might be meant for a route. */
    private static final Pattern YAML = Pattern.compile("(?i).*\\.(ya?ml|xml)");

    /** Read by name, and by others than the hub's beans. */
    private static final Pattern OTHERS =
            Pattern.compile(".*\\.properties|.*\\.md|\\..*|.*~|.*\\.bak|.*\\.(jar|openapi\\.yaml|json)");

    private static final Pattern ASKED = Pattern.compile("\\{\\{\\s*\\??([\\w.-]+)");
    private static final Pattern SECRET = Pattern.compile("\\{\\{\\s*file:([^{}]+)}}");

    /** Keys that Java asks for by itself, and those of which no file of a configuration has a word. */
    private static final Pattern JAVA = Pattern.compile(
            "hub\\.((http|management)\\.(tls\\..*|host|port)|(config|routes|files|data|simulator).*|webhooks\\.plain)");

    private FileCheck() {}

    static void check(Site site, Consumer<Finding> findings) throws IOException {
        List<Path> read = new ArrayList<>();
        Set<String> asked = new TreeSet<>();
        StringBuilder texts = new StringBuilder();
        for (Path folder : site.folders()) {
            for (Path file : files(folder)) {
                read.add(file);
                if (YAML.matcher(file.toString()).matches() || file.toString().endsWith(".properties")) {
                    String text = Files.readString(file);
                    texts.append(text).append('\n');
                    Matcher key = ASKED.matcher(text);
                    while (key.find()) {
                        asked.add(key.group(1));
                    }
                }
            }
        }
        boolean routes = false;
        for (Path file : read) {
            String name = file.getFileName().toString();
            routes |= name.endsWith(ROUTES);
            if (name.endsWith(ROUTES) || OTHERS.matcher(name).matches() || texts.indexOf(name) >= 0) {
                continue;
            }
            String text = YAML.matcher(name).matches() ? Files.readString(file) : "";
            if (text.contains("from:") || text.contains("routeTemplate") || text.contains("<route")) {
                findings.accept(new Finding(
                        Site.here(file), 1, "nobody reads this file: a file of routes is named *" + ROUTES));
            } else {
                findings.accept(Finding.doubt(Site.here(file), 1, "nobody reads this file"));
            }
        }
        for (Setting setting : site.settings().all()) {
            String key = setting.key();
            if (key.startsWith("hub.")
                    && !asked.contains(key)
                    && !site.shipped().containsKey(key)
                    && !JAVA.matcher(key).matches()) {
                findings.accept(new Finding(
                        Site.here(setting.file()),
                        setting.line(),
                        "nobody reads " + key + near(key, site.shipped().keySet())));
            }
            Matcher secret = SECRET.matcher(setting.value());
            while (secret.find()) {
                secret(setting, Path.of(secret.group(1).strip()), findings);
            }
        }
    }

    private static void secret(Setting setting, Path file, Consumer<Finding> findings) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            findings.accept(new Finding(
                    Site.here(setting.file()),
                    setting.line(),
                    setting.key() + ": " + file + " cannot be read; make it, readable by the hub's user"));
            return;
        }
        try {
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
            if (modes.contains(PosixFilePermission.OTHERS_READ)) {
                findings.accept(Finding.doubt(
                        Site.here(setting.file()),
                        setting.line(),
                        setting.key() + ": everybody on this machine can read " + file + "; chmod 600 it"));
            }
        } catch (UnsupportedOperationException e) {
            // a file system without modes
        }
    }

    /** The key that may be meant. */
    private static String near(String key, Set<String> known) {
        return known.stream()
                .filter(other -> other.startsWith("hub.") && distance(key, other) <= 2)
                .findFirst()
                .map(other -> "; is " + other + " meant?")
                .orElse("");
    }

    /** Letters to change, add or leave out (Levenshtein). */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> {
                        String below = folder.relativize(file).toString();
                        return !below.startsWith("target") && !below.startsWith("data") && !below.startsWith("lib");
                    })
                    .filter(file -> !folder.relativize(file).toString().equals("pom.xml"))
                    .sorted()
                    .toList();
        }
    }
}
