package org.smshub.hub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.smshub.hub.check.Settings.Setting;

/** Files and keys that nobody reads, secrets that others can. */
final class FileCheck {

    /** How the name of a file of routes ends. */
    static final String ROUTES = ".camel.yaml";

    /** Read by name, and by others than the hub's beans. */
    private static final Pattern OTHERS =
            Pattern.compile(".*\\.properties|.*\\.md|\\..*|.*~|.*\\.bak|.*\\.(jar|openapi\\.yaml|json)");

    private static final String FILE = "file:";
    private static final String FOLDER = "{{hub.config}}";
    private static final Pattern ON = Pattern.compile("camel\\.beans\\.(\\w+)\\.on");
    private static final Pattern SECRET = Pattern.compile("\\{\\{\\s*file:([^{}]+)}}");

    private FileCheck() {}

    static void check(Site site, Consumer<Finding> findings) throws IOException {
        Sources sources = new Sources(site.folders(), site.home());
        Set<Path> files = new LinkedHashSet<>();
        for (Path folder : site.folders()) {
            files.addAll(Site.files(folder));
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(ROUTES) || OTHERS.matcher(name).matches() || isProvider(file) || sources.names(name)) {
                continue;
            }
            String text = Sources.YAML.matcher(name).matches() ? Site.text(file) : "";
            if (text.contains("from:") || text.contains("routeTemplate") || text.contains("<route")) {
                findings.accept(new Finding(
                        Site.here(file), 1, "nobody reads this file: a file of routes is named *" + ROUTES));
            } else {
                findings.accept(Finding.doubt(Site.here(file), 1, "nobody reads this file"));
            }
        }
        new Misspelt(site.settings(), sources, site.shipped().keySet()).all().forEach(findings);
        off(site, findings);
        for (Setting setting : site.settings().all()) {
            if (!setting.isVariable() && Secrets.isSecret(setting.key()) && Secrets.isPlain(setting.value())) {
                findings.accept(
                        Finding.doubt(Site.here(setting.file()), setting.line(), setting.key() + Secrets.PLAIN));
            }
            // a secret of the configuration's own folder: {{file:{{hub.config}}/secrets/orange}}
            Matcher secret = SECRET.matcher(setting.value().replace(FOLDER, System.getProperty("hub.config", "")));
            while (secret.find()) {
                secret(setting, Path.of(secret.group(1).strip()), findings);
            }
        }
    }

    /** Of http-link, whose own check reads all of them. */
    private static boolean isProvider(Path file) {
        return file.getParent().endsWith("providers") && file.toString().endsWith(".yaml");
    }

    /** A table of one's own, whose bean is off. */
    private static void off(Site site, Consumer<Finding> findings) throws IOException {
        for (Setting setting : site.settings().all()) {
            Matcher bean = ON.matcher(setting.key());
            if (!bean.matches() || !"false".equals(site.resolved(setting.value()))) {
                continue;
            }
            Setting file = site.settings().get("camel.beans." + bean.group(1) + ".file");
            String location = file == null ? "" : site.resolved(file.value());
            if (location.startsWith(FILE)) {
                Path own = Path.of(location.substring(FILE.length()));
                Path shipped = site.home().resolve("config").resolve(own.getFileName());
                if (Files.exists(own) && Files.exists(shipped) && Files.mismatch(own, shipped) >= 0) {
                    String option = setting.value().replaceAll("[{}\\s]", "");
                    findings.accept(
                            Finding.doubt(Site.here(own), 1, "nobody reads this file, since " + option + " is false"));
                }
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
}
