package org.smshub.hub.doors.twilio;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.Clients;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.Searches;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Search;
import org.smshub.link.SmsHeaders;

/** Messages that are here already: one of them, pages of them; and the account, by which some try their password. */
public class TwilioMessages {

    /** What one question may take of a thread and of the disk. */
    private static final Duration BUDGET = Duration.ofMillis(500);

    private Clients clients;
    private Numbers numbers;

    /** The message of the path. */
    public void one(Exchange exchange) throws TwilioError {
        TwilioPath path = path(exchange);
        String id = TwilioPath.id(path.sid());
        if (id == null) {
            throw notFound(path);
        }
        exchange.getMessage().setHeader(SmsHeaders.ID, id);
    }

    private static TwilioPath path(Exchange exchange) {
        return exchange.getProperty(TwilioDoor.PATH, TwilioPath.class);
    }

    private static TwilioError notFound(TwilioPath path) {
        return TwilioError.notFound(TwilioPath.ofMessage(path.account(), path.sid()));
    }

    /** The answer with a message, which may be one from a phone. */
    public void found(Exchange exchange) throws TwilioError, LedgerException, JsonProcessingException {
        Message message = exchange.getMessage();
        String account = path(exchange).account();
        if (message.getBody() instanceof MessageView view) {
            TwilioDoor.json(message, 200, TwilioMessage.of(account, view));
            return;
        }
        Search.Received in = searches(exchange)
                .incoming(
                        message.getHeader(SmsHeaders.ID, String.class),
                        message.getHeader(SmsHeaders.CLIENT, String.class));
        if (in == null) {
            throw notFound(path(exchange));
        }
        TwilioDoor.json(message, 200, TwilioMessage.of(account, in));
    }

    /** The answer where there is nothing to say. */
    public void deleted(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
        message.setBody("");
    }

    private record Page(
            List<TwilioMessage> messages,
            int page,

            @JsonProperty("page_size") int size,

            int start,
            int end,
            String uri,

            @JsonProperty("first_page_uri") String first,

            @JsonProperty("next_page_uri") String next,

            @JsonProperty("previous_page_uri") String previous) {}

    /** A page, the newest first: what was sent; or what came to a number of the account's own, where {@code To} is one. */
    public void list(Exchange exchange) throws TwilioError, LedgerException, JsonProcessingException {
        TwilioForm form = exchange.getProperty(TwilioDoor.FORM, TwilioForm.class);
        Message message = exchange.getMessage();
        String account = path(exchange).account();
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        TwilioFilter filter = TwilioFilter.of(form);
        String to = number(filter.to());
        Search.Filter search = new Search.Filter(
                client, null, to, number(filter.from()), null, null, null, filter.since(), filter.until());
        List<TwilioMessage> found;
        String next;
        if (to != null && clients.owns(client, to)) {
            Search.Page<Search.Received> page =
                    searches(exchange).incoming(search, filter.cursor(), filter.size(), BUDGET);
            found = page.found().stream()
                    .map(in -> TwilioMessage.of(account, in))
                    .toList();
            next = page.next();
        } else {
            Search.Page<MessageView> page = searches(exchange).find(search, filter.cursor(), filter.size(), BUDGET);
            found = page.found().stream()
                    .map(view -> TwilioMessage.of(account, view))
                    .toList();
            next = page.next();
        }
        int start = filter.page() * filter.size();
        Map<String, String> asked = form.fields();
        TwilioDoor.json(
                message,
                200,
                new Page(
                        found,
                        filter.page(),
                        filter.size(),
                        start,
                        Math.max(start, start + found.size() - 1),
                        filter.path(account, asked, filter.page(), filter.cursor()),
                        filter.path(account, asked, 0, null),
                        next == null ? null : filter.path(account, asked, filter.page() + 1, next),
                        null));
    }

    /** As messages have it; what is no number is looked for as it stands, and not found. */
    private String number(String given) {
        if (given == null) {
            return null;
        }
        try {
            return numbers.bare(given.startsWith(" ") ? "+" + given.strip() : given, true);
        } catch (RefusedException e) {
            return given;
        }
    }

    private record Account(
            String sid,

            @JsonProperty("friendly_name") String name,

            String status,
            String type,
            String uri,

            @JsonProperty("subresource_uris") Map<String, String> resources) {}

    /** The account, which is there. */
    public void account(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        String account = path(exchange).account();
        TwilioDoor.json(
                message,
                200,
                new Account(
                        account,
                        message.getHeader(SmsHeaders.CLIENT, String.class),
                        "active",
                        "Full",
                        TwilioPath.ofAccount(account),
                        Map.of("messages", TwilioPath.ofMessages(account))));
    }

    /** What an SMS has of media: nothing. */
    public void media(Exchange exchange) throws JsonProcessingException {
        TwilioPath path = path(exchange);
        String uri = TwilioPath.ofMedia(path.account(), path.sid());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("media_list", List.of());
        page.put("page", 0);
        page.put("page_size", 50);
        page.put("start", 0);
        page.put("end", 0);
        page.put("uri", uri);
        page.put("first_page_uri", uri);
        page.put("next_page_uri", null);
        page.put("previous_page_uri", null);
        TwilioDoor.json(exchange.getMessage(), 200, page);
    }

    private static Searches searches(Exchange exchange) {
        return exchange.getContext()
                .getComponent("ledger", LedgerComponent.class)
                .ledger()
                .searches();
    }

    public Clients getClients() {
        return clients;
    }

    /** Whose number is whose. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }

    public Numbers getNumbers() {
        return numbers;
    }

    /** Who knows how a number is written. */
    public void setNumbers(Numbers numbers) {
        this.numbers = numbers;
    }
}
