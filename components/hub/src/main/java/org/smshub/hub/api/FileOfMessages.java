package org.smshub.hub.api;

import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.smshub.hub.StrictJson;
import org.smshub.ledger.Searches;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Search;

/** Messages as lines of a file, found a page at a time as whoever reads it goes on. Read on a thread that may wait. */
final class FileOfMessages extends InputStream {

    private static final int PAGE = 200;
    private static final int PATIENCE = 10;
    private static final String COLUMNS =
            "id,client,ref,to,from,state,encoding,parts,acceptedAt,sentAt,doneAt,link,errorCode,tags\r\n";
    private static final ObjectWriter JSON = StrictJson.MAPPER.writer();

    private final Searches searches;
    private final Search.Filter filter;
    private final boolean csv;
    private final Runnable closed;
    private byte[] octets;
    private int at;
    private String next;
    private boolean last;
    private boolean isClosed;

    /** @param closed is told when nobody reads any more */
    FileOfMessages(Searches searches, Search.Filter filter, boolean csv, Runnable closed) {
        this.searches = searches;
        this.filter = filter;
        this.csv = csv;
        this.closed = closed;
        this.octets = csv ? COLUMNS.getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    @Override
    public int read() throws IOException {
        return fill() ? octets[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, octets.length - at);
        System.arraycopy(octets, at, into, from, count);
        at += count;
        return count;
    }

    /** Whether there is more. */
    private boolean fill() throws IOException {
        while (at == octets.length && !last) {
            Search.Page<MessageView> page = page();
            StringBuilder lines = new StringBuilder();
            for (MessageView view : page.found()) {
                lines.append(csv ? line(view) : JSON.writeValueAsString(view) + "\n");
            }
            octets = lines.toString().getBytes(StandardCharsets.UTF_8);
            at = 0;
            next = page.next();
            last = next == null;
        }
        return at < octets.length;
    }

    private Search.Page<MessageView> page() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return searches.find(filter, next, PAGE, Finds.BUDGET);
            } catch (LedgerException busy) {
                if (tries == PATIENCE || Thread.interrupted()) {
                    throw new InterruptedIOException(busy.getMessage());
                }
            }
        }
    }

    private static String line(MessageView m) {
        MessageView.PartView part = m.parts().get(m.parts().size() - 1);
        List<String> values = Arrays.asList(
                m.id(),
                m.client(),
                m.ref(),
                m.to(),
                m.from(),
                m.state(),
                m.encoding(),
                String.valueOf(m.parts().size()),
                m.acceptedAt(),
                part.sentAt(),
                part.doneAt(),
                part.link(),
                part.errorCode(),
                m.tags() == null ? null : String.join(" ", m.tags()));
        return values.stream().map(FileOfMessages::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** RFC 4180; what a spreadsheet would take for a formula is text, but a number with its plus. */
    private static String quoted(String value) {
        if (value == null) {
            return "";
        }
        boolean formula = value.matches("(?s)[=@\\t\\r-].*|\\+(?![0-9]+$).*");
        String text = formula ? "'" + value : value;
        return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            closed.run();
        }
    }
}
