package org.smshub.gsmmodem.dialogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.smshub.text.Hex;

/**
 * Which PIN was wrong for which card, remembered over restarts, so that one wrong PIN uses one try, once: a card that had three
 * is locked. A try is written down before it is made, and struck out when it was right; what a crash leaves in between counts
 * as wrong. The file is its owner's alone and holds hashes; those of a right PIN are taken out again.
 */
final class Pins {

    /** Two cards that refuse the same PIN: it is the PIN that is wrong, and the third card is spared. */
    private static final int CARDS = 2;

    private static final Object LOCK = new Object();
    private static final int DIGITS = 16;

    private final Path file;

    Pins(Path file) {
        this.file = file;
    }

    /** Why this PIN may not be tried, null if it may. */
    String objection(String card, String pin) throws IOException {
        synchronized (LOCK) {
            Set<String> wrong = read();
            if (wrong.contains(line(card, pin))) {
                return "the SIM card refused this PIN before, or what became of the try is not known, and it is not tried again";
            }
            String same = hash(pin);
            Set<String> cards =
                    wrong.stream().filter(line -> line.endsWith(same)).collect(Collectors.toCollection(TreeSet::new));
            return cards.size() < CARDS
                    ? null
                    : "other SIM cards refused this PIN already, so it is not tried on this one";
        }
    }

    /** Before the try. */
    void tried(String card, String pin) throws IOException {
        synchronized (LOCK) {
            Set<String> wrong = read();
            wrong.add(line(card, pin));
            write(wrong);
        }
    }

    void right(String card, String pin) throws IOException {
        synchronized (LOCK) {
            Set<String> wrong = read();
            if (wrong.remove(line(card, pin))) {
                write(wrong);
            }
        }
    }

    private Set<String> read() throws IOException {
        try {
            return new LinkedHashSet<>(Files.readAllLines(file));
        } catch (NoSuchFileException none) {
            return new LinkedHashSet<>();
        }
    }

    /** Whole or not at all, and on disk before the PIN is said. */
    private void write(Set<String> lines) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        byte[] octets = lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
        Files.write(next, octets, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String line(String card, String pin) {
        return hash(card + "/" + pin) + " " + hash(pin);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Hex.of(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
