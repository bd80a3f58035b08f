package org.smshub.editors;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The hub's own Camel components on the class path, as their jars describe them. */
final class OwnComponents {

    private static final String SERVICES = "META-INF/services/org/apache/camel/component/";
    private static final String OURS = "org.smshub.";

    private OwnComponents() {}

    /** By scheme, the JSON of Camel's catalog. */
    static Map<String, String> find() throws IOException {
        ClassLoader loader = OwnComponents.class.getClassLoader();
        Map<String, String> found = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            for (String scheme : schemes(Path.of(entry))) {
                String type = type(loader, scheme);
                if (type.startsWith(OURS)) {
                    found.put(scheme, json(loader, type, scheme));
                }
            }
        }
        return found;
    }

    private static List<String> schemes(Path entry) throws IOException {
        if (Files.isDirectory(entry.resolve(SERVICES))) {
            try (Stream<Path> files = Files.list(entry.resolve(SERVICES))) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        }
        if (!Files.isRegularFile(entry)) {
            return List.of();
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(SERVICES) && name.length() > SERVICES.length())
                    .map(name -> name.substring(SERVICES.length()))
                    .toList();
        }
    }

    private static String type(ClassLoader loader, String scheme) throws IOException {
        Properties service = new Properties();
        try (InputStream in = loader.getResourceAsStream(SERVICES + scheme)) {
            service.load(in);
        }
        return service.getProperty("class", "");
    }

    private static String json(ClassLoader loader, String type, String scheme) throws IOException {
        String folder = type.substring(0, type.lastIndexOf('.')).replace('.', '/');
        try (InputStream in = loader.getResourceAsStream("META-INF/" + folder + "/" + scheme + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
