package org.smshub.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.smshub.site.Site;

/**
 * {@code ./hub lint}: routes and configuration without starting anything. Each {@code *.camel.yaml} against Camel's schema of its YAML,
 * each endpoint and each {@code camel.*} key against the catalog, each block of a link against its template, each name against what
 * defines it, each operation of {@code *.openapi.yaml} against the routes that answer it.
 */
public final class Lint {

    static final String USAGE = """
            ./hub lint: checks routes and configuration without starting anything

              --config DIR   a configuration of your own, over the package's
              --routes DIR   the folder that has all *.camel.yaml, in place of the package's
              --help         this text

            Prints file:line: what for each thing that is wrong, and ends with 1 if there is any.""";

    private final Catalog catalog = new Catalog();
    private final RouteSchema schema = new RouteSchema();

    Lint() throws IOException {}

    public static void main(String[] args) throws IOException {
        Path routes = null;
        Path config = null;
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            if (option.equals("--help") || option.equals("-h")) {
                System.out.println(USAGE);
                return;
            }
            if (!option.equals("--routes") && !option.equals("--config")) {
                fail("unknown option " + option + "; --help lists them");
            }
            if (i + 1 == args.length || !Files.isDirectory(Path.of(args[i + 1]))) {
                fail(option + " wants a folder" + (i + 1 == args.length ? "" : ", not " + args[i + 1]));
            }
            Path folder = Path.of(args[++i]);
            if (option.equals("--routes")) {
                routes = folder;
            } else {
                config = folder;
            }
        }
        Site site;
        try {
            site = Site.of(Path.of(System.getProperty("hub.home", "")), config, routes);
        } catch (IllegalArgumentException e) {
            fail(e.getMessage());
            return;
        }
        SortedSet<Finding> findings = new Lint()
                .check(site.routes(), site.properties(), List.of(site.file("sms.openapi.yaml")), site.routesFolder());
        findings.forEach(System.out::println);
        if (findings.isEmpty()) {
            System.out.println("nothing to complain about in " + site.config());
        } else {
            System.exit(1);
        }
    }

    private static void fail(String what) {
        System.err.println(what);
        System.exit(2);
    }

    /** All findings, by file and line. */
    SortedSet<Finding> check(Path routes, Path config) throws IOException {
        List<Path> properties = find(config, ".properties").stream()
                .filter(p -> !p.getFileName().toString().startsWith("log4j2"))
                .toList();
        return check(find(routes, ".camel.yaml"), properties, find(config, ".openapi.yaml"), routes);
    }

    /** @param folder of which it is said that it has no routes */
    private SortedSet<Finding> check(List<Path> routes, List<Path> properties, List<Path> contracts, Path folder)
            throws IOException {
        Endpoints endpoints = new Endpoints(catalog);
        List<Finding> findings = new ArrayList<>();

        List<YamlFile> files = new ArrayList<>();
        Map<String, Map<String, Boolean>> templates = new TreeMap<>();
        for (Path path : routes) {
            YamlFile file = new YamlFile(path, findings);
            files.add(file);
            templates.putAll(References.templates(file));
        }
        if (files.isEmpty()) {
            findings.add(new Finding(folder, 1, "no *.camel.yaml in this folder"));
        }
        Set<String> keys = new HashSet<>();
        ConfigKeys configKeys = new ConfigKeys(catalog);
        for (Path path : properties) {
            keys.addAll(ConfigKeys.keys(path));
            findings.addAll(configKeys.check(path, templates));
        }
        References references = new References(files, keys);
        for (YamlFile file : files) {
            findings.addAll(schema.check(file));
            findings.addAll(endpoints.check(file));
            findings.addAll(references.check(file));
        }
        Contract contract = new Contract(files);
        for (Path path : contracts) {
            findings.addAll(contract.check(new YamlFile(path, findings)));
        }
        return new TreeSet<>(findings);
    }

    private static List<Path> find(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(p -> p.getFileName().toString().endsWith(suffix))
                    .filter(p -> !folder.relativize(p).startsWith("target"))
                    .sorted()
                    .toList();
        }
    }
}
