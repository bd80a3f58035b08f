package org.smshub.hub.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;

/**
 * How the messages of a file ended. Its result file waits here; line by line, in order, the last state is written beside it as
 * soon as it is known, so that each message is looked up about once. A restart begins a file anew.
 */
final class FileStates {

    private static final Logger LOG = LoggerFactory.getLogger(FileStates.class);
    private static final String WAITING = ".waiting";
    private static final String STATES = ".states";

    /** Messages that are looked up at a call. */
    private static final int MOST = 5_000;

    private static final CSVFormat READ =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    private final Path work;
    private final String client;
    private final long age;
    private final Supplier<Ledger> ledger;
    private final Map<String, Scan> scans = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private boolean found;

    FileStates(Path work, String client, long age, Supplier<Ledger> ledger) {
        this.work = work;
        this.client = client;
        this.age = age;
        this.ledger = ledger;
    }

    /** One file under way. @param next the record whose end is not known yet, or null */
    private static final class Scan implements AutoCloseable {
        private final CSVParser parser;
        private final Table table;
        private final Iterator<CSVRecord> records;
        private final long until;
        private CSVRecord next;

        Scan(Path waiting, Path states, long age) throws IOException {
            until = Files.getLastModifiedTime(waiting).toMillis() + age;
            table = new Table(states, "line", "ref", "state", "id", "errorCode", "doneAt");
            try {
                parser = CSVParser.parse(Files.newBufferedReader(waiting, StandardCharsets.UTF_8), READ);
            } catch (IOException e) {
                table.close();
                throw e;
            }
            records = parser.iterator();
        }

        @Override
        public void close() throws IOException {
            try (parser;
                    table) {
                // closing is what writes the last rows
            }
        }
    }

    /** A result file whose messages are on their way. */
    void add(String name, Path results) throws IOException {
        find();
        forget(name);
        told.remove(name);
        Path waiting = work.resolve(name + WAITING);
        Files.move(results, waiting, StandardCopyOption.REPLACE_EXISTING);
        scans.put(name, null);
    }

    /** Those of the last process. */
    private void find() throws IOException {
        if (found) {
            return;
        }
        found = true;
        if (!Files.isDirectory(work)) {
            return;
        }
        try (Stream<Path> files = Files.list(work)) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(WAITING))
                    .sorted()
                    .forEach(file -> scans.put(file.substring(0, file.length() - WAITING.length()), null));
        }
    }

    /** The files that are complete now, and those that were but are not known to be where they belong. */
    List<FileInput.Produced> due() throws IOException {
        find();
        int left = MOST;
        for (String name : List.copyOf(scans.keySet())) {
            if (left > 0 && !told.contains(name)) {
                try {
                    left = step(name, left);
                } catch (IOException e) {
                    // what the disk did not take is half a line: it begins anew
                    forget(name);
                    scans.put(name, null);
                    throw e;
                }
            }
        }
        return told.stream()
                .map(name -> new FileInput.Produced("results/" + name + ".states.csv", work.resolve(name + STATES)))
                .toList();
    }

    private void forget(String name) {
        Scan scan = scans.remove(name);
        if (scan != null) {
            try {
                scan.close();
            } catch (IOException e) {
                LOG.debug("A file of states that is given up did not close", e);
            }
        }
    }

    /** Gives how many look-ups are left. */
    private int step(String name, int most) throws IOException {
        Scan scan = scans.get(name);
        if (scan == null) {
            scan = new Scan(work.resolve(name + WAITING), work.resolve(name + STATES), age);
            scans.put(name, scan);
        }
        int left = step(scan, most);
        if (left > 0 && scan.next == null) {
            scan.close();
            told.add(name);
        }
        return left;
    }

    /** Gives how many look-ups are left. */
    private int step(Scan scan, int left) throws IOException {
        int more = left;
        while (more > 0) {
            if (scan.next == null) {
                if (!scan.records.hasNext()) {
                    return more;
                }
                scan.next = scan.records.next();
            }
            CSVRecord record = scan.next;
            if (record.get("id").isEmpty()) {
                scan.table.row(record.get("line"), record.get("ref"), record.get("state"), "", "", "");
            } else {
                more--;
                if (!write(scan, record)) {
                    return more;
                }
            }
            scan.next = null;
        }
        return more;
    }

    private boolean write(Scan scan, CSVRecord record) throws IOException {
        Optional<MessageView> found = ledger.get().find(record.get("id"), client);
        String state = found.map(MessageView::state).orElse("GONE");
        PartState known = PartState.read(state);
        if (found.isPresent() && (known == null || !known.isFinal()) && System.currentTimeMillis() < scan.until) {
            return false;
        }
        String error = null;
        String done = null;
        for (MessageView.PartView part : found.map(MessageView::parts).orElse(List.of())) {
            error = error == null ? part.errorCode() : error;
            done = part.doneAt() != null ? part.doneAt() : done;
        }
        scan.table.row(record.get("line"), record.get("ref"), state, record.get("id"), error, done);
        return true;
    }

    /** What was complete is where it belongs. */
    void settled() throws IOException {
        for (String name : told) {
            scans.remove(name);
            Files.deleteIfExists(work.resolve(name + WAITING));
            Files.deleteIfExists(work.resolve(name + STATES));
        }
        told.clear();
    }
}
