package org.smshub.hub.api.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.RefusedException;
import org.smshub.hub.StrictJson;
import org.smshub.hub.api.Messages;
import org.smshub.hub.api.Requests;
import org.smshub.hub.api.audit.Audited;
import org.smshub.hub.calls.Bodies;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.LedgerEndpoint;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.link.SmsHeaders;

/**
 * Links that operators let rest while the hub runs; a start forgets it. The consumer of the link's route is suspended, as
 * Camel's route policies do it: nothing leaves by it, what is in flight is answered, receipts come on, and what waits goes by
 * the next of its links after {@code failoverAfter}, as for a link whose line is lost.
 */
public class LinkSwitches implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(LinkSwitches.class);
    private static final ObjectReader DRAIN = StrictJson.MAPPER.readerFor(Drain.class);

    /** @param drained whether what waited was moved, too */
    private record Switched(String by, long at, boolean drained) {}

    private record Drain(String to) {}

    private record View(String link, String state, int inFlight, String at, Integer moved) {}

    private final Map<String, Switched> switched = new ConcurrentHashMap<>();
    private CamelContext camelContext;

    /** PAUSED, DRAINING (something is in flight), DRAINED; null = nobody has switched it. */
    String state(LinkQueue link) {
        Switched now = switched.get(link.name());
        return now == null ? null : !now.drained() ? "PAUSED" : link.inFlight() > 0 ? "DRAINING" : "DRAINED";
    }

    /** Who switched it, in words. */
    String why(String link) {
        Switched now = switched.get(link);
        return now == null ? null : (now.drained() ? "drained by " : "paused by ") + now.by();
    }

    /** The link of the path takes no more parts. */
    public void pause(Exchange exchange) throws JsonProcessingException, RefusedException {
        Requests.none(exchange);
        String link = link(exchange);
        suspend(exchange, link, false);
        answer(exchange, link, null);
    }

    /** It takes parts again. */
    public void resume(Exchange exchange) throws JsonProcessingException, RefusedException {
        Requests.none(exchange);
        String link = link(exchange);
        Audited.before(exchange, word(link));
        if (switched.remove(link) != null) {
            ServiceHelper.resumeService(consumer(link));
            LOG.info("Link {} takes parts again, by the operator {}", link, who(exchange));
        }
        Audited.after(exchange, word(link));
        answer(exchange, link, null);
    }

    /** It takes no more parts, and what waits on it is to go to another: SmsLink and SmsLinks say so for {@code ledger:reroute}. */
    public void drain(Exchange exchange) throws RefusedException {
        Requests.none(exchange);
        String link = link(exchange);
        Drain drain = StrictJson.read(DRAIN, Bodies.octets(exchange.getMessage()));
        LedgerComponent ledger = ledger();
        if (drain.to() == null || drain.to().equals(link) || !ledger.linkNames().contains(drain.to())) {
            throw RefusedException.invalid("to", "to is another link; there are " + ledger.linkNames());
        }
        suspend(exchange, link, true);
        exchange.getMessage().setHeader(SmsHeaders.LINK, link);
        exchange.getMessage().setHeader(SmsHeaders.LINKS, drain.to());
    }

    /** The answer to that. */
    public void drained(Exchange exchange) throws JsonProcessingException, RefusedException {
        int parts = exchange.getMessage().getBody(Changed.class).parts();
        answer(exchange, link(exchange), parts);
    }

    private void suspend(Exchange exchange, String link, boolean drains) throws RefusedException {
        Consumer consumer = consumer(link);
        Audited.before(exchange, word(link));
        switched.put(link, new Switched(who(exchange), System.currentTimeMillis(), drains));
        ServiceHelper.suspendService(consumer);
        LOG.info("Link {} is {}, by the operator {}", link, drains ? "drained" : "paused", who(exchange));
        Audited.after(exchange, word(link));
    }

    private String word(String link) {
        LinkQueue queue = ledger().ledger().links().get(link);
        String now = state(queue);
        return now == null ? queue.service().name() : now;
    }

    private String link(Exchange exchange) throws RefusedException {
        String link = Requests.inPath(exchange, 3);
        if (!ledger().linkNames().contains(link)) {
            throw new RefusedException(RefusedException.Reason.NOT_FOUND, "link", "There is no such link");
        }
        return link;
    }

    private void answer(Exchange exchange, String link, Integer moved) throws JsonProcessingException {
        LinkQueue queue = ledger().ledger().links().get(link);
        Messages.json(
                exchange.getMessage(),
                200,
                new View(link, word(link), queue.inFlight(), MessageView.iso(System.currentTimeMillis()), moved));
    }

    /** Of the route that begins with the link. @throws RefusedException it does not run */
    private Consumer consumer(String link) throws RefusedException {
        for (Route route : camelContext.getRoutes()) {
            if (route.getEndpoint() instanceof LedgerEndpoint endpoint && link.equals(endpoint.link())) {
                return route.getConsumer();
            }
        }
        throw new RefusedException(RefusedException.Reason.CONFLICT, "link", "The route of " + link + " does not run");
    }

    private static String who(Exchange exchange) {
        return exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
    }

    private LedgerComponent ledger() {
        return camelContext.getComponent("ledger", LedgerComponent.class);
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
