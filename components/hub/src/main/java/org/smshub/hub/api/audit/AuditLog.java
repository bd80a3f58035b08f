package org.smshub.hub.api.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.hub.Problem;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.hub.api.Messages;
import org.smshub.hub.api.Requests;
import org.smshub.ledger.entry.MessageView;

/**
 * Writes down each request that changes something once it is answered, refused ones too: who, when, what, how it was before
 * and is after; and who signs in and out. A line of JSON each, without numbers, texts and secrets; written by a thread of its own.
 */
public class AuditLog implements CamelContextAware, Clients.SignIns {

    /** What the console's requests have. */
    private static final String CONSOLE = "X-Hub-Console";

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final long MOST_OCTETS = 10L << 20;
    private static final int MOST_WAITING = 10_000;
    private static final int LIMIT = 100;
    private static final int MOST = 1_000;
    private static final Set<String> PARAMETERS = Set.of("limit");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of an answer what is no number, no text and no secret. */
    private static final List<String> TOLD = List.of(
            "id",
            "state",
            "count",
            "sent",
            "before",
            "refused",
            "replayed",
            "failed",
            "parts",
            "moved",
            "level",
            "until",
            "delivered",
            "accepted");

    /**
     * @param who client id; null = nobody knows the key
     * @param by console or api
     * @param what method and path
     */
    record Entry(String at, String who, String by, String what, int status, String before, String after) {}

    private CamelContext camelContext;
    private String directory = "data";
    private AuditFile file;
    private ExecutorService writer;
    private boolean told;

    /** Whether the console asks. */
    public static boolean isConsole(HttpServerRequest request) {
        return request != null && request.headers().contains(CONSOLE);
    }

    /** Writes down what becomes of the request, when it is answered. */
    public void follow(Exchange exchange, String who, HttpServerRequest request) {
        String by = isConsole(request) ? "console" : "api";
        String what = request.method() + " " + request.path();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                write(entry(done, who, by, what));
            }
        });
    }

    @Override
    public void signed(String who, String what, int status, String words) {
        write(new Entry(MessageView.iso(System.currentTimeMillis()), who, "console", what, status, null, words));
    }

    private static Entry entry(Exchange done, String who, String by, String what) {
        Integer status = done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        int code = status == null
                ? done.getException() == null
                        ? 200
                        : Problem.of(done.getException()).status()
                : status;
        String after = done.getProperty(Audited.AFTER, String.class);
        return new Entry(
                MessageView.iso(System.currentTimeMillis()),
                who,
                by,
                what,
                code,
                done.getProperty(Audited.BEFORE, String.class),
                after == null && code < 300 ? told(done.getMessage().getBody()) : after);
    }

    private static String told(Object body) {
        if (!(body instanceof byte[] octets) || octets.length > 100_000) {
            return null;
        }
        try {
            JsonNode answer = JSON.readTree(octets);
            StringJoiner some = new StringJoiner(" ");
            for (String name : TOLD) {
                if (answer.path(name).isValueNode()) {
                    some.add(name + "=" + answer.path(name).asText());
                }
            }
            return some.length() == 0 ? null : some.toString();
        } catch (IOException e) {
            return null; // an answer that is no JSON tells nothing
        }
    }

    private void write(Entry entry) {
        try {
            String line = StrictJson.MAPPER.writeValueAsString(entry);
            writer().execute(() -> add(line));
        } catch (RejectedExecutionException e) {
            LOG.warn("Not in the audit log, too much waits to be written: {} of {}", entry.what(), entry.who());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // strings and a number
        }
    }

    private void add(String line) {
        try {
            file().add(line);
            told = false;
        } catch (IOException e) {
            if (!told) {
                LOG.warn("The audit log cannot be written: {}", e.toString());
            }
            told = true;
        }
    }

    private record Entries(List<Map<?, ?>> entries) {}

    /** The last ones, the newest first. */
    public void list(Exchange exchange) throws JsonProcessingException, RefusedException {
        String limit = Requests.query(exchange, PARAMETERS).getOrDefault("limit", String.valueOf(LIMIT));
        if (!limit.matches("[0-9]{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw RefusedException.invalid("limit", "limit is 1 to " + MOST);
        }
        List<Map<?, ?>> entries = new ArrayList<>();
        try {
            for (String line : file().last(Integer.parseInt(limit))) {
                entries.add(JSON.readValue(line, Map.class));
            }
        } catch (IOException e) {
            LOG.warn("The audit log cannot be read: {}", e.toString());
        }
        Messages.json(exchange.getMessage(), 200, new Entries(entries));
    }

    private synchronized AuditFile file() {
        if (file == null) {
            file = new AuditFile(Path.of(directory), MOST_OCTETS);
        }
        return file;
    }

    private synchronized ExecutorService writer() {
        if (writer == null) {
            writer = camelContext
                    .getExecutorServiceManager()
                    .newThreadPool(
                            this,
                            "audit",
                            new ThreadPoolProfileBuilder("audit")
                                    .poolSize(1)
                                    .maxPoolSize(1)
                                    .maxQueueSize(MOST_WAITING)
                                    .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                                    .build());
        }
        return writer;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    public String getDirectory() {
        return directory;
    }

    /** The data folder. */
    public void setDirectory(String directory) {
        this.directory = directory;
    }
}
