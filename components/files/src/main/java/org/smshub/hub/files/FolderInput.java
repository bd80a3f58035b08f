package org.smshub.hub.files;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What inputs from folders share: a file that could not be fetched, handled or moved rests for a while, so that those behind it
 * are not held up, and trouble is one line in the log, again after a minute.
 */
public abstract class FolderInput implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FolderInput.class);
    protected static final long REST_SECONDS = 10;
    private static final long TROUBLE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int TOLD_MOST = 1_000;

    /** When a file that failed by the hub's own fault, or the disk's, is tried again. */
    private final Map<String, Long> resting = new ConcurrentHashMap<>();

    private final Map<String, Boolean> told = new ConcurrentHashMap<>();
    private volatile String trouble;
    private volatile long troubleAt;
    private String name;

    protected FolderInput(String name) {
        this.name = name;
    }

    /** The file waits a while. */
    protected void rest(String file) {
        resting.put(file, System.nanoTime() + TimeUnit.SECONDS.toNanos(REST_SECONDS));
    }

    protected boolean isResting(String file) {
        Long until = resting.get(file);
        if (until == null || System.nanoTime() - until < 0) {
            return until != null;
        }
        resting.remove(file);
        return false;
    }

    /** Said once of a file. @param why behind "its name …" */
    protected void notTaken(String file, String why) {
        if (told.size() < TOLD_MOST && told.put(file, true) == null) {
            LOG.warn("{}: a file is not taken and stays: its name {} {}", name, FileRun.shown(file), why);
        }
    }

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    /** A look for files failed, or one of them could not be fetched or moved. */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        GenericFile<?> file = exchange == null
                ? null
                : exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
        if (file != null) {
            rest(file.getFileNameOnly());
        }
        String said = exception == null ? String.valueOf(message) : words(exception);
        trouble(
                file == null
                        ? "files cannot be looked for: " + said
                        : FileRun.shown(file.getFileNameOnly()) + " stays, and is tried again in " + REST_SECONDS
                                + " s: " + said);
    }

    /** What failed and, where it is another thing, why. */
    protected static String words(Throwable exception) {
        Throwable root = exception;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = String.valueOf(root.getMessage());
        // the message of many an IOException is a path alone
        String cause = why.indexOf(' ') > 0 ? why : root.getClass().getSimpleName() + " " + why;
        return root == exception
                        || exception.getMessage() == null
                        || exception.getMessage().contains(why)
                ? cause
                : exception.getMessage() + ": " + cause;
    }

    /** One line, and the same again after a minute. */
    protected void trouble(String said) {
        long now = System.nanoTime();
        if (!said.equals(trouble) || now - troubleAt >= TROUBLE_NANOS) {
            trouble = said;
            troubleAt = now;
            LOG.warn("{}: {}", name, said.lines().findFirst().orElse(said));
        }
    }

    public String getName() {
        return name;
    }

    /** Of the input, for log and metrics. */
    public void setName(String name) {
        this.name = name;
    }
}
