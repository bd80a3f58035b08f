package org.smshub.importer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.smshub.hub.Password;
import org.smshub.site.Init;
import org.smshub.site.Site;

/**
 * Writes a configuration as {@code ./hub init} makes it, with what was imported in the place of what is shipped. Secrets are files of
 * their own, and what tells of clients is for the hub's user alone.
 */
final class OverlayWriter {

    static final String REPORT = "import.md";
    private static final String SECRETS = "secrets";

    private OverlayWriter() {}

    /**
     * @param folder is not there, or empty
     * @throws IOException it could not be written; nothing of it is left then
     */
    static void write(Path home, Path folder, Overlay overlay, List<Source> sources) throws IOException {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        Files.createDirectories(parent);
        // whole or not at all: a folder beside it becomes it
        Path made = Files.createTempDirectory(parent, "." + folder.getFileName() + "-");
        try {
            Init.make(home, made);
            values(made, overlay);
            text(made.resolve(Site.LINKS), links(made, overlay), false);
            text(made.resolve("clients.yaml"), clients(overlay), true);
            if (overlay.routing() != null) {
                text(made.resolve(Site.ROUTING), overlay.routing(), false);
            }
            for (Map.Entry<String, List<String>> table : overlay.tables().entrySet()) {
                text(made.resolve(table.getKey()), String.join("\n", table.getValue()) + "\n", false);
            }
            text(made.resolve(REPORT), report(overlay, sources), false);
            Files.deleteIfExists(folder);
            Files.move(made, folder);
        } catch (IOException | RuntimeException e) {
            delete(made);
            throw e;
        }
    }

    private static void text(Path file, String text, boolean secret) throws IOException {
        Files.deleteIfExists(file);
        if (secret && isPosix(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Of what init has made each line whose key is said has that value; the others follow. */
    private static void values(Path folder, Overlay overlay) throws IOException {
        Path file = folder.resolve(Site.VALUES);
        Map<String, String> left = new LinkedHashMap<>(overlay.values());
        left.putIfAbsent("hub.simulator", "false");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String key =
                    line.contains("=") ? line.substring(0, line.indexOf('=')).strip() : "";
            lines.add(left.containsKey(key) ? property(key, left.remove(key)) : line);
        }
        if (!left.isEmpty()) {
            lines.add("");
            lines.add("# what was imported");
            left.forEach((key, value) -> lines.add(property(key, value)));
        }
        text(file, String.join("\n", lines) + "\n", false);
    }

    private static String links(Path folder, Overlay overlay) throws IOException {
        StringBuilder text = new StringBuilder(
                "# The links that were imported, a block each; what a block may say stands in the templates of the package, routes/links.\n");
        for (LinkBlock link : overlay.links().values()) {
            text.append("\n# ").append(link.comment()).append('\n');
            link.options().forEach((option, value) -> text.append(property(key(link, option), value))
                    .append('\n'));
            for (Map.Entry<String, String> secret : link.secrets().entrySet()) {
                String name = link.name() + "." + secret.getKey();
                Path file = secrets(folder).resolve(name);
                text(file, secret.getValue() + "\n", true);
                text.append(property(
                                key(link, secret.getKey()), "{{file:{{hub.config}}/" + SECRETS + "/" + name + "}}"))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static Path secrets(Path folder) throws IOException {
        Path secrets = folder.resolve(SECRETS);
        if (!Files.isDirectory(secrets)) {
            Files.createDirectory(secrets);
            if (isPosix(secrets)) {
                Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx------"));
            }
        }
        return secrets;
    }

    private static String key(LinkBlock link, String option) {
        return "camel.routeTemplate[" + link.name() + "]." + option;
    }

    /** As java.util.Properties reads it. */
    static String property(String key, String value) {
        StringBuilder line = new StringBuilder(key).append(" = ");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                line.append("\\\\");
            } else if (c < ' ' || c > '~') {
                line.append(String.format("\\u%04x", (int) c));
            } else if (c == ' ' && i == 0) {
                line.append("\\ ");
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    private static String clients(Overlay overlay) {
        if (overlay.clients().isEmpty()) {
            return "# Nobody may send yet: ./hub key makes a key and its hash for a client (docs/import.md).\nclients: []\n";
        }
        StringBuilder text = new StringBuilder(
                "# Who may send, as it was imported; what a client may say stands in the package's config/clients.yaml.\nclients:\n");
        for (ClientEntry client : overlay.clients().values()) {
            text.append("  # ").append(client.comment()).append('\n');
            text.append("  - id: ").append(Yaml.quoted(client.id())).append('\n');
            if (client.password() != null) {
                text.append("    passwords: [\"")
                        .append(Password.hash(client.password()))
                        .append("\"]\n");
            }
            client.lines().forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString();
    }

    static String report(Overlay overlay, List<Source> sources) {
        StringBuilder text = new StringBuilder("Imported from ")
                .append(String.join(", ", sources.stream().map(Source::name).toList()))
                .append("\n\n");
        overlay.done().forEach(sentence -> text.append("  ").append(sentence).append('\n'));
        text.append('\n').append(left(overlay));
        return text.toString();
    }

    /** Without a value of any line, which may be a secret. */
    static String left(Overlay overlay) {
        if (overlay.leftovers().isEmpty()) {
            return "Every line has its counterpart.\n";
        }
        StringBuilder text = new StringBuilder("Without a counterpart, ")
                .append(overlay.leftovers().size())
                .append(overlay.leftovers().size() == 1 ? " line" : " lines")
                .append(" (file:line: what: why; what to do):\n");
        overlay.leftovers().stream()
                .sorted(Comparator.comparing((Leftover left) -> left.place().file())
                        .thenComparing(left -> left.place().line()))
                .forEach(left -> text.append("  ").append(left).append('\n'));
        return text.toString();
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What this package has of doors and templates. */
    static Overlay of(Path home) throws IOException {
        Set<String> doors = new java.util.TreeSet<>();
        for (String line : Files.readAllLines(home.resolve("config").resolve(Site.VALUES), StandardCharsets.UTF_8)) {
            String key =
                    line.contains("=") ? line.substring(0, line.indexOf('=')).strip() : "";
            if (key.startsWith("hub.door.")) {
                doors.add(key);
            }
        }
        Set<String> templates = new java.util.TreeSet<>();
        try (var files = Files.list(home.resolve("routes/links"))) {
            files.forEach(file -> templates.add(file.getFileName().toString().replace(".camel.yaml", "")));
        }
        return new Overlay(doors, templates);
    }
}
