package org.smshub.hub.routing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.smshub.hub.RefusedException;
import org.smshub.link.SmsHeaders;

/**
 * The opt-out list: who has sent a word of {@code keywords.csv} that does {@code stop} hears no more of that sender, until one
 * that does {@code start} ({@link OptOutWords}).
 */
public class OptOuts extends RoutingBean implements Processor {

    /** Of whom a recipient wants no more. */
    private enum Scope {
        /** The number that STOP was sent to, or the sender named behind it ({@code STOP ACME}). */
        SENDER,
        /** All senders of the client whose number that is. */
        CLIENT,
        /** Everybody. */
        ALL
    }

    private static final String EVERYBODY = "all";

    private Scope scope = Scope.SENDER;
    private String file;
    private boolean readOnly;
    private OptOutStore store;

    @Override
    void start() throws IOException {
        Path path = Path.of(getCamelContext().resolvePropertyPlaceholders(file));
        store = readOnly ? OptOutStore.look(path) : OptOutStore.open(path);
    }

    @Override
    void stop() {
        if (store != null) {
            store.close();
        }
    }

    private OptOutStore store() {
        if (store == null) {
            throw new IllegalStateException("hub.routing.optOut is false");
        }
        return store;
    }

    /** @throws RefusedException the recipient wants no messages of this sender */
    @Override
    public void process(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        String to = message.getHeader(SmsHeaders.TO, String.class);
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        // that one is taken off the list is said, too
        if (to == null || exchange.getProperty(Keywords.ANSWER) != null) {
            return;
        }
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        if (store().isOut(EVERYBODY, to)
                || from != null && store().isOut(sender(from), to)
                || client != null && store().isOut(client(client), to)) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN,
                    "to",
                    "The recipient wants no messages of this sender (opt-out): its own START alone undoes that");
        }
        if (isAsked(exchange)) {
            tell(exchange, "the recipient is not on the opt-out list");
        }
    }

    private static String sender(String from) {
        return "sender " + from.toUpperCase(Locale.ROOT);
    }

    private static String client(String id) {
        return "client " + id;
    }

    /**
     * What the word of an incoming message does; done when it is committed.
     *
     * @param isOut whether its sender wants no more, or some again
     */
    CompletableFuture<Void> set(Exchange exchange, String number, boolean isOut) {
        String word = exchange.getProperty(Keywords.KEYWORD, "", String.class);
        CompletableFuture<Void> written = store().set(scope(exchange, exchange.getMessage()), number, isOut, word);
        // whoever wants some again is not kept out by an older word for all
        return isOut ? written : CompletableFuture.allOf(written, store().set(EVERYBODY, number, false, word));
    }

    private String scope(Exchange exchange, Message message) {
        String rest = exchange.getProperty(Keywords.REST, "", String.class);
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        return switch (scope) {
            case ALL -> EVERYBODY;
            case CLIENT -> client != null ? client(client) : sender(message.getHeader(SmsHeaders.TO, "", String.class));
            case SENDER -> sender(rest.isEmpty() ? message.getHeader(SmsHeaders.TO, "", String.class) : rest);
        };
    }

    public String getScope() {
        return scope.name();
    }

    /** SENDER: the number STOP was sent to, or the sender named behind it; CLIENT: the client whose number that is; ALL. */
    public void setScope(String scope) {
        try {
            this.scope = Scope.valueOf(scope.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hub.optOut.scope is SENDER, CLIENT or ALL, not '" + scope + "'", e);
        }
    }

    public String getFile() {
        return file;
    }

    /** The list: a file of SQLite, which is made where it is missing. */
    public void setFile(String file) {
        this.file = file;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    /** Whether it is only looked at, as another process has it. */
    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }
}
