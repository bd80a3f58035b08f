package org.smshub.hub.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.smshub.hub.Answer;
import org.smshub.hub.RefusedException;
import org.smshub.hub.files.format.BrokenFileException;
import org.smshub.hub.files.format.FileFormat;
import org.smshub.hub.files.format.FileScan;
import org.smshub.hub.files.format.Line;
import org.smshub.hub.files.format.LineSource;

/** One file on its way: its records in chunks, and what became of each, line by line, in files beside it. One thread at a time. */
final class FileRun implements Iterator<List<Line>>, Closeable {

    private static final int RAW = 1_000;

    final String name;
    final Path results;
    final Path refused;
    private final String key;
    private final int chunkSize;
    private final LineSource source;
    private final Table answers;
    private Table failures;
    private List<Line> chunk = List.of();
    private List<Line> following;
    private boolean ended;
    private String broken;
    private long accepted;
    private long bad;

    /** Null = the file cannot be opened, and broken says why. */
    FileRun(String name, Path work, FileScan scan, FileFormat format, int chunkSize, String broken) throws IOException {
        this.name = name;
        this.results = work.resolve(name + ".results");
        this.refused = work.resolve(name + ".failed");
        this.chunkSize = chunkSize;
        this.broken = broken;
        this.key = scan == null ? null : key(name, scan.digest());
        Files.createDirectories(work);
        Files.deleteIfExists(refused);
        this.source = scan == null ? null : format.open(scan);
        Table table;
        try {
            table = new Table(results, "line", "ref", "state", "id", "field", "reason");
        } catch (IOException e) {
            if (source != null) {
                source.close();
            }
            throw e;
        }
        this.answers = table;
    }

    /** Of the file, so that each of its lines has one of its own: the same when the same file comes again. */
    private static String key(String name, String digest) {
        byte[] both = FileScan.sha256().digest((name + '\n' + digest).getBytes(StandardCharsets.UTF_8));
        return java.util.HexFormat.of().formatHex(both, 0, 12);
    }

    @Override
    public boolean hasNext() {
        if (following == null) {
            following = read();
        }
        return !following.isEmpty();
    }

    @Override
    public List<Line> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        chunk = following;
        following = null;
        return chunk;
    }

    private List<Line> read() {
        List<Line> lines = new ArrayList<>(chunkSize);
        try {
            while (source != null && !ended && broken == null && lines.size() < chunkSize) {
                Line line = source.next();
                ended = line == null;
                if (!ended) {
                    lines.add(line);
                }
            }
        } catch (BrokenFileException e) {
            broken = e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** The good lines of the chunk as records, each with the reference that makes it known when it comes again. */
    List<Map<String, Object>> records() {
        List<Map<String, Object>> records = new ArrayList<>(chunk.size());
        for (Line line : chunk) {
            if (line.fields() != null) {
                records.add(withRef(line));
            }
        }
        return records;
    }

    private Map<String, Object> withRef(Line line) {
        Map<String, Object> fields = line.fields();
        Object ref = fields.get("ref");
        if (ref != null && !"".equals(ref)) {
            return fields;
        }
        Map<String, Object> all = new HashMap<>(fields);
        all.put("ref", key + ":" + line.number());
        return all;
    }

    /** Writes what became of the chunk. @param given of its good lines, in their order */
    void answered(List<Answer> given) throws IOException {
        int next = 0;
        for (Line line : chunk) {
            if (line.fields() == null) {
                refuse(line, line.field(), line.reason());
                continue;
            }
            Answer answer = given.get(next++);
            if (answer.accepted()) {
                accepted++;
                Object ref = line.fields().get("ref");
                answers.row(line.number(), ref, answer.state(), answer.id(), "", "");
            } else {
                refuse(line, answer.field(), answer.reason());
            }
        }
    }

    private void refuse(Line line, String field, String reason) throws IOException {
        bad++;
        Object ref = line.fields() == null ? "" : line.fields().get("ref");
        answers.row(line.number(), ref, "REFUSED", "", field, reason);
        String raw = line.raw();
        failed(line.number(), field, reason, raw == null || raw.length() <= RAW ? raw : raw.substring(0, RAW) + "…");
    }

    private void failed(long number, String field, String reason, String raw) throws IOException {
        if (failures == null) {
            failures = new Table(refused, "line", "field", "reason", "record");
        }
        failures.row(number, field, reason, raw);
    }

    /** Whether nothing, or nothing more, of it can be read. */
    boolean isBroken() {
        return broken != null;
    }

    /** Why it is broken, or null. */
    String broken() {
        return broken;
    }

    long accepted() {
        return accepted;
    }

    long refused() {
        return bad;
    }

    long lines() {
        return accepted + bad;
    }

    boolean hasFailures() {
        return failures != null;
    }

    /** Nothing follows: what was written is whole. */
    void finish() throws IOException {
        if (broken == null && lines() == 0) {
            broken = "There is no message in it";
        }
        if (broken != null) {
            failed(0, null, broken, null);
            answers.row(0, "", "REFUSED", "", "", broken);
        }
        close();
    }

    @Override
    public void close() throws IOException {
        Table refusals = failures;
        try (source;
                refusals;
                answers) {
            // each of them, whatever becomes of the others; closing is what writes the last rows
        }
    }

    /** For the log: a name without what would break a line. */
    static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(120).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return RefusedException.shown(shown.toString());
    }
}
