package org.smshub.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The class archive with which the hub starts in half the time; JDK 25 and later call it AOT cache. It fits one JDK and one set of
 * jars, and its name says which: another one's is not found, and so neither used nor in the way.
 *
 * @param file null = there is to be none
 */
record Archive(Path file) {

    private static final String PLACE = "HUB_CLASS_ARCHIVE";

    static Archive of(Home home) throws IOException {
        String said = Environment.variable(PLACE);
        if (said.equals("off")) {
            return new Archive(null);
        }
        Path folder = said.isEmpty() ? home.archives() : Path.of(said).toAbsolutePath();
        return new Archive(folder.resolve(jdk() + "-" + jars(home.lib()) + (isAot() ? ".aot" : ".jsa")));
    }

    private static boolean isAot() {
        return Runtime.version().feature() >= 25;
    }

    private static String jdk() {
        char[] version = System.getProperty("java.runtime.version").toCharArray();
        for (int i = 0; i < version.length; i++) {
            char c = version[i];
            boolean plain =
                    c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || ".+-".indexOf(c) >= 0;
            version[i] = plain ? c : '_';
        }
        return new String(version);
    }

    /**
     * The JVM holds path, time and size of each jar against those of the archive. The files of a package have one time whatever is in
     * them, so a package says which build it is.
     */
    private static String jars(Path lib) throws IOException {
        CRC32 sum = new CRC32();
        Path build = lib.resolve("build");
        if (Files.exists(build)) {
            sum.update(Files.readAllBytes(build));
        }
        String[] names = lib.toFile().list();
        if (names == null) {
            throw new NotDirectoryException(lib.toString());
        }
        Arrays.sort(names);
        for (String name : names) {
            if (name.endsWith(".jar")) {
                Path jar = lib.resolve(name);
                BasicFileAttributes is = Files.readAttributes(jar, BasicFileAttributes.class);
                sum.update((jar + " " + is.size() + " " + is.lastModifiedTime().toMillis() + "\n").getBytes());
            }
        }
        return Long.toHexString(sum.getValue());
    }

    /** A broken one crashes JDK 17, which looks at the head alone: it is used when it is as long as it was when it was written. */
    boolean isWhole() throws IOException {
        return file != null
                && Files.isRegularFile(file)
                && Files.exists(size())
                && Files.readString(size()).strip().equals(Long.toString(Files.size(file)));
    }

    /** Options of a JVM that uses it; none where it is not there. One that does not fit is passed over, and is not worth a word. */
    List<String> use() throws IOException {
        if (!isWhole()) {
            return List.of();
        }
        return isAot()
                ? List.of("-XX:AOTCache=" + file, "-Xlog:aot*=off", "-Xlog:cds*=off")
                : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:cds*=off");
    }

    /** The option of a JVM that writes one when it ends. */
    static String write(Path to) {
        return (isAot() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + to;
    }

    /** Puts a new one in its place, and those of this JDK for other jars away. */
    void replaceBy(Path made) throws IOException {
        Path folder = file.getParent();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path old : (Iterable<Path>) files::iterator) {
                String name = old.getFileName().toString();
                if (name.startsWith(jdk() + "-") && !old.equals(made)) {
                    Files.delete(old);
                }
            }
        }
        Files.writeString(size(), Files.size(made) + "\n");
        Files.move(made, file);
    }

    private Path size() {
        return file.resolveSibling(file.getFileName() + ".size");
    }
}
