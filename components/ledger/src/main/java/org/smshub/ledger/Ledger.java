package org.smshub.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The durable truth about every message: queue, message store and state at once, in one SQLite file that one process
 * owns. Nothing here knows Camel.
 */
public final class Ledger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final long STOP_MILLIS = 30_000;
    private static final int BUSY_MILLIS = 5_000;

    private final FileChannel lockFile;
    private final GroupCommit commits;
    private final MessageFinder finder;
    private final ExecutorService tellers = Executors.newSingleThreadExecutor(task -> daemon(task, "ledger-tell"));
    private final LedgerFigures figures = new LedgerFigures();

    /**
     * Opens the ledger in a folder, which is made when it is missing, and brings its schema up to date.
     *
     * @param doubtAgeMillis see {@link LedgerConfiguration#setReceiptPatience}
     * @throws IllegalStateException naming what to change, when the folder cannot be used
     */
    public Ledger(Path folder, long doubtAgeMillis) {
        lockFile = lock(folder);
        SQLiteDataSource writing = source(folder, false);
        try {
            Flyway.configure()
                    .dataSource(writing)
                    .locations("classpath:org/smshub/ledger/sqlite")
                    .load()
                    .migrate();
            finder = new MessageFinder(source(folder, true));
            commits = new GroupCommit(() -> new SqliteStore(writing.getConnection()), tellers, doubtAgeMillis, figures);
        } catch (SQLException | RuntimeException e) {
            tellers.shutdown();
            closeQuietly(lockFile);
            throw new IllegalStateException(
                    "The ledger in " + folder.toAbsolutePath() + " cannot be opened: " + reason(e), e);
        }
        commits.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof SQLException sql ? SqliteFaults.advice(sql) : cause.getMessage();
    }

    /** One process a file: two writers would claim the same parts. */
    private static FileChannel lock(Path folder) {
        FileChannel channel = null;
        try {
            makeFolder(folder);
            channel = FileChannel.open(
                    folder.resolve("ledger.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very JVM
        } catch (IOException e) {
            closeQuietly(channel);
            throw new IllegalStateException(
                    "The data folder " + folder.toAbsolutePath() + " cannot be used (" + e.getMessage()
                            + "); name another one with HUB_DATA",
                    e);
        }
        closeQuietly(channel);
        throw new IllegalStateException("Another hub works with the data folder " + folder.toAbsolutePath()
                + "; end it, or name another folder with HUB_DATA");
    }

    /** For its owner alone: what people wrote to each other lies in it. */
    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static SQLiteDataSource source(Path folder, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false); // none are generated, and asking costs a statement
        config.setReadOnly(readOnly);
        if (!readOnly) {
            config.setCacheSize(-64 * 1024); // KiB
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.resolve("ledger.db"));
        return source;
    }

    /** Writes a new message; the answer comes after the commit. */
    CompletableFuture<Accepted> accept(List<Submission> parts) {
        CompletableFuture<Accepted> answer = new CompletableFuture<>();
        commits.submit(commits.accepts, new AcceptWork(parts, answer, figures));
        return answer;
    }

    /** Writes what a centre told; the answer, after the commit, is whether the part is known yet. */
    CompletableFuture<Boolean> receipt(Receipt receipt) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        commits.submit(commits.receipts, new ReceiptWork(receipt, answer, figures));
        return answer;
    }

    /** Writes what became of a claimed part, and frees its place in the window. */
    void result(Claim claim, Verdict verdict, LinkQueue link) {
        commits.result(new ResultWork(claim, verdict, figures), link);
    }

    /**
     * Starts to hand out what is due on a link. What the last process left in flight is settled first, by the link's
     * rule for unknown outcomes.
     *
     * @param window parts in flight at most
     * @param rate parts a second at most, 0 = no limit
     * @param recovery what becomes of a part that was in flight when the last process ended
     * @param taker gets each part; must not block
     */
    LinkQueue open(String name, int window, double rate, Verdict.Unknown recovery, Consumer<Claim> taker) {
        LinkQueue known = commits.links().get(name);
        if (known != null && known.isOpen()) {
            throw new IllegalStateException("Two routes start with ledger:link?name=" + name + "; a link is one route");
        }
        LinkQueue link = new LinkQueue(name, window, rate, known);
        link.open(taker);
        commits.submit(commits.results, new OpenWork(link, known == null ? recovery : null, commits));
        return link;
    }

    /**
     * Starts to hand out events, each client's in their order.
     *
     * @param window events of a client in flight at most
     * @param ageMillis what was not heard for so long is dropped
     * @param taker gets each event; must not block
     */
    EventQueue listen(String consumer, int window, long ageMillis, BiConsumer<EventQueue, Event> taker) {
        EventQueue known = commits.listeners().get(consumer);
        if (known != null && known.isOpen()) {
            throw new IllegalStateException("Two routes start with ledger:events?consumer=" + consumer
                    + "; give each a name of its own, and SmsEvents too");
        }
        if (known != null) {
            known.open(taker);
            commits.wake();
            return known;
        }
        EventQueue queue = new EventQueue(consumer, window, ageMillis);
        queue.open(taker);
        // it hears of what is written from now on; the work finds what was written before
        commits.listeners().put(consumer, queue);
        commits.submit(commits.results, new EventsOpenWork(queue, commits));
        return queue;
    }

    /** Writes that an event was heard, or is to be handed out again at {@code again} (epoch milliseconds). */
    void eventResult(EventQueue queue, Event event, Long again) {
        commits.submit(commits.results, new EventResultWork(queue, event, again, commits::wake));
    }

    /** Writes what came from a line; the answer comes after the commit. */
    CompletableFuture<Void> incoming(IncomingPart part, long timeoutMillis) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        commits.submit(commits.receipts, new IncomingWork(part, timeoutMillis, answer));
        return answer;
    }

    /** Sets a pragma of the writing connection, in its turn; the answer comes when it holds. For tests of a full disk. */
    CompletableFuture<Void> pragma(String pragma) {
        CompletableFuture<Void> set = new CompletableFuture<>();
        commits.submit(commits.results, new Work() {
            @Override
            public void write(Transaction tx) throws SQLException {
                tx.store.pragma(pragma);
            }

            @Override
            public void committed() {
                set.complete(null);
            }

            @Override
            public void refused(LedgerException why) {
                set.completeExceptionally(why);
            }
        });
        return set;
    }

    /** Whether a route takes this link's parts now. */
    boolean isOpen(String link) {
        LinkQueue queue = commits.links().get(link);
        return queue != null && queue.isOpen();
    }

    /** Looks again: a window or a pause has changed. */
    void wake() {
        commits.wake();
    }

    /** The message, when it exists and belongs to the client; {@code client} null = anybody's. */
    public Optional<MessageView> find(String messageId, String client) {
        return finder.find(messageId, client);
    }

    public LedgerFigures figures() {
        return figures;
    }

    /** What keeps the ledger from writing, or null. */
    public String trouble() {
        return commits.trouble();
    }

    /** Writes that wait. */
    public int waiting() {
        return commits.accepts.size() + commits.results.size() + commits.receipts.size();
    }

    /** Incoming messages to numbers that nobody has. */
    public long unclaimed() {
        return commits.unclaimed();
    }

    /** Receipts that match nothing yet. */
    public long unmatched() {
        return commits.unmatched();
    }

    /** Writes what waits, then lets go of the file. */
    @Override
    public void close() {
        try {
            commits.stop(STOP_MILLIS);
            tellers.shutdown();
            if (!tellers.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("What follows the last commits did not end within {} s", STOP_MILLIS / 1000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        finder.close();
        closeQuietly(lockFile);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
