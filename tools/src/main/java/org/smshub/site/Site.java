package org.smshub.site;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The files of one hub. Those of the package ({@code config} and {@code routes}) are there for everybody; a folder of one's own lies
 * over them: of {@code application.properties} each key that stands there wins, any other file takes the place of the package's file
 * of the same name. With {@code --routes} there is no laying over of routes: those in that folder are all there are.
 */
public final class Site {

    /** Values of the hub: what an engineer sets. */
    public static final String VALUES = "application.properties";

    /** The links, a block each. */
    public static final String LINKS = "links.properties";

    /** How Camel runs the routes: beans and settings that nobody edits, beside the routes that name them. */
    public static final String WIRING = "hub.properties";

    /** The choice of links. */
    public static final String ROUTING = "routing.camel.yaml";

    private static final String ROUTE_FILE = ".camel.yaml";

    /** Folders in which no route is looked for: of Maven, and those that hold a site's data and jars. */
    private static final Set<String> NO_ROUTES = Set.of("target", "data", "lib");

    private final Path packageConfig;
    private final Path config;
    private final Path packageRoutes;
    private final Path ownRoutes;
    private final List<Path> routes;

    private Site(Path home, Path config, Path ownRoutes) throws IOException {
        packageConfig = home.resolve("config");
        packageRoutes = home.resolve("routes");
        this.config = config;
        this.ownRoutes = ownRoutes;
        routes = ownRoutes != null ? find(ownRoutes) : laidOver();
    }

    /**
     * @param home the package, or a clone of the sources
     * @param config a folder of one's own; null = none, the package alone
     * @param routes the folder that has all the routes; null = those of the package, under those in {@code config}
     * @throws IllegalArgumentException when a folder is none, or has not what it is to have; the message says what to change
     */
    public static Site of(Path home, Path config, Path routes) throws IOException {
        Path package_ = home.toAbsolutePath().normalize();
        Path own = config == null
                ? package_.resolve("config")
                : config.toAbsolutePath().normalize();
        if (!Files.isRegularFile(own.resolve(VALUES))) {
            throw new IllegalArgumentException(own + " holds no " + VALUES
                    + "; --config names the folder that does, and 'hub init DIR' makes one");
        }
        Site site = new Site(
                package_, own, routes == null ? null : routes.toAbsolutePath().normalize());
        if (site.routes.isEmpty()) {
            Path folder = routes == null ? site.packageRoutes : site.ownRoutes;
            throw new IllegalArgumentException(folder + " holds no *.camel.yaml; --routes names the folder that does");
        }
        return site;
    }

    /** The files of properties, with absolute paths; a key that stands in several has the value of the first. */
    public List<Path> properties() {
        Path wiring = ownRoutes == null ? packageRoutes.resolve(WIRING) : ownRoutes.resolve(WIRING);
        Set<Path> files = new LinkedHashSet<>();
        for (Path file : List.of(
                config.resolve(VALUES),
                file(LINKS),
                packageConfig.resolve(VALUES),
                Files.exists(wiring) ? wiring : packageRoutes.resolve(WIRING))) {
            if (Files.isRegularFile(file)) {
                files.add(file);
            }
        }
        return List.copyOf(files);
    }

    /** The files of routes, with absolute paths. */
    public List<Path> routes() {
        return routes;
    }

    /** Of the files of routes those that a start has to read. @param values all properties */
    public List<Path> wanted(Properties values) throws IOException {
        return Templates.wanted(routes, values);
    }

    /** A file of the configuration by its name, {@code clients.yaml}: one's own, or the package's. */
    public Path file(String name) {
        Path own = config.resolve(name);
        return Files.exists(own) ? own : packageConfig.resolve(name);
    }

    /** The engineer's folder; the package's {@code config} where there is none. */
    public Path config() {
        return config;
    }

    /** Whether the configuration is a folder of one's own. */
    public boolean isOwn() {
        return !config.equals(packageConfig);
    }

    /** Where {@code data} lies when it says no more: in one's own folder, or in the package. */
    public Path folder() {
        return isOwn() ? config : packageConfig.getParent();
    }

    /** Where an engineer edits routes. */
    public Path routesFolder() {
        if (ownRoutes != null) {
            return ownRoutes;
        }
        return isOwn() && Files.exists(config.resolve(ROUTING)) ? config : packageRoutes;
    }

    /** The routes that are not the package's. */
    public List<Path> ownRoutes() throws IOException {
        Set<String> shipped = ownRoutes == null ? Set.of() : names(find(packageRoutes));
        List<Path> own = new ArrayList<>();
        for (Path file : routes) {
            if (!file.startsWith(packageRoutes) && !shipped.contains(name(file))) {
                own.add(file);
            }
        }
        return own;
    }

    /** All properties, without their placeholders resolved. */
    public Properties values() throws IOException {
        Properties values = new Properties();
        List<Path> files = properties();
        for (int i = files.size() - 1; i >= 0; i--) {
            try (Reader in = Files.newBufferedReader(files.get(i))) {
                values.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException(files.get(i) + " cannot be read: " + e.getMessage(), e);
            }
        }
        return values;
    }

    private List<Path> laidOver() throws IOException {
        List<Path> own = isOwn() ? find(config) : List.of();
        Set<String> names = names(own);
        List<Path> all = new ArrayList<>();
        for (Path file : find(packageRoutes)) {
            if (!names.contains(name(file))) {
                all.add(file);
            }
        }
        all.addAll(own);
        return List.copyOf(all);
    }

    private static Set<String> names(List<Path> files) {
        Set<String> names = new HashSet<>();
        for (Path file : files) {
            names.add(name(file));
        }
        return names;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static List<Path> find(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    boolean skipped = !dir.equals(folder)
                            && (NO_ROUTES.contains(name(dir)) || name(dir).startsWith("."));
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (name(file).endsWith(ROUTE_FILE)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        found.sort(null);
        return List.copyOf(found);
    }
}
