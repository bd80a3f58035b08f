package org.smshub.site;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What the launchers {@code hub} and {@code hub.cmd} run first: a command of the user becomes the command line of the JVM that does
 * it. Printed as words quoted for a shell, or with {@code --start}, where a process cannot become another, started and waited for.
 *
 * <p>Each start waits for this JVM, too: what a {@code run} goes through does without streams, lambdas and patterns, the first of which
 * cost as much as all the rest.
 *
 * <p>{@code Launch [--start] HOME COMMAND [OPTION ...]}; ends with 1 and one line that says what to change, or with 2 where there is no
 * such command.
 */
public final class Launch {

    private static final String MAIN = "org.apache.camel.main.Main";

    /** Commands with a class of their own, which read their options themselves. */
    private static final Map<String, String> TOOLS = Map.ofEntries(
            Map.entry("check", "org.smshub.check.Check"),
            Map.entry("lint", "org.smshub.check.Check"),
            Map.entry("explain", "org.smshub.explain.Explain"),
            Map.entry("bench", "org.smshub.bench.Bench"),
            Map.entry("modem", "org.smshub.modem.Modem"),
            Map.entry("move-ledger", "org.smshub.move.MoveLedger"),
            Map.entry("key", "org.smshub.hub.ApiKey"),
            Map.entry("init", "org.smshub.site.Init"),
            Map.entry("nodes", "org.smshub.nodes.NodesOfLedger"),
            Map.entry("import", "org.smshub.importer.Import"),
            Map.entry("editors", "org.smshub.editors.Editors"),
            Map.entry("prepare", "org.smshub.site.Prepare"));

    private final Home home;
    private final List<String> words = new ArrayList<>();

    private Launch(Home home) {
        this.home = home;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        boolean starts = args[0].equals("--start");
        List<String> said = List.of(args).subList(starts ? 1 : 0, args.length);
        try {
            List<String> words = command(Path.of(said.get(0)), said.get(1), said.subList(2, said.size()));
            if (starts) {
                System.exit(start(words));
            }
            StringBuilder line = new StringBuilder();
            for (String word : words) {
                line.append(quoted(word)).append(' ');
            }
            System.out.println(line);
        } catch (IllegalArgumentException e) {
            System.err.println("hub: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * @param home where the hub is installed, or the clone of its sources
     * @param command {@code run}, {@code key} …
     * @return the words that follow {@code java}
     * @throws IllegalArgumentException when an option is wrong; the message says what to change
     */
    static List<String> command(Path home, String command, List<String> options) throws IOException {
        Launch launch = new Launch(new Home(home.toAbsolutePath().normalize()));
        switch (command) {
            case "run" -> launch.run(options);
            case "simulate" -> launch.simulate(options);
            default -> launch.tool(command, options);
        }
        return launch.words;
    }

    private void run(List<String> options) throws IOException {
        Path config = null;
        Path routes = null;
        boolean dev = false;
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            switch (option) {
                case "--dev" -> dev = true;
                case "--config" -> config = folder(option, options, ++i);
                case "--routes" -> routes = folder(option, options, ++i);
                default ->
                    throw new IllegalArgumentException(
                            "unknown option " + option + "; run takes --config DIR, --routes DIR and --dev");
            }
        }
        Site site = Site.of(home.folder(), config, routes);
        Properties values = site.values();
        words.addAll(Archive.of(home).use());
        words.addAll(Jvm.options());
        data(site, values);
        if (dev) {
            reload(site);
        }
        hub(dev ? site.routes() : site.wanted(values), site.properties(), Log.files(site, values));
        words.add("-Dhub.config=" + site.config());
        words.add("-Dhub.routes=" + site.routesFolder());
        // configurations of before look there for their files
        words.add("-Dhub.files=file:" + site.config() + "/");
        words.addAll(Jvm.extra());
        words.addAll(List.of("-cp", home.hub() + File.pathSeparator + home.beside(site, values), MAIN));
    }

    private static Path folder(String option, List<String> options, int at) {
        if (at >= options.size()) {
            throw new IllegalArgumentException(option + " needs a folder");
        }
        return Path.of(options.get(at));
    }

    /** What makes a hub of a JVM: its routes, its properties, its log. */
    private void hub(List<Path> routes, List<Path> properties, List<Path> log) {
        words.add("-Dhub.routes.pattern=" + locations(routes));
        words.add("-Dcamel.main.property-placeholder-location=" + locations(properties));
        words.add("-Dhub.home=" + home.folder());
        words.add("-Dorg.sqlite.tmpdir=" + System.getProperty("java.io.tmpdir"));
        words.addAll(Log.words(log));
    }

    private static String locations(List<Path> files) {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(all.isEmpty() ? "file:" : ",file:")
                    .append(file.toString().replace(File.separatorChar, '/'));
        }
        return all.toString();
    }

    /** A relative folder of data is one in the folder of the configuration; before, it was one where the user stood. */
    private void data(Site site, Properties values) {
        String said = values.getProperty("hub.data", "data").strip();
        if (System.getenv("HUB_DATA") != null
                || said.contains("{{")
                || Path.of(said).isAbsolute()) {
            return;
        }
        Path data = site.folder().resolve(said);
        Path before = Path.of(said).toAbsolutePath();
        if (hasLedger(before) && !hasLedger(data)) {
            System.err.println("hub: the data of before lie in " + before
                    + " and are used; to be free of where you stand, stop the" + " hub and move that folder to " + data
                    + ", or name it in hub.data");
            data = before;
        }
        words.add("-Dhub.data=" + data);
    }

    private static boolean hasLedger(Path folder) {
        return Files.exists(folder.resolve("ledger.db"));
    }

    /** Routes are read again when their file is saved; those of other files go on. */
    private void reload(Site site) {
        words.add("-Dcamel.main.routesReloadEnabled=true");
        words.add("-Dcamel.main.routesReloadDirectory=" + site.routesFolder());
        words.add("-Dcamel.main.routesReloadDirectoryRecursive=true");
        words.add("-Dcamel.main.routesReloadPattern=*.camel.yaml");
        words.add("-Dcamel.main.routesReloadRemoveAllRoutes=false");
    }

    private void simulate(List<String> options) {
        List<String> extra = Jvm.extra();
        words.addAll(Jvm.quiet());
        words.addAll(extra.isEmpty() ? List.of("-XX:+UseParallelGC") : extra);
        words.addAll(List.of("-Dlog4j2.level=OFF", "-Dhub.simulation=true", "-Duser.timezone=UTC"));
        words.add("-Dhub.routes=" + home.folder().resolve("routes"));
        words.addAll(List.of("-cp", home.simulation(), "org.smshub.simulate.Simulate"));
        words.addAll(options);
    }

    private void tool(String command, List<String> options) {
        String main = TOOLS.get(command);
        if (main == null) {
            throw new IllegalArgumentException("no command '" + command + "'; 'hub help' lists them");
        }
        words.addAll(Jvm.quiet());
        words.addAll(Jvm.extra());
        if (List.of("check", "lint", "modem", "explain", "move-ledger").contains(command)) {
            // what it says is for people: no log beside it
            words.add("-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        }
        words.add("-Dhub.home=" + home.folder());
        words.addAll(List.of("-cp", home.tools(home.folder().resolve("config")), main));
        words.addAll(options);
    }

    /** The words that follow {@code java} for a hub that runs these routes alone, takes nothing of the class archive and is told more. */
    static List<String> bare(Home home, List<Path> routes, List<Path> properties, List<String> more) {
        Launch launch = new Launch(home);
        launch.words.addAll(Jvm.options());
        launch.words.addAll(more);
        launch.hub(routes, properties, List.of(home.folder().resolve("config/log4j2.properties")));
        launch.words.addAll(List.of("-Dhub.config=" + home.folder().resolve("config"), "-cp", home.hub(), MAIN));
        return launch.words;
    }

    /** The JVM that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static int start(List<String> words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(java()));
        line.addAll(words);
        Process process = new ProcessBuilder(line).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process.destroy();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        return process.waitFor();
    }

    /** For a shell: nothing in it means anything. */
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
