package org.smshub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.Settings;

/**
 * {@code ./hub check}: routes and configuration without starting anything. Each {@code *.camel.yaml} against Camel's schema of its YAML,
 * each endpoint and each {@code camel.*} key against the catalog, each block of a link against its template, each name against what
 * defines it, each operation of {@code *.openapi.yaml} against the routes that answer it.
 */
public final class Check {

    static final String USAGE = """
            ./hub check: checks routes and configuration without starting anything

              --routes DIR   the folder with *.camel.yaml (routes)
              --config DIR   the folder with *.properties (config)
              --help         this text

            Prints file:line: what for each thing that is wrong, and ends with 1 if there is any. What is doubtful is
            printed, too.""";

    private final Catalog catalog = new Catalog();
    /** The package's own properties, where {@code ./hub} says where they lie. */
    private final List<Path> shipped = Stream.of(System.getProperty("hub.shipped", ""))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "application.properties"))
            .toList();

    private final RouteSchema schema = new RouteSchema();

    Check() throws IOException {}

    public static void main(String[] args) throws IOException {
        Path routes = Path.of("routes");
        Path config = Path.of("config");
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
        for (Path folder : List.of(routes, config)) {
            if (!Files.isDirectory(folder)) {
                fail("no folder " + folder + " here; name it with --" + (folder.equals(routes) ? "routes" : "config"));
            }
        }
        SortedSet<Finding> findings = new Check().check(routes, config);
        findings.forEach(System.out::println);
        if (findings.isEmpty()) {
            System.out.println("nothing to complain about in " + routes + " and " + config);
        }
        // not by the end of main: what Camel has made, and not started, may hold threads
        System.out.flush();
        Runtime.getRuntime().halt(findings.stream().allMatch(Finding::doubtful) ? 0 : 1);
    }

    private static void fail(String what) {
        System.err.println(what);
        System.exit(2);
    }

    /** All findings, by file and line. */
    SortedSet<Finding> check(Path routes, Path config) throws IOException {
        List<Path> paths = find(routes, ".camel.yaml");
        SortedSet<Finding> findings = words(routes, config);
        findings.addAll(
                new Assembly(properties(config), paths, List.of(routes, config), shipped).check(List.copyOf(findings)));
        return findings;
    }

    private static List<Path> properties(Path config) throws IOException {
        return find(config, ".properties").stream()
                .filter(p -> !p.getFileName().toString().startsWith("log4j2"))
                .toList();
    }

    /** What is wrong in the files as they stand, each word by itself. */
    SortedSet<Finding> words(Path routes, Path config) throws IOException {
        Endpoints endpoints = new Endpoints(catalog);
        List<Finding> findings = new ArrayList<>();

        List<YamlFile> files = new ArrayList<>();
        for (Path path : find(routes, ".camel.yaml")) {
            files.add(new YamlFile(path, findings));
        }
        if (files.isEmpty()) {
            findings.add(new Finding(routes, 1, "no *.camel.yaml in this folder"));
        }
        Settings settings = Settings.read(properties(config), findings::add);
        findings.addAll(new ConfigKeys(catalog).check(settings));
        References references = new References(files, settings);
        for (YamlFile file : files) {
            findings.addAll(schema.check(file));
            findings.addAll(endpoints.check(file));
            findings.addAll(references.check(file));
        }
        Contract contract = new Contract(files);
        for (Path path : find(config, ".openapi.yaml")) {
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
