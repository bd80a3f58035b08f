package org.smshub.importer.kannel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.smshub.importer.Group;
import org.smshub.importer.Place;
import org.smshub.importer.Source;
import org.smshub.importer.Unreadable;

/**
 * {@code kannel.conf} as Kannel reads it: groups of {@code name = value}, an empty line between them; {@code #} at the beginning of a
 * line is a comment, and nowhere else; in a value in quotes {@code \"} and {@code \\} stand for what follows the backslash;
 * {@code include} is replaced by what a file holds, all files of a folder, or those that fit a name with {@code *} and {@code ?}.
 */
public final class KannelConf {

    private static final String INCLUDE = "include";

    /** Files that include each other, and files in all. */
    private static final int DEEPEST = 16;

    private static final int MOST_FILES = 500;

    private final List<Group> groups = new ArrayList<>();
    private final Deque<Path> open = new ArrayDeque<>();
    private final Path main;
    private List<Group.Setting> group = new ArrayList<>();
    private int files;

    private KannelConf(Path main) {
        this.main = main;
    }

    /**
     * The groups of a file and of those that it includes, in their order.
     *
     * @throws Unreadable a file cannot be read, a line is none of Kannel's, or files include each other
     */
    public static List<Group> read(Source source) {
        KannelConf conf = new KannelConf(source.path());
        conf.file(source);
        return conf.groups;
    }

    private void file(Source source) {
        if (++files > MOST_FILES) {
            throw new Unreadable(source.path() + ": " + main + " includes more than " + MOST_FILES + " files");
        }
        open.push(real(source.path()));
        int number = 0;
        for (String raw : source.lines()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty()) {
                end();
            } else if (line.charAt(0) != '#') {
                setting(source, line, number);
            }
        }
        // as Kannel does, so that no two files make one group
        end();
        open.pop();
    }

    private void setting(Source source, String line, int number) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw new Unreadable(source.path() + ":" + number + ": there is no = in this line");
        }
        String name = line.substring(0, equals).strip();
        String value = value(line.substring(equals + 1));
        if (name.equals(INCLUDE)) {
            include(source, value, number);
        } else {
            group.add(new Group.Setting(source.place(number), name, value));
        }
    }

    /** Without the quotes around it; a backslash is one unless a quote or a backslash follows. */
    static String value(String raw) {
        String value = raw.strip();
        if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return value;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length() - 1 && "\\\"".indexOf(value.charAt(i + 1)) >= 0) {
                i++;
            }
            plain.append(value.charAt(i));
        }
        return plain.toString();
    }

    private void end() {
        if (group.isEmpty()) {
            return;
        }
        Place place = group.get(0).place();
        Group.Setting kind = group.stream()
                .filter(line -> line.name().equals("group"))
                .reduce((a, b) -> b)
                .orElse(null);
        if (kind == null) {
            throw new Unreadable(place + ": this group has no line group = …");
        }
        Group made = new Group(kind.value(), place);
        group.forEach(made::add);
        made.take("group");
        groups.add(made);
        group = new ArrayList<>();
    }

    private void include(Source source, String named, int number) {
        Place place = source.place(number);
        if (open.size() >= DEEPEST) {
            throw new Unreadable(place + ": more than " + DEEPEST + " files include each other");
        }
        for (Path file : files(source, named, place)) {
            if (open.contains(real(file))) {
                throw new Unreadable(place + ": " + file + " includes itself");
            }
            // its lines stand in the place of include: a group that has begun takes in the first of the file
            file(Source.read(file));
        }
    }

    /** A path is one on the machine that Kannel ran on; what was carried here lies beside the file that includes it. */
    private List<Path> files(Source source, String named, Place place) {
        if (named.isEmpty() || named.indexOf('\0') >= 0) {
            throw new Unreadable(place + ": include names no file");
        }
        Path folder = source.path().toAbsolutePath().getParent();
        Path said = Path.of(named);
        Path last = said.getFileName();
        if (last == null) {
            throw new Unreadable(place + ": include names no file");
        }
        List<Path> places = new ArrayList<>(List.of(said));
        // /etc/kannel/smsc.d/north.conf may have become smsc.d/north.conf, or north.conf
        for (int i = 0; i < said.getNameCount(); i++) {
            places.add(folder.resolve(said.subpath(i, said.getNameCount())));
        }
        for (Path at : places) {
            if (last.toString().matches(".*[*?\\[].*")) {
                List<Path> fit = new ArrayList<>(list(at.toAbsolutePath().getParent(), last.toString()));
                if (!at.equals(said)) {
                    fit.removeIf(file -> open.contains(real(file)));
                }
                if (!fit.isEmpty()) {
                    return fit;
                }
            } else if (Files.isDirectory(at)) {
                return list(at, "*");
            } else if (Files.isRegularFile(at)) {
                return List.of(at);
            }
        }
        throw new Unreadable(
                place + ": there is no " + named + ", neither there nor beside " + source.path() + "; copy it there");
    }

    private static List<Path> list(Path folder, String glob) {
        List<Path> all = new ArrayList<>();
        if (folder != null && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
                for (Path file : files) {
                    if (Files.isRegularFile(file)) {
                        all.add(file);
                    }
                }
            } catch (IOException | java.util.regex.PatternSyntaxException e) {
                throw new Unreadable(folder.resolve(glob) + " cannot be listed (" + e + ")");
            }
        }
        all.sort(null);
        return all;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException notThere) {
            return file.toAbsolutePath().normalize();
        }
    }
}
