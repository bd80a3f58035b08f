package org.smshub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/**
 * What {@code ./hub check} finds ({@link BrokenSitesTest}), started: refused, by the same words or by Camel's, or told of as doubtful; never
 * ready and wrong.
 */
class BrokenStartIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String READY = "The hub is ready";

    /** Behind what Camel says without file and line. */
    private static final String BY_CHECK = "hub: ./hub check, with the same --config and --routes, names file and line";

    /** What {@code ./hub check} alone looks at: the contract. */
    private static final Set<String> CHECKED_ALONE = Set.of("an operation that no route answers");

    /** Starts at once: as many as keep two processors busy. */
    private static final int STARTS = 2;

    /** Of so many faults one is started, with {@code -Pfull} all of them; {@link BrokenSitesTest} checks all each time. */
    private static final int ONE_OF = Boolean.getBoolean("full") ? 1 : 3;

    @TempDir
    Path folder;

    @Test
    void noneStartsReadyAndWrong() throws Exception {
        Path home = Packaged.home();
        ExecutorService starts = Executors.newFixedThreadPool(STARTS);
        try {
            List<Future<String>> all = new ArrayList<>();
            List<Fault> faults = Faults.all();
            for (int i = 0; i < faults.size(); i += ONE_OF) {
                Fault fault = faults.get(i);
                if (!CHECKED_ALONE.contains(fault.name())) {
                    Path site = folder.resolve(Integer.toString(i));
                    all.add(starts.submit((Callable<String>) () -> start(home, site, fault)));
                }
            }
            List<String> wrong = new ArrayList<>();
            for (Future<String> one : all) {
                String what = one.get(PATIENCE.toMinutes() * all.size() + 1, TimeUnit.MINUTES);
                if (what != null) {
                    wrong.add(what);
                }
            }
            assertThat(wrong).isEmpty();
        } finally {
            starts.shutdownNow();
        }
    }

    /** @return what is wrong with its start; null = nothing */
    private static String start(Path home, Path site, Fault fault) throws IOException, InterruptedException {
        Files.createDirectories(site);
        fault.make(home, site);
        File log = site.resolve("log").toFile();
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("hub").toString(),
                        "run",
                        "--config",
                        site.resolve("config").toString(),
                        "--routes",
                        site.resolve("routes").toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .redirectInput(new File("/dev/null"));
        builder.environment().put("HUB_DATA", site.resolve("data").toString());
        builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        if (!fault.to().contains("port")) {
            for (String port :
                    List.of("HTTP", "MANAGEMENT", "SIMULATOR", "SIMULATOR_UCP", "SIMULATOR_CIMD2", "SIMULATOR_MODEM")) {
                builder.environment().put("HUB_" + port + "_PORT", Integer.toString(HubSite.freePort()));
            }
        }
        Process process = builder.start();
        try {
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (process.isAlive() && !Files.readString(log.toPath()).contains(READY)) {
                if (System.nanoTime() > until) {
                    return fault + ": neither ready nor ended within " + PATIENCE;
                }
                process.waitFor(100, TimeUnit.MILLISECONDS);
            }
            String said = Files.readString(log.toPath());
            if (said.contains(READY)) {
                boolean told = said.lines().anyMatch(l -> l.contains("doubtful: ") && l.contains(fault.word()));
                return told ? null : fault + ": ready, and says nothing of '" + fault.word() + "'";
            }
            boolean where = said.contains(fault.word())
                    || said.contains(BY_CHECK)
                    || said.contains(site.resolve(fault.at()) + ", line ");
            boolean told = process.exitValue() == 1 && said.contains("hub: cannot start: ") && where;
            return told ? null : fault + ": ends with " + process.exitValue() + " and says\n" + said;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
