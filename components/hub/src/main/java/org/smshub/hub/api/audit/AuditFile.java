package org.smshub.hub.api.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.smshub.ledger.store.DataFolder;

/** Lines in a file of the data folder, and those before them in a second one: a new one begins when it is so long. */
final class AuditFile {

    static final String NAME = "audit.jsonl";
    static final String BEFORE = "audit.1.jsonl";

    /** As much as one look reads. */
    private static final int READ = 1 << 20;

    private final Path folder;
    private final long most;

    /** @param most octets of one of the two */
    AuditFile(Path folder, long most) {
        this.folder = folder;
        this.most = most;
    }

    /** Writes a line behind the others. One thread. */
    void add(String line) throws IOException {
        Path file = new DataFolder(folder).make().file(NAME);
        if (Files.size(file) >= most) {
            Files.move(file, file.resolveSibling(BEFORE), StandardCopyOption.REPLACE_EXISTING);
            file = new DataFolder(folder).file(NAME);
        }
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }

    /** The last ones, the newest first. */
    List<String> last(int limit) throws IOException {
        List<String> lines = tail(folder.resolve(NAME), limit);
        if (lines.size() < limit) {
            lines.addAll(tail(folder.resolve(BEFORE), limit - lines.size()));
        }
        return lines;
    }

    private static List<String> tail(Path file, int limit) throws IOException {
        if (!Files.exists(file)) {
            return new ArrayList<>();
        }
        byte[] octets;
        boolean cut;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - READ);
            cut = from > 0;
            in.seek(from);
            octets = new byte[(int) (in.length() - from)];
            in.readFully(octets);
        }
        List<String> lines = new ArrayList<>(
                new String(octets, StandardCharsets.UTF_8).lines().toList());
        if (cut) {
            lines.remove(0);
        }
        Collections.reverse(lines);
        return new ArrayList<>(lines.subList(0, Math.min(limit, lines.size())));
    }
}
