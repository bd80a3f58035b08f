package org.smshub.hub.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address book: a CSV file with the columns {@code name}, {@code number} and {@code group}. A name or a group stands for
 * its numbers before the @ of an address, any case of letters, a space as a dot. Read again when it has changed.
 */
final class Contacts {

    private static final Logger LOG = LoggerFactory.getLogger(Contacts.class);

    /** A wrong file that grows without end takes no memory without end. */
    private static final long MOST = 5_000_000;

    private static final String HEADER = "name,number,group";

    private final Path file;
    private FileTime seen;
    private Map<String, Set<String>> numbers = Map.of();

    /** @param file null = there is none */
    Contacts(Path file) {
        this.file = file;
        if (file != null) {
            try {
                numbers = read();
                seen = Files.getLastModifiedTime(file);
            } catch (IOException e) {
                throw new IllegalArgumentException("The address book " + file + " cannot be read: " + e, e);
            }
        }
    }

    /** Numbers as they stand in the file; empty = there is no such name. */
    synchronized List<String> numbers(String name) {
        look();
        return List.copyOf(numbers.getOrDefault(key(name), Set.of()));
    }

    private void look() {
        if (file == null) {
            return;
        }
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (!now.equals(seen)) {
                seen = now;
                numbers = read();
                LOG.info("The address book {} was changed and is in use", file);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The address book stays as it was: {}", e.toString());
        }
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", ".");
    }

    private Map<String, Set<String>> read() throws IOException {
        if (Files.size(file) > MOST) {
            throw new IllegalArgumentException(file + " is larger than " + MOST + " octets");
        }
        Map<String, Set<String>> read = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (line.isBlank() || line.startsWith("#") || isHeader(line, number)) {
                continue;
            }
            List<String> cells = cells(line);
            if (cells.size() < 2 || cells.size() > 3 || cells.get(1).isBlank()) {
                throw new IllegalArgumentException(file + ":" + number + ": a line is name,number,group");
            }
            add(read, cells.get(0), cells.get(1));
            for (String group : cells.size() < 3 ? new String[0] : cells.get(2).split(";")) {
                add(read, group, cells.get(1));
            }
        }
        return read;
    }

    private static boolean isHeader(String line, int number) {
        String bare = line.startsWith("\ufeff") ? line.substring(1) : line;
        return number == 1 && bare.replace(" ", "").equalsIgnoreCase(HEADER);
    }

    private static void add(Map<String, Set<String>> read, String name, String number) {
        if (!name.isBlank()) {
            read.computeIfAbsent(key(name), n -> new LinkedHashSet<>()).add(number.strip());
        }
    }

    /** RFC 4180 without line ends in a cell. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
