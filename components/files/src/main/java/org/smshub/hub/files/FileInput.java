package org.smshub.hub.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.files.format.BrokenFileException;
import org.smshub.hub.files.format.FileFormat;
import org.smshub.hub.files.format.FileScan;
import org.smshub.hub.files.format.Line;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

/**
 * Files with many messages, as {@code inputs/files-in} and {@code sftp-in} use it: {@link #accept} says which files are taken,
 * {@link #open} makes chunks of one, {@link #chunk} and {@link #answered} stand before and behind {@code direct:accept-all},
 * {@link #close} gives the files that say what became of it, and {@link #states} those that say how it ended.
 */
public class FileInput extends FolderInput implements CamelContextAware, GenericFileFilter<Object> {

    private static final Logger LOG = LoggerFactory.getLogger(FileInput.class);
    private static final String RUN = "fileRun";

    /** Where the file goes when it is through: the option {@code move} of the route. */
    private static final String GOES_TO = "fileTo";

    private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int CHUNK_MOST = 1_000;

    private final FileFigures figures = new FileFigures();
    private CamelContext camelContext;
    private String client;
    private String events = "";
    private String folder;
    private String work;
    private String format = "csv";
    private String columns = "";
    private String separator = "AUTO";
    private String quote = "\"";
    private boolean header = true;
    private String path = "/messages/message";
    private String encoding = "AUTO";
    private String encodingElse = "windows-1252";
    private int chunk = 500;
    private boolean states;
    private long statesAge = TimeUnit.DAYS.toMillis(3);
    private volatile FileFormat known;
    private volatile FileStates ends;

    public FileInput() {
        super("files");
    }

    /** Whether the file is taken now: its name is one, and it does not rest. */
    @Override
    public boolean accept(GenericFile<Object> file) {
        String given = file.getFileName();
        String wrong = FileNames.wrong(given);
        if (wrong != null) {
            notTaken(given, wrong);
        }
        return wrong == null && !isResting(given);
    }

    /** The body becomes the chunks of the file. */
    public void open(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Path file = file(exchange);
        String given = file.getFileName().toString();
        FileRun run = run(given, file);
        exchange.setProperty(RUN, run);
        exchange.setProperty(GOES_TO, "failed/" + given);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onFailure(Exchange failed) {
                stays(run, failed.getException());
            }
        });
        figures.now(run);
        message.setBody(chunks(run));
    }

    private static Path file(Exchange exchange) throws IOException {
        File file = exchange.getMessage().getBody(File.class);
        if (file == null) {
            throw new IOException("There is no file");
        }
        return file.toPath();
    }

    private FileRun run(String given, Path file) throws IOException {
        Path folder = Path.of(work);
        try {
            FileScan scan = format().scan(file);
            return new FileRun(given, folder, scan, format(), chunk, null);
        } catch (BrokenFileException e) {
            return new FileRun(given, folder, null, format(), chunk, e.getMessage());
        }
    }

    private Iterator<List<Line>> chunks(FileRun run) {
        return new Iterator<>() {
            private long said = System.nanoTime();

            @Override
            public boolean hasNext() {
                if (camelContext.isStopping()) {
                    throw new IllegalStateException("The hub is stopping");
                }
                if (System.nanoTime() - said >= TOLD_NANOS) {
                    said = System.nanoTime();
                    LOG.info(
                            "{}: {}: {} accepted, {} refused so far",
                            getName(),
                            FileRun.shown(run.name),
                            run.accepted(),
                            run.refused());
                }
                return run.hasNext();
            }

            @Override
            public List<Line> next() {
                return run.next();
            }
        };
    }

    private void stays(FileRun run, Exception why) {
        try {
            run.close();
        } catch (IOException e) {
            LOG.debug("{}: a result file did not close", getName(), e);
        }
        if (camelContext.isStopping()) {
            LOG.info(
                    "{}: {} stays at line {} and goes on at the next start",
                    getName(),
                    FileRun.shown(run.name),
                    run.lines());
            return;
        }
        rest(run.name);
        LOG.warn(
                "{}: {} stays and is tried again in {} s, no line of it twice: {}",
                getName(),
                FileRun.shown(run.name),
                REST_SECONDS,
                why == null ? "no reason given" : words(why));
    }

    /** The body, a chunk, becomes records for {@code direct:accept-all}; no header stays. */
    public void chunk(Exchange exchange) {
        FileRun run = exchange.getProperty(RUN, FileRun.class);
        // not the file's own kind, which has the file as its body where none is set
        Message message = new DefaultMessage(camelContext);
        exchange.setMessage(message);
        message.setHeader(SmsHeaders.CLIENT, client);
        if (!events.isEmpty()) {
            message.setHeader(SmsHeaders.EVENTS, events);
        }
        message.setBody(run.records());
    }

    /** Behind {@code direct:accept-all}: what became of the chunk. */
    public void answered(Exchange exchange) throws IOException {
        FileRun run = exchange.getProperty(RUN, FileRun.class);
        List<?> batch = exchange.getMessage().getBody(List.class);
        List<Answer> answers = new ArrayList<>(batch.size());
        for (Object one : batch) {
            answers.add(Answer.of((Exchange) one));
        }
        run.answered(answers);
        figures.add(run);
        exchange.getMessage().setBody(null);
    }

    /** The file is through: the body becomes the files that say what became of it, each a map of headers and a body. */
    public void close(Exchange exchange) throws IOException {
        FileRun run = exchange.getProperty(RUN, FileRun.class);
        run.finish();
        String shown = FileRun.shown(run.name);
        if (run.isBroken()) {
            figures.broken();
            LOG.warn(
                    "{}: {} goes to failed, {} of its lines were accepted: {}",
                    getName(),
                    shown,
                    run.accepted(),
                    run.broken());
        } else {
            exchange.setProperty(GOES_TO, "done/" + run.name);
            LOG.info("{}: {} is done: {} accepted, {} refused", getName(), shown, run.accepted(), run.refused());
        }
        List<Produced> files = new ArrayList<>();
        files.add(new Produced("results/" + run.name + ".csv", run.results));
        if (run.hasFailures()) {
            files.add(new Produced("failed/" + run.name + ".csv", run.refused));
        }
        exchange.getMessage().setBody(files);
    }

    /** Before each file goes where it belongs: its name, and nothing else, as a header; its content as the body. */
    public void publish(Exchange exchange) {
        Message message = exchange.getMessage();
        Produced file = message.getBody(Produced.class);
        message.removeHeaders("*");
        message.setHeader(Exchange.FILE_NAME, file.name());
        message.setBody(file.content().toFile());
    }

    /** All that was produced is where it belongs: it is here no longer, or waits for its states. */
    public void published(Exchange exchange) throws IOException {
        FileRun run = exchange.getProperty(RUN, FileRun.class);
        Files.deleteIfExists(run.refused);
        if (states && run.accepted() > 0) {
            ends().add(run.name, run.results);
        } else {
            Files.deleteIfExists(run.results);
        }
        figures.now(null);
    }

    /**
     * The body becomes the files whose messages have all ended since, as of {@link #close}. Never waits for one, and a file of
     * states that cannot be written now holds up no other file.
     */
    public void states(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        if (exchange.getProperty(RUN) == null) {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onFailure(Exchange failed) {
                    trouble("the last states of a file wait: " + words(failed.getException()));
                }
            });
        }
        List<Produced> files = List.of();
        try {
            if (folder != null && !isOpen(Path.of(folder))) {
                trouble("the hub has not the rights to read " + folder + " and to write into it");
            }
            files = states ? ends().due() : files;
        } catch (IOException e) {
            trouble("the last states of a file wait: " + words(e));
        }
        exchange.getMessage().setBody(files);
    }

    private static boolean isOpen(Path folder) {
        return Files.isReadable(folder) && Files.isWritable(folder) && Files.isExecutable(folder);
    }

    /** A file of states is where it belongs. */
    public void settled(Exchange exchange) throws IOException {
        if (states) {
            ends().settled();
        }
    }

    /** A file to be written beside those that came. @param name with its folder */
    record Produced(String name, Path content) {}

    private FileFormat format() {
        if (known == null) {
            known = new FileFormat(format, columns, separator, quote, header, path, encoding, encodingElse);
        }
        return known;
    }

    private FileStates ends() throws IOException {
        if (ends == null) {
            LedgerComponent ledger = camelContext.getComponent("ledger", LedgerComponent.class);
            ends = new FileStates(Path.of(work), client, statesAge, ledger::ledger);
        }
        return ends;
    }

    /** One clear error at the start for options that cannot be. */
    public void start() {
        require(client != null && !client.isBlank(), "client", "the id of a client in clients.yaml");
        require(chunk >= 1 && chunk <= CHUNK_MOST, "chunk", "1 to " + CHUNK_MOST);
        require(work != null && !work.isBlank(), "work", "a folder");
        try {
            format();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(getName() + ": " + e.getMessage(), e);
        }
        figures.bind(camelContext, getName());
    }

    private void require(boolean good, String option, String wanted) {
        if (!good) {
            throw new IllegalArgumentException(getName() + ": option " + option + " must be " + wanted);
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    public String getClient() {
        return client;
    }

    /** Whose messages these are; never said by a file. */
    public void setClient(String client) {
        this.client = client;
    }

    public String getEvents() {
        return events;
    }

    /** The {@code ledger:events} that hears of them; empty = none. */
    public void setEvents(String events) {
        this.events = events;
    }

    public String getFolder() {
        return folder;
    }

    /** On this machine, that its rights are watched; null = elsewhere. */
    public void setFolder(String folder) {
        this.folder = folder;
    }

    public String getWork() {
        return work;
    }

    /** A folder of this input's own, for what is half done. */
    public void setWork(String work) {
        this.work = work;
    }

    public String getFormat() {
        return format;
    }

    /** csv, fixed, json, jsonl or xml. */
    public void setFormat(String format) {
        this.format = format;
    }

    public String getColumns() {
        return columns;
    }

    /** Which field stands where. */
    public void setColumns(String columns) {
        this.columns = columns;
    }

    public String getSeparator() {
        return separator;
    }

    /** Of csv: any text, TAB, or AUTO. */
    public void setSeparator(String separator) {
        this.separator = separator;
    }

    public String getQuote() {
        return quote;
    }

    /** Of csv: a character, or NONE. */
    public void setQuote(String quote) {
        this.quote = quote;
    }

    public boolean isHeader() {
        return header;
    }

    /** Of csv: whether its first line names the columns. */
    public void setHeader(boolean header) {
        this.header = header;
    }

    public String getPath() {
        return path;
    }

    /** Of xml: the elements that are messages. */
    public void setPath(String path) {
        this.path = path;
    }

    public String getEncoding() {
        return encoding;
    }

    /** A charset, or AUTO. */
    public void setEncoding(String encoding) {
        this.encoding = encoding;
    }

    public String getEncodingElse() {
        return encodingElse;
    }

    /** With AUTO: the charset of what is no UTF-8. */
    public void setEncodingElse(String encodingElse) {
        this.encodingElse = encodingElse;
    }

    public int getChunk() {
        return chunk;
    }

    /** Lines at once, 1 to 1,000. */
    public void setChunk(int chunk) {
        this.chunk = chunk;
    }

    public boolean isStates() {
        return states;
    }

    /** Whether a file with the final states follows. */
    public void setStates(boolean states) {
        this.states = states;
    }

    public long getStatesAge() {
        return statesAge;
    }

    /** Milliseconds after which a state is told though it is not the last. */
    public void setStatesAge(long statesAge) {
        this.statesAge = statesAge;
    }
}
