package org.smshub.hub.files.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/** A folder as smsd has it, {@code /var/spool/sms}: outgoing, checked, sent, failed, incoming and report. */
record SpoolFolder(Path root) {

    /** Octets; a text of 255 parts in UCS-2 has 34,000, in hexadecimal digits twice that. */
    static final int LARGEST = 262_144;

    /** What an earlier try has left, and what never comes from a writer. */
    private static final Set<String> OURS = Set.of(
            "Modem",
            "Number",
            "Description",
            "Sent",
            "Sending_time",
            "Message_id",
            "IMSI",
            "IMEI",
            "Fail_reason",
            "Failed");

    /** Hexadecimal digits before the name in a reference. */
    private static final int KEY = 16;

    /** What is accepted may be sent before it lies in checked. */
    private static final Object MOVES = new Object();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    Path file(String folder, String name) {
        return root.resolve(folder).resolve(name);
    }

    boolean has(String folder, String name) {
        return Files.isRegularFile(file(folder, name), LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws IOException it cannot be read, or is too large */
    static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("is no file, but a link or something else");
        }
        if (!Files.isReadable(file)) {
            throw new IOException("has rights too narrow for the hub to read it");
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException("is larger than " + LARGEST + " octets");
        }
        return Files.readAllBytes(file);
    }

    /** Writes a file that is there as a whole or not at all. The mode of the folder's other files is the umask's affair. */
    Path write(String folder, String name, byte[] octets) throws IOException {
        Path to = file(folder, name);
        Files.createDirectories(to.getParent());
        Path half = to.resolveSibling("." + name + ".tmp");
        Files.write(half, octets);
        return Files.move(half, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Moves a file of checked or outgoing to where it ends, with headers that say how; as it is where it cannot be read. */
    Path end(Path from, String folder, List<SpoolFile.Header> how) throws IOException {
        String name = from.getFileName().toString();
        if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)
                && (Files.size(from) > LARGEST || !Files.isReadable(from))) {
            Files.createDirectories(root.resolve(folder));
            return Files.move(from, file(folder, name), StandardCopyOption.REPLACE_EXISTING);
        }
        Path to = write(folder, name, ended(from, how).octets());
        Files.deleteIfExists(from);
        return to;
    }

    private static SpoolFile ended(Path from, List<SpoolFile.Header> how) throws IOException {
        if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            return new SpoolFile(how, new byte[0]); // of a link, whatever it leads to
        }
        byte[] octets = read(from);
        try {
            return SpoolFile.parse(octets).with(OURS, how);
        } catch (IllegalArgumentException e) {
            return new SpoolFile(how, octets);
        }
    }

    static String time(long epochMillis) {
        return TIME.format(Instant.ofEpochMilli(epochMillis));
    }

    /** A number that stands for the message where smstools has the modem's, which repeats after 256: 1 to 2,147,483,647. */
    static String messageId(String id) {
        CRC32 crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        return String.valueOf(Math.max(1, crc.getValue() & 0x7fffffff));
    }

    /**
     * The reference of a message: the same as long as it is the same file, in whichever folder (name, place on the disk, time,
     * size). The next one of its name is another.
     */
    static String ref(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String name = file.getFileName().toString();
        String identity =
                name + '\n' + attributes.fileKey() + '\n' + attributes.lastModifiedTime() + '\n' + attributes.size();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEY / 2) + ":" + name;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** The name that a reference was made of; null = none of ours. */
    static String name(String ref) {
        boolean ours = ref != null && ref.length() > KEY + 1 && ref.charAt(KEY) == ':' && ref.indexOf('/') < 0;
        return ours ? ref.substring(KEY + 1) : null;
    }

    /** A file of outgoing is accepted. Where it is sent already, {@link #ended} was quicker. */
    void checked(String name, String ref) throws IOException {
        synchronized (MOVES) {
            Path outgoing = file("outgoing", name);
            if (has("outgoing", name) && ref(outgoing).equals(ref)) {
                Files.move(outgoing, file("checked", name), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** The accepted file of this reference moves to where it ends; false = it is there already. */
    boolean ended(String name, String ref, String folder, List<SpoolFile.Header> how) throws IOException {
        synchronized (MOVES) {
            for (String from : List.of("checked", "outgoing")) {
                if (has(from, name) && ref(file(from, name)).equals(ref)) {
                    end(file(from, name), folder, how);
                    return true;
                }
            }
            return false;
        }
    }
}
