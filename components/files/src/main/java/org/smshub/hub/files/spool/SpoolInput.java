package org.smshub.hub.files.spool;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.RefusedException;
import org.smshub.hub.files.FolderInput;
import org.smshub.link.SmsHeaders;

/**
 * The spool folder of smstools, in: {@code outgoing} is read as smsd reads it, a message a file. What is accepted lies in
 * {@code checked} until it is sent, what is refused in {@code failed}.
 */
public class SpoolInput extends FolderInput implements GenericFileFilter<File> {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolInput.class);
    private static final String REF = "spoolRef";
    private static final String FILE = "spoolFile";
    private static final int SMALLEST = 8;

    /** Octets: with its key it is the reference of the message. */
    private static final int LONGEST_NAME = 80;

    private String folder;
    private String client;
    private String events = "spool";
    private boolean report;
    private long whole = 1_000;
    private EventHandler handler = new EventHandler("", 0);

    public SpoolInput() {
        super("spool");
    }

    /** Which files smsd takes; one that was changed a moment ago is not whole. */
    @Override
    public boolean accept(GenericFile<File> file) {
        String given = file.getFileName();
        if (given.startsWith(".")
                || given.endsWith(".LOCK")
                || given.startsWith("LOCKED")
                || given.endsWith(".camelLock")) {
            return false;
        }
        if (file.isDirectory() || file.getFileLength() < SMALLEST) {
            return false;
        }
        long age = System.currentTimeMillis() - file.getLastModified();
        // a clock that was set back keeps none for ever
        if (age < whole && age > -whole || Files.exists(spool().file("outgoing", given + ".LOCK"))) {
            return false;
        }
        if (wrongName(given)) {
            notTaken(
                    given,
                    "is longer than " + LONGEST_NAME + " octets, or has control characters or an expression in it");
            return false;
        }
        // the one before it of the same name is not sent yet
        return !isResting(given) && !spool().has("checked", given);
    }

    private static boolean wrongName(String given) {
        return given.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
                || given.contains("${")
                || given.contains("$simple{")
                || given.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0xfffd);
    }

    private SpoolFolder spool() {
        return new SpoolFolder(Path.of(folder));
    }

    /** The body, a file, becomes a list of one record for {@code direct:accept-all}, or an empty one when it is refused. */
    public void read(Exchange exchange) throws IOException {
        Path file = exchange.getMessage().getBody(File.class).toPath();
        // not the file's own kind, which has the file as its body where none is set
        Message message = new DefaultMessage(exchange.getContext());
        exchange.setMessage(message);
        String given = file.getFileName().toString();
        exchange.setProperty(FILE, given);
        message.setHeader(SmsHeaders.CLIENT, client);
        message.setHeader(SmsHeaders.EVENTS, events);
        try {
            String ref = SpoolFolder.ref(file);
            exchange.setProperty(REF, ref);
            SpoolFile read = SpoolFile.parse(SpoolFolder.read(file));
            exchange.setProperty("spoolQueue", read.get("Queue") == null ? read.get("Provider") : read.get("Queue"));
            Map<String, Object> fields = SpoolMessage.fields(read, System.currentTimeMillis(), report);
            fields.put("ref", ref);
            message.setBody(List.of(fields));
        } catch (RefusedException | IllegalArgumentException e) {
            message.setBody(List.of());
            exchange.setProperty("spoolWrong", e.getMessage());
        } catch (IOException e) {
            message.setBody(List.of());
            exchange.setProperty(
                    "spoolWrong", "The file " + (e.getMessage() == null ? "cannot be read" : e.getMessage()));
        }
    }

    /**
     * Behind {@code direct:accept-all}: what was refused goes to failed, with the reason. A file that cannot be moved stays; it
     * is known when it is read again.
     */
    public void answered(Exchange exchange) {
        try {
            move(exchange);
        } catch (IOException e) {
            String given = exchange.getProperty(FILE, String.class);
            rest(given);
            trouble("a file of outgoing cannot be moved, and is tried again in " + REST_SECONDS + " s: " + words(e));
        }
    }

    private void move(Exchange exchange) throws IOException {
        String given = exchange.getProperty(FILE, String.class);
        String wrong = exchange.getProperty("spoolWrong", String.class);
        List<?> batch = exchange.getMessage().getBody(List.class);
        if (wrong == null) {
            Answer answer = Answer.of((Exchange) batch.get(0));
            wrong = answer.accepted() ? null : words(answer);
        }
        exchange.getMessage().setBody(null);
        SpoolFolder spool = spool();
        if (wrong == null) {
            spool.checked(given, exchange.getProperty(REF, String.class));
            return;
        }
        LOG.warn("{}: a file goes to failed: {}", getName(), wrong.split("'", 2)[0]);
        List<SpoolFile.Header> why = List.of(
                new SpoolFile.Header("Fail_reason", wrong),
                new SpoolFile.Header("Failed", SpoolFolder.time(System.currentTimeMillis())));
        handler.run("FAILED", spool.end(spool.file("outgoing", given), "failed", why), null);
    }

    private static String words(Answer answer) {
        return answer.field() == null ? answer.reason() : answer.field() + ": " + answer.reason();
    }

    /** One clear error at the start for options that cannot be; the folders that writers expect are made. */
    public void start() throws IOException {
        if (client == null || client.isBlank() || folder == null || folder.isBlank()) {
            throw new IllegalArgumentException(getName() + ": options folder and client must be set");
        }
        for (String one : List.of("outgoing", "checked", "sent", "failed", "incoming", "report")) {
            Path made = Files.createDirectories(spool().root().resolve(one));
            if (!Files.isReadable(made) || !Files.isWritable(made)) {
                throw new IllegalArgumentException(
                        getName() + ": the hub has not the rights to read " + made + " and to write into it");
            }
        }
    }

    public String getFolder() {
        return folder;
    }

    /** With outgoing, checked, sent, failed, incoming and report in it. */
    public void setFolder(String folder) {
        this.folder = folder;
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

    /** The {@code ledger:events} that moves the files. */
    public void setEvents(String events) {
        this.events = events;
    }

    public boolean isReport() {
        return report;
    }

    /** Whether a report is asked for where a file does not say. */
    public void setReport(boolean report) {
        this.report = report;
    }

    public long getWhole() {
        return whole;
    }

    /** Milliseconds that a file must be unchanged. */
    public void setWhole(long whole) {
        this.whole = whole;
    }

    public String getEventHandler() {
        return handler.program();
    }

    /** A program that is told of what failed here; empty = none. */
    public void setEventHandler(String program) {
        this.handler = new EventHandler(program, EventHandler.PATIENCE_SECONDS);
    }
}
