package org.smshub.site;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ./hub prepare}: writes the class archive, of what a hub loads that starts on an empty ledger, with one link to a simulator of
 * its own, and ends. No other route or link runs: it must take nothing from anybody that the real hub is for. An archive takes no
 * folder of classes, so the configuration is not on the class path here, and comes last at a run.
 */
public final class Prepare {

    private static final int PATIENCE_SECONDS = 120;

    private static final List<String> ROUTES = List.of(
            "accept",
            "incoming",
            "outcomes",
            "routing",
            "inputs/http-in",
            "links/smpp-link",
            "simulator/smpp",
            "simulator/message",
            "simulator/ucp",
            "simulator/cimd2",
            "simulator/modem");

    private Prepare() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        boolean missing = List.of(args).equals(List.of("--missing"));
        if (args.length > 0 && !missing) {
            fail("prepare takes --missing (write one only where there is none that fits) or nothing");
        }
        Home home = new Home(Path.of(System.getProperty("hub.home")));
        Archive archive = Archive.of(home);
        if (archive.file() == null) {
            fail("HUB_CLASS_ARCHIVE is off");
        }
        if (missing && archive.isWhole()) {
            return;
        }
        Path folder = archive.file().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            cannotWrite(folder);
        }
        if (!Files.isWritable(folder)) {
            cannotWrite(folder);
        }
        System.err.println("hub: preparing quick starts ...");
        base();
        Path made = folder.resolve("new-" + ProcessHandle.current().pid());
        Path work = Files.createTempDirectory("sms-hub-");
        try {
            write(home, made, work);
            if (!Files.exists(made) || Files.size(made) == 0) {
                fail("no class archive was made; without it the hub starts as well, in twice the time: "
                        + lastLine(work.resolve("log")));
            }
            archive.replaceBy(made);
        } finally {
            Files.deleteIfExists(made);
            delete(work);
        }
    }

    /**
     * The JDK's own archive, on which one before JDK 25's AOT cache stands. The runtime of a package has none: two of them are not
     * the same, and a package is.
     */
    private static void base() throws IOException, InterruptedException {
        Path jvm = Path.of(System.getProperty("java.home"), "lib", "server");
        if (Files.exists(jvm.resolve("classes.jsa")) || !Files.isWritable(jvm)) {
            return;
        }
        Process dump = new ProcessBuilder(Launch.java(), "-Xshare:dump", "-XX:+UseSerialGC")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!dump.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            dump.destroyForcibly().waitFor();
        }
    }

    private static void write(Home home, Path made, Path work) throws IOException, InterruptedException {
        String port = Integer.toString(freePort());
        List<String> link = new ArrayList<>();
        Map.of(
                        "templateId",
                        "smpp-link",
                        "routeId",
                        "link-prepare",
                        "name",
                        "prepare",
                        "port",
                        port,
                        "systemId",
                        "prepare")
                .forEach((option, value) -> link.add("camel.routeTemplate[prepare]." + option + " = " + value));
        // whatever is set for the hub that runs: this one has a ledger of its own, and no other hub beside it
        link.addAll(List.of(
                "hub.ledger.url =",
                "hub.ledger.user =",
                "hub.ledger.password =",
                "hub.nodes = false",
                "hub.nodes.split ="));
        Path links = Files.write(work.resolve(Site.LINKS), link);
        Path config = home.folder().resolve("config");
        Path routes = home.folder().resolve("routes");
        List<String> line = new ArrayList<>(List.of(Launch.java()));
        line.addAll(Launch.bare(
                home,
                ROUTES.stream()
                        .map(name -> routes.resolve(name + ".camel.yaml"))
                        .filter(Files::exists)
                        .toList(),
                List.of(links, config.resolve(Site.VALUES), routes.resolve(Site.WIRING)),
                List.of(Archive.write(made), "-Dcamel.main.durationMaxSeconds=2")));
        ProcessBuilder hub = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile());
        hub.environment().keySet().removeIf(name -> name.startsWith("HUB_LEDGER_") || name.startsWith("HUB_NODES"));
        hub.environment()
                .putAll(Map.of(
                        "HUB_DATA", work.resolve("data").toString(),
                        "HUB_HTTP_PORT", "0",
                        "HUB_MANAGEMENT_PORT", "0",
                        "HUB_SIMULATOR", "true",
                        "HUB_SIMULATOR_PORT", port,
                        "HUB_SIMULATOR_UCP_PORT", "0",
                        "HUB_SIMULATOR_CIMD2_PORT", "0",
                        "HUB_SIMULATOR_MODEM_PORT", "0"));
        Process process = hub.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String lastLine(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.startsWith("[")).reduce("", (before, line) -> line);
        }
    }

    private static void cannotWrite(Path folder) {
        fail("cannot write to " + folder + "; HUB_CLASS_ARCHIVE names another folder, or off");
    }

    private static void fail(String what) {
        System.err.println("hub: " + what);
        System.exit(1);
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
}
