package org.smshub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.smshub.hub.check.Finding;
import org.smshub.hub.check.Misspelt;
import org.smshub.hub.check.Settings;
import org.smshub.site.Site;

/**
 * {@code ./hub check}: routes and configuration without starting anything. Each {@code *.camel.yaml} against Camel's schema of its YAML,
 * each endpoint and each {@code camel.*} key against the catalog, each block of a link against its template, each name against what
 * defines it, each operation of {@code *.openapi.yaml} against the routes that answer it.
 */
public final class Check {

    static final String USAGE = """
            ./hub check: checks routes and configuration without starting anything

              --config DIR   a configuration of your own, over the package's
              --routes DIR   the folder that has all *.camel.yaml, in place of the package's
              --help         this text

            Prints file:line: what for each thing that is wrong, and ends with 1 if there is any. What is doubtful is
            printed, too.""";

    private final Catalog catalog = new Catalog();
    private final RouteSchema schema = new RouteSchema();

    Check() throws IOException {}

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
        Path home = Path.of(System.getProperty("hub.home", ""));
        Site site;
        try {
            site = Site.of(home, config, routes);
        } catch (IllegalArgumentException e) {
            fail(e.getMessage());
            return;
        }
        SortedSet<Finding> findings = new Check()
                .check(
                        site.routes(),
                        site.properties(),
                        List.of(site.file("sms.openapi.yaml")),
                        List.of(site.routesFolder(), site.config()),
                        home);
        findings.forEach(System.out::println);
        if (findings.isEmpty()) {
            System.out.println("nothing to complain about in " + site.config());
        }
        // not by the end of main: what Camel has made, and not started, may hold threads
        System.out.flush();
        Runtime.getRuntime().halt(findings.stream().allMatch(Finding::doubtful) ? 0 : 1);
    }

    private static void fail(String what) {
        System.err.println(what);
        System.exit(2);
    }

    /**
     * All findings, by file and line.
     *
     * @param routes files
     * @param properties files; of a key in several the first one counts
     * @param folders where an engineer edits, that of the configuration last
     * @param home the package
     */
    SortedSet<Finding> check(
            List<Path> routes, List<Path> properties, List<Path> contracts, List<Path> folders, Path home)
            throws IOException {
        SortedSet<Finding> findings = words(routes, properties, contracts, folders, home);
        findings.addAll(new Assembly(properties, routes, folders, home).check(List.copyOf(findings)));
        return findings;
    }

    /** What is wrong in the files as they stand, each word by itself. */
    SortedSet<Finding> words(
            List<Path> routes, List<Path> properties, List<Path> contracts, List<Path> folders, Path home)
            throws IOException {
        Endpoints endpoints = new Endpoints(catalog);
        List<Finding> findings = new ArrayList<>();

        List<YamlFile> files = new ArrayList<>();
        for (Path path : routes) {
            files.add(new YamlFile(path, findings));
        }
        if (files.isEmpty()) {
            findings.add(new Finding(folders.get(0), 1, "no *.camel.yaml in this folder"));
        }
        Settings settings = Settings.read(properties, findings::add);
        findings.addAll(new ConfigKeys(catalog).check(settings));
        References references = new References(settings, Misspelt.of(properties, folders, home));
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
}
