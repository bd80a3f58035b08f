package org.smshub.hub.httplink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.httplink.file.Heard;
import org.smshub.hub.httplink.file.Poll;
import org.smshub.hub.httplink.file.Values;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Search;

/**
 * Asks a provider again and again that does not call. Which messages have no end yet the ledger tells at the start; up to what was read
 * stands in a file of the hub's data, written when the ledger has it.
 */
final class HttpPolls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPolls.class);

    /** Messages that are remembered; of what is beyond a later start asks. */
    private static final int MOST = 10_000;

    /** Of those asked for in a round. */
    private static final int ROUND = 100;

    /** A provider that has said nothing for so long says nothing more. */
    private static final long AGE = Duration.ofDays(3).toMillis();

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String TELLS = "direct:provider-tells";

    private final CamelContext context;
    private final HttpLink link;
    private final ProviderCaller caller;
    private final ScheduledExecutorService thread;
    private final ProducerTemplate template;

    /** The provider's ids, and since when, in the order in which they are asked for. */
    private final Map<String, Long> waiting = new LinkedHashMap<>();

    HttpPolls(CamelContext context, HttpLink link, ProviderCaller caller) {
        this.context = context;
        this.link = link;
        this.caller = caller;
        this.thread =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "polls-" + link.name());
        this.template = context.createProducerTemplate();
    }

    void start() {
        for (Poll poll : link.provider().polls()) {
            if (poll.isPerMessage()) {
                thread.execute(this::remember);
                thread.scheduleWithFixedDelay(() -> round(poll), poll.every(), poll.every(), TimeUnit.MILLISECONDS);
            } else {
                thread.schedule(() -> since(poll, read()), poll.every(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** This one was taken. */
    void waits(String id) {
        waits(id, System.currentTimeMillis());
    }

    private void waits(String id, long since) {
        synchronized (waiting) {
            if (waiting.size() < MOST) {
                waiting.putIfAbsent(id, since);
            }
        }
    }

    /** What the last process sent, and heard no end of. */
    private void remember() {
        LedgerComponent ledger = context.hasComponent("ledger") instanceof LedgerComponent there ? there : null;
        if (ledger == null) {
            return;
        }
        long since = System.currentTimeMillis() - AGE;
        try {
            String cursor = null;
            do {
                Search.Page<MessageView> page = ledger.ledger()
                        .searches()
                        .find(
                                new Search.Filter(null, null, null, null, "SENT", link.name(), null, since, null),
                                cursor,
                                1_000,
                                LOOK);
                page.found().stream()
                        .flatMap(message -> message.parts().stream())
                        .filter(part -> link.name().equals(part.link()) && part.remoteId() != null)
                        .forEach(part -> waits(part.remoteId()));
                cursor = page.next();
            } while (cursor != null && !thread.isShutdown());
        } catch (LedgerException | RuntimeException e) {
            LOG.warn(
                    "Link {}: which messages have no end yet cannot be looked up ({}); it asks for those of now on",
                    link.name(),
                    e.toString());
        }
    }

    private void round(Poll poll) {
        List<String> ids = new ArrayList<>();
        long now = System.currentTimeMillis();
        synchronized (waiting) {
            waiting.values().removeIf(since -> now - since > AGE);
            waiting.keySet().stream().limit(ROUND).forEach(ids::add);
            // the others come first in the next round
            ids.forEach(id -> waiting.put(id, waiting.remove(id)));
        }
        ids.forEach(
                id -> ask(poll, name -> name.equals("id") ? id : link.values().get(name))
                        .thenAccept(body -> {
                            List<Heard> heard = poll.read(body).stream()
                                    .filter(one -> id.equals(one.id()))
                                    .toList();
                            tell(heard).thenRun(() -> ended(heard));
                        })
                        .exceptionally(this::failed));
    }

    private void ended(List<Heard> heard) {
        synchronized (waiting) {
            heard.stream().filter(one -> !"BUFFERED".equals(one.state())).forEach(one -> waiting.remove(one.id()));
        }
    }

    private void since(Poll poll, long after) {
        ask(
                        poll,
                        name -> name.equals("after")
                                ? Long.toString(after)
                                : link.values().get(name))
                .thenCompose(body -> {
                    long next = poll.after(body, after);
                    return tell(poll.read(body)).thenApply(told -> next);
                })
                .exceptionally(e -> {
                    failed(e);
                    return after;
                })
                .thenAccept(next -> {
                    try {
                        thread.execute(() -> {
                            if (next != after) {
                                write(next);
                            }
                            thread.schedule(() -> since(poll, next), poll.every(), TimeUnit.MILLISECONDS);
                        });
                    } catch (RejectedExecutionException stopped) {
                        // the next start asks on
                    }
                });
    }

    /** The body of a good answer. */
    private CompletableFuture<String> ask(Poll poll, Values values) {
        CompletableFuture<String> done = new CompletableFuture<>();
        try {
            caller.call(link.provider().ask(poll, values), (by, came) -> {
                if (came.answer() != null && came.answer().status() / 100 == 2) {
                    done.complete(came.answer().body());
                } else {
                    done.completeExceptionally(new IOException(
                            came.answer() == null
                                    ? came.words()
                                    : "it answers " + came.answer().status()));
                }
            });
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    private CompletableFuture<Exchange> tell(List<Heard> heard) {
        if (heard.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return template.asyncSend(TELLS, exchange -> {
                    exchange.setProperty(HttpLinks.LINK, link.name());
                    exchange.getMessage().setBody(heard);
                })
                .thenApply(told -> {
                    if (told.getException() != null) {
                        throw new IllegalStateException(told.getException().toString());
                    }
                    return told;
                });
    }

    private Void failed(Throwable why) {
        Throwable cause = why.getCause() == null ? why : why.getCause();
        LOG.debug(
                "Link {}: what is asked for has not come: {}",
                link.name(),
                link.discreet(String.valueOf(cause.getMessage())));
        return null;
    }

    private Path file() {
        LedgerComponent ledger = context.hasComponent("ledger") instanceof LedgerComponent there ? there : null;
        return ledger == null ? null : Path.of(ledger.getDirectory(), "providers", link.name() + ".after");
    }

    private long read() {
        Path file = file();
        try {
            return file == null || !Files.exists(file)
                    ? 0
                    : Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            LOG.warn(
                    "Link {}: {} cannot be read ({}); it is asked for all that the provider still has",
                    link.name(),
                    file,
                    e.toString());
            return 0;
        }
    }

    private void write(long after) {
        Path file = file();
        if (file == null) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Path beside = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), Long.toString(after));
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn(
                    "Link {}: {} cannot be written ({}); after a restart messages may come twice",
                    link.name(),
                    file,
                    e.toString());
        }
    }

    @Override
    public void close() {
        context.getExecutorServiceManager().shutdownNow(thread);
        template.stop();
        caller.close();
    }
}
