package org.smshub.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./hub init DIR}: a configuration of one's own, with the files that an engineer edits; all else comes from the package. */
public final class Init {

    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put(Site.VALUES, "ports, folders, limits: each line there wins over the package's");
        FILES.put(Site.LINKS, "the centres and modems, a block each");
        FILES.put(Site.ROUTING, "which link a message takes");
        FILES.put("clients.yaml", "who may send, and how much");
        FILES.put("contacts.csv", "names and groups for those who send by mail");
    }

    private Init() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1 || args[0].startsWith("-")) {
            fail("init wants a folder: hub init DIR");
        }
        Path folder = Path.of(args[0]).toAbsolutePath().normalize();
        List<String> there = FILES.keySet().stream()
                .filter(name -> Files.exists(folder.resolve(name)))
                .toList();
        if (!there.isEmpty()) {
            fail(folder + " has " + String.join(", ", there) + " already; name a new folder, nothing was written");
        }
        try {
            make(Path.of(System.getProperty("hub.home")), folder);
        } catch (IOException e) {
            fail("cannot write to " + folder + " (" + e + "); name a folder that can be written");
        }
        System.out.println(folder + " is a configuration of your own, to be edited:");
        FILES.forEach((name, what) -> System.out.printf("  %-22s %s%n", name, what));
        System.out.printf("  %-22s %s%n", "lib/", "jars: components, drivers");
        System.out.println("Any other file of the package's config or routes: a copy here takes its place.");
        System.out.println("  hub run --config " + args[0]);
    }

    /**
     * @param home the package
     * @param folder may be there; none of the files is
     */
    public static void make(Path home, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        for (String name : FILES.keySet()) {
            Path to = folder.resolve(name);
            if (name.equals(Site.VALUES)) {
                try (InputStream own = Init.class.getResourceAsStream(name)) {
                    Files.copy(own, to);
                }
            } else {
                Path shipped = home.resolve(name.equals(Site.ROUTING) ? "routes" : "config")
                        .resolve(name);
                // the octets alone: a package's file may be one that nobody may write
                Files.write(to, Files.readAllBytes(shipped));
            }
        }
    }

    private static void fail(String what) {
        System.err.println("hub: " + what);
        System.exit(1);
    }
}
