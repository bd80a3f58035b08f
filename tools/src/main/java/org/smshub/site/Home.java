package org.smshub.site;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the hub is installed, and its class paths: a package has all jars in {@code lib}, a clone of the sources where Maven puts them. */
record Home(Path folder) {

    /**
     * Jars of ways in and out that are on the class path of those alone who have one.
     *
     * @param folder below the libraries
     * @param templates beginnings of the names of the route templates that need them
     * @param schemes of addresses in routes of one's own
     * @param beans beginning of the names of classes that need them
     */
    private record Extra(String folder, List<String> templates, List<String> schemes, String beans) {}

    private static final List<Extra> EXTRAS = List.of(
            new Extra(
                    "mail",
                    List.of("mail-", "smtp-", "pop-"),
                    List.of("imap", "imaps", "pop3", "pop3s", "smtp", "smtps"),
                    "org.smshub.hub.mail."),
            new Extra(
                    "files",
                    List.of("files-", "sftp-", "spool-"),
                    List.of("file", "ftp", "ftps", "sftp"),
                    "org.smshub.hub.files."),
            new Extra("jms", List.of("jms-"), List.of("jms"), "org.smshub.hub.jms."),
            new Extra("kafka", List.of("kafka-"), List.of("kafka"), "org.smshub.hub.kafka."));

    /** Jars of what one property switches on: their folder, the property, and the values that do, a regular expression. */
    private record Switched(String folder, String key, String value) {

        boolean isOn(Properties values) {
            String is = Environment.value(key, values);
            return is != null && is.matches(value);
        }
    }

    private static final List<Switched> SWITCHED = List.of(
            new Switched("artemis", "hub.jms.broker", "embedded"),
            new Switched("json", Log.KEY, Log.JSON),
            new Switched("console", "hub.console", "true"),
            new Switched("devconsole", "hub.devConsole", "true"),
            new Switched("otel", "hub.traces", "true"),
            new Switched("postgres", "hub.ledger.url", "jdbc:postgresql:.*"));

    private boolean isPackage() {
        return Files.isDirectory(folder.resolve("lib"));
    }

    Path lib() {
        return folder.resolve(isPackage() ? "lib" : "routes/target/hub/lib");
    }

    /** Where the class archives lie when {@code HUB_CLASS_ARCHIVE} names no other folder. */
    Path archives() {
        return folder.resolve(isPackage() ? "classes" : "routes/target/hub/classes");
    }

    /** What every hub has, which is what a class archive is made of: it must come first wherever one is used. */
    String hub() {
        return all(lib());
    }

    /** What this hub needs beside: by what its configuration and its own routes name, and all jars in its own {@code lib}. */
    String beside(Site site, Properties values) throws IOException {
        String routes = text(site.ownRoutes());
        List<String> parts = new ArrayList<>();
        for (Extra extra : EXTRAS) {
            if (isUsed(extra, values, routes)) {
                parts.add(all(lib().resolve(extra.folder)));
            }
        }
        for (Switched extra : SWITCHED) {
            if (extra.isOn(values)) {
                parts.add(all(lib().resolve(extra.folder)));
            }
        }
        Path own = site.config().resolve("lib");
        if (site.isOwn() && Files.isDirectory(own)) {
            parts.add(all(own));
        }
        // by name its files are read from their folder; this is for what asks the class path
        parts.add(site.config().toString());
        return String.join(File.pathSeparator, parts);
    }

    private static boolean isUsed(Extra extra, Properties values, String routes) {
        for (String key : values.stringPropertyNames()) {
            if (key.startsWith("camel.")
                    && names(extra, key, values.getProperty(key).strip())) {
                return true;
            }
        }
        if (routes.isEmpty()) {
            return false;
        }
        for (String scheme : extra.schemes) {
            if (routes.matches("(?s).*[\\s\"']" + scheme + ":[^\\s].*")) {
                return true;
            }
        }
        return routes.contains(extra.beans);
    }

    /** By a template, by a bean's class, or by an option of a component, which Camel sets on the component it then wants. */
    private static boolean names(Extra extra, String key, String value) {
        if (key.startsWith("camel.routeTemplate") && key.endsWith("templateId")) {
            for (String template : extra.templates) {
                if (value.startsWith(template)) {
                    return true;
                }
            }
        }
        for (String scheme : extra.schemes) {
            if (key.startsWith("camel.component." + scheme + ".")) {
                return true;
            }
        }
        return value.contains(extra.beans);
    }

    private static String text(List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            // a comment names much that is not used
            try (Stream<String> lines = Files.lines(file)) {
                lines.map(line -> line.replaceFirst("(^|\\s)#.*", ""))
                        .forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }

    /** What the commands beside the hub need: their own classes, and all the hub's jars. */
    String tools(Path config) {
        Stream<String> own = isPackage()
                ? Stream.of(all(lib().resolve("tools")))
                : Stream.of(folder.resolve("tools/target/classes").toString(), all(folder.resolve("tools/target/lib")));
        Stream<String> extras = EXTRAS.stream().map(extra -> all(lib().resolve(extra.folder)));
        Stream<String> traces = Stream.of(all(lib().resolve("otel")), all(lib().resolve("postgres")));
        return Stream.of(Stream.of(config.toString()), own, Stream.of(hub()), extras, traces)
                .flatMap(part -> part)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What {@code simulate} needs. */
    String simulation() {
        String own = isPackage()
                ? all(lib().resolve("simulation"))
                : folder.resolve("simulation/target/classes").toString();
        return own + File.pathSeparator + hub();
    }

    private static String all(Path jars) {
        return jars + File.separator + "*";
    }
}
