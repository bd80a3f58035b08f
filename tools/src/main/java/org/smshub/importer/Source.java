package org.smshub.importer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file that is imported, as lines. What is read is somebody's configuration: small, and text. */
public record Source(Path path, List<String> lines) {

    /** Octets of a file: configurations have thousands, dumps of many users a hundred thousand. */
    static final int MOST = 8 << 20;

    /** Characters of a line. */
    static final int LONGEST = 65_536;

    /** @throws Unreadable there is none, it is too large, or it is no text */
    public static Source read(Path path) {
        byte[] octets;
        try {
            if (!Files.isRegularFile(path)) {
                throw new Unreadable(path + " is no file that can be read");
            }
            if (Files.size(path) > MOST) {
                throw new Unreadable(path + " has more than " + MOST + " octets: no configuration is so large");
            }
            octets = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new Unreadable(path + " cannot be read (" + e + ")");
        }
        return of(path, text(path, octets));
    }

    /** @throws Unreadable a line is too long, or it is no text */
    public static Source of(Path path, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new Unreadable(path + " is no text: it has NUL in it");
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() > LONGEST) {
                throw new Unreadable(path + ":" + (i + 1) + " has more than " + LONGEST + " characters");
            }
            if (lines.get(i).contains("{{")) {
                throw new Unreadable(
                        path + ":" + (i + 1) + " has {{ in it, which begins a placeholder in the hub's files; take the"
                                + " line out, and add by hand what it says");
            }
        }
        return new Source(path, lines);
    }

    /** UTF-8 if it is that, else ISO-8859-1, which these products know as well. */
    private static String text(Path path, byte[] octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            text = new String(octets, StandardCharsets.ISO_8859_1);
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The name that a report says. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    public Place place(int line) {
        return new Place(name(), line);
    }
}
