package org.smshub.hub.files;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A CSV file that is being written, row by row. */
final class Table implements Closeable {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private final OutputStream file;
    private final CSVPrinter printer;

    Table(Path path, Object... header) throws IOException {
        file = Files.newOutputStream(path);
        printer = new CSVPrinter(new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8)), FORMAT);
        row(header);
    }

    void row(Object... cells) throws IOException {
        printer.printRecord(cells);
    }

    /** Writes what it still has. A full disk that does not take it leaves no file open, as a writer of JDK 17 would. */
    @Override
    public void close() throws IOException {
        try (file) {
            printer.flush();
        }
    }
}
