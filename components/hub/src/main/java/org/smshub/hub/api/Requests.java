package org.smshub.hub.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.smshub.hub.Checks;
import org.smshub.hub.Clients;
import org.smshub.hub.RefusedException;
import org.smshub.hub.Scope;
import org.smshub.hub.api.audit.AuditLog;
import org.smshub.link.SmsHeaders;

/**
 * The first step of each route of the API: takes out of the request what the operations know, throws every header away, and
 * asks whose key it is and whether it is good for that.
 */
public class Requests {

    /** Exchange property: the parameters of the query, a map of strings. */
    static final String QUERY = "query";

    /** Exchange property: what stands between the slashes of the path. */
    static final String PATH = "path";

    private static final Set<String> OF_CLIENT = Set.of("client");
    private static final Set<String> OF_SENDING = Set.of("client", "dryRun", "key");

    private Clients clients;
    private AuditLog audit;

    /** A key that sends; with {@code dryRun=true} as the property of that name. */
    public void send(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        String query = null;
        HttpServerRequest sent = request(exchange);
        if (sent != null) {
            HttpServerRequest request = sent;
            Idempotency.take(exchange, request.getHeader(Idempotency.HEADER));
            query = request.query();
            if (query != null) {
                query(exchange, request);
            }
        }
        enter(exchange, Scope.SEND);
        if (AuditLog.isConsole(sent)) {
            audited(exchange, sent);
        }
        if (query != null) {
            Map<String, String> parameters = query(exchange);
            only(parameters, OF_SENDING);
            String dryRun = parameters.getOrDefault("dryRun", "false");
            if (dryRun.equals("true")) {
                exchange.setProperty(Checks.DRY_RUN, true);
            } else if (!dryRun.equals("false")) {
                throw RefusedException.invalid("dryRun", "dryRun is true or false");
            }
            as(exchange, parameters.get("client"), dryRun);
        }
    }

    /** How another client's message would go is the operator's to ask. */
    private void as(Exchange exchange, String client, String dryRun) throws RefusedException {
        if (client == null || client.equals(clients.idOf(exchange))) {
            return;
        }
        if (dryRun.equals("false")) {
            throw RefusedException.invalid("client", "client goes with dryRun=true alone");
        }
        clients.operator(exchange);
        if (!clients.ids().contains(client)) {
            throw RefusedException.invalid("client", "There is no client '" + RefusedException.shown(client) + "'");
        }
        exchange.getMessage().setHeader(SmsHeaders.CLIENT, client);
    }

    /** A key that sends, of a request whose parameters are the message itself. */
    public void form(Exchange exchange) throws RefusedException {
        taken(exchange);
        if (exchange.getMessage() instanceof HttpMessage http) {
            Idempotency.take(exchange, http.getRequest().getHeader(Idempotency.HEADER));
            exchange.setProperty(Forms.RAW, http.getRequest().query());
            exchange.setProperty(Forms.METHOD, http.getRequest().method().name());
        }
        enter(exchange, Scope.SEND);
    }

    /** A key that changes messages. */
    public void change(Exchange exchange) throws RefusedException {
        taken(exchange);
        HttpServerRequest request = request(exchange);
        enter(exchange, Scope.SEND);
        audited(exchange, request);
        ofAll(exchange, Scope.OPERATE);
    }

    /** A key that reads: SmsClient is gone where it may read those of all. */
    public void read(Exchange exchange) throws RefusedException {
        taken(exchange);
        authenticate(exchange);
        if (!clients.has(exchange, Scope.READ_ALL)) {
            clients.require(exchange, Scope.READ);
        }
        ofAll(exchange, Scope.READ_ALL);
    }

    /** A key that reads what clients have: SmsClient is the one that the parameter {@code client} names, else as {@link #read} has it. */
    public void readClient(Exchange exchange) throws RefusedException {
        read(exchange);
        only(query(exchange), OF_CLIENT);
        String own = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        String named = query(exchange).get("client");
        if (named != null && own != null && !named.equals(own)) {
            throw new RefusedException(
                    RefusedException.Reason.FORBIDDEN, "client", "This key reads of its own client alone");
        }
        if (named != null) {
            exchange.getMessage().setHeader(SmsHeaders.CLIENT, named);
        }
    }

    /** A key for what is its client's own; the parameter {@code client} names another's, which is the operator's. SmsClient is whose. */
    public void ofClient(Exchange exchange) throws RefusedException {
        taken(exchange);
        HttpServerRequest request = request(exchange);
        authenticate(exchange);
        only(query(exchange), OF_CLIENT);
        audited(exchange, request);
        String own = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        String named = query(exchange).getOrDefault("client", own);
        if (named.equals(own)) {
            clients.require(exchange, Scope.SEND);
        } else {
            clients.operator(exchange);
            exchange.getMessage().setHeader(SmsHeaders.CLIENT, named);
        }
    }

    /** A key that reads its own events; Last-Event-ID as the property {@code lastEventId}. */
    public void events(Exchange exchange) throws RefusedException {
        taken(exchange);
        if (exchange.getMessage() instanceof HttpMessage http) {
            exchange.setProperty("lastEventId", http.getRequest().getHeader("Last-Event-ID"));
        }
        authenticate(exchange);
        none(exchange);
        if (!clients.has(exchange, Scope.READ_ALL)) {
            clients.require(exchange, Scope.READ);
        }
    }

    /** Any key. */
    public void any(Exchange exchange) throws RefusedException {
        taken(exchange);
        authenticate(exchange);
    }

    /** A key that reads what is of all clients. */
    public void readAll(Exchange exchange) throws RefusedException {
        taken(exchange);
        enter(exchange, Scope.READ_ALL);
    }

    /** A key of an operator. */
    public void operate(Exchange exchange) throws RefusedException {
        taken(exchange);
        HttpServerRequest request = request(exchange);
        authenticate(exchange);
        if (request != null && request.method() != HttpMethod.GET) {
            audited(exchange, request);
        }
        clients.operator(exchange);
    }

    /** The same of a request without parameters. */
    public void operateAlone(Exchange exchange) throws RefusedException {
        operate(exchange);
        none(exchange);
    }

    private static HttpServerRequest request(Exchange exchange) {
        return exchange.getMessage() instanceof HttpMessage http ? http.getRequest() : null;
    }

    private void audited(Exchange exchange, HttpServerRequest request) {
        if (audit != null && request != null) {
            audit.follow(exchange, clients.idOf(exchange), request);
        }
    }

    private void enter(Exchange exchange, Scope scope) throws RefusedException {
        authenticate(exchange);
        clients.require(exchange, scope);
    }

    private void authenticate(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        exchange.setProperty("authorization", message.getHeader("Authorization"));
        message.removeHeaders("*");
        clients.authenticate(exchange);
    }

    private void ofAll(Exchange exchange, Scope scope) {
        if (clients.has(exchange, scope)) {
            exchange.getMessage().removeHeader(SmsHeaders.CLIENT);
        }
    }

    private static void taken(Exchange exchange) throws RefusedException {
        if (exchange.getMessage() instanceof HttpMessage http) {
            HttpServerRequest request = http.getRequest();
            exchange.setProperty(PATH, request.path().split("/"));
            query(exchange, request);
        }
    }

    private static void query(Exchange exchange, HttpServerRequest request) throws RefusedException {
        exchange.setProperty(QUERY, request.query() == null ? Map.of() : parameters(request.query()));
    }

    /**
     * The first of a name counts; what is no good escape stays as it stands.
     *
     * @throws RefusedException a value is no UTF-8
     */
    static Map<String, String> parameters(String query) throws RefusedException {
        Map<String, String> parameters = Forms.pairs(query);
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            if (parameter.getValue() == null) {
                String shown = RefusedException.shown(parameter.getKey());
                throw RefusedException.invalid(shown, "'" + shown + "' is not UTF-8");
            }
        }
        return parameters;
    }

    @SuppressWarnings("unchecked")
    static Map<String, String> query(Exchange exchange) {
        return exchange.getProperty(QUERY, Map.of(), Map.class);
    }

    /** The parameters, of those that are known. @throws RefusedException there is another */
    public static Map<String, String> query(Exchange exchange, Set<String> known) throws RefusedException {
        Map<String, String> query = query(exchange);
        only(query, known);
        return query;
    }

    /** @throws RefusedException a parameter that is not known: what it should have done would not be done */
    static void only(Map<String, String> parameters, Set<String> known) throws RefusedException {
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                String shown = RefusedException.shown(name);
                throw RefusedException.invalid(
                        shown,
                        "There is no parameter '" + shown + "'"
                                + (known.isEmpty() ? "" : "; there are " + String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    /** For operations without any parameter. */
    public static void none(Exchange exchange) throws RefusedException {
        only(query(exchange), Set.of());
    }

    /** What stands at a place of the path, from 1 on: 3 is the id in {@code /v1/messages/ID}. */
    public static String inPath(Exchange exchange, int place) {
        String[] path = exchange.getProperty(PATH, new String[0], String[].class);
        String decoded = path.length > place ? Forms.decoded(path[place], false) : null;
        return decoded == null ? "" : decoded; // what is no UTF-8 is nobody's
    }

    public AuditLog getAudit() {
        return audit;
    }

    /** Who writes down what is changed, and by whom; null = nobody does. */
    public void setAudit(AuditLog audit) {
        this.audit = audit;
    }

    public Clients getClients() {
        return clients;
    }

    /** Who has the keys. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
