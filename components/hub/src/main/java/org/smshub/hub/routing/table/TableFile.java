package org.smshub.hub.routing.table;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read of a file of the configuration. It is read at the start, where what is wrong with it stops the start, and again
 * when it has changed; what is wrong is not taken then, and what was read before holds on. Messages that are on their way
 * meanwhile see the one or the other, whole.
 */
public final class TableFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(TableFile.class);
    private static final String FILE = "file:";

    /** How a file is read. */
    public interface Reading<T> {
        /**
         * @param name of the file with its folder, for the words about what is wrong in it
         * @throws IllegalArgumentException naming file and line
         */
        T read(String name, Reader in) throws IOException;
    }

    private final CamelContext context;
    private final String location;
    private final Reading<T> reading;
    private List<Object> seen = List.of();
    private List<Object> writing = List.of();
    private volatile T value;

    /** @param location such as {@code file:/etc/sms-hub/numbers.csv} or {@code classpath:numbers.csv} */
    public TableFile(CamelContext context, String location, Reading<T> reading) {
        this.context = context;
        this.location = context.resolvePropertyPlaceholders(location);
        this.reading = reading;
    }

    /** Reads it, and keeps looking. @throws IllegalArgumentException naming file and line */
    public TableFile<T> open() {
        seen = state();
        value = load();
        FileWatch.of(context).add(this);
        return this;
    }

    /** Reads it once, for who wants to know whether it is right. @throws IllegalArgumentException naming file and line */
    public T read() {
        return load();
    }

    public T get() {
        return value;
    }

    public String name() {
        return location.substring(Math.max(location.lastIndexOf('/'), location.lastIndexOf(':')) + 1);
    }

    /** Reads it again if it has changed, and has not since the last look: else somebody may still write it. */
    void look() {
        List<Object> now = state();
        if (now.isEmpty() || now.equals(seen)) {
            return;
        }
        if (!now.equals(writing)) {
            writing = now;
            return;
        }
        seen = now;
        try {
            value = load();
            LOG.info("{} was changed and is in use", location);
        } catch (RuntimeException e) {
            LOG.error("{}; what was read before holds on", e.getMessage());
        }
    }

    /** Time and size of the file; empty = it is none of this machine's, or gone. */
    private List<Object> state() {
        if (!location.startsWith(FILE)) {
            return List.of();
        }
        try {
            Path path = Path.of(location.substring(FILE.length()));
            return List.of(Files.getLastModifiedTime(path), Files.size(path));
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /** What is wrong in a line of it. */
    public IllegalArgumentException wrong(int line, String words) {
        return new IllegalArgumentException(path() + ":" + line + ": " + words);
    }

    private String path() {
        return location.startsWith(FILE) ? location.substring(FILE.length()) : location;
    }

    private T load() {
        try (Reader in = new InputStreamReader(
                ResourceHelper.resolveMandatoryResourceAsInputStream(context, location),
                StandardCharsets.UTF_8.newDecoder())) {
            return reading.read(path(), in);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(location + " is not UTF-8: save it as that", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    location + " cannot be read (" + e.getMessage() + "): make it, or set its option to false", e);
        }
    }
}
