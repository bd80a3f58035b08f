package org.smshub.hub.doors.jasmin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.Checks;
import org.smshub.hub.DoorOptions;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.hub.doors.Door;
import org.smshub.hub.doors.DoorRequest;
import org.smshub.hub.doors.Futures;
import org.smshub.hub.doors.Ids;
import org.smshub.hub.doors.Octets;
import org.smshub.hub.doors.Urls;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.Event;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.smpp.Times;

/** Jasmin's {@code /send}, {@code /rate}, {@code /balance} and {@code /ping}, and the same below {@code /secure}: the answers word for word. */
public class JasminDoor extends Door {

    /** Of the property {@code hub.door.jasmin} and of {@code doors} in clients.yaml. */
    static final String NAME = "jasmin";

    /** Of {@link Fields}: what a receipt will need. */
    static final String URL = "door.url";

    static final String LEVEL = "door.level";
    static final String METHOD = "door.method";

    static final String ARGUMENTS = "jasminArguments";
    static final String OPTIONS = "jasminOptions";

    private static final Logger LOG = LoggerFactory.getLogger(JasminDoor.class);
    private static final String FAILED = "Cannot send submit_sm, check SMPPClientManagerPB log file for details";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Exchange property: the answer is one of the REST API. */
    private static final String REST = "jasminRest";

    /** Exchange property: the answer is JSON, and an error a string of it. */
    private static final String QUERY = "jasminQuery";

    /** {@code /send}: takes the request apart, and asks whose it is; SmsClient is that. */
    public CompletableFuture<Void> send(Exchange exchange) throws JasminRefusal {
        DoorRequest request = DoorRequest.take(exchange);
        return enter(exchange, request, JasminArguments.of(request).forSend());
    }

    /** {@code /rate}. */
    public CompletableFuture<Void> rate(Exchange exchange) throws JasminRefusal {
        exchange.setProperty(QUERY, true);
        DoorRequest request = DoorRequest.take(exchange);
        exchange.setProperty(Checks.DRY_RUN, true);
        return enter(exchange, request, JasminArguments.of(request).forRate());
    }

    /** {@code /balance}. */
    public CompletableFuture<Void> balance(Exchange exchange) throws JasminRefusal {
        exchange.setProperty(QUERY, true);
        DoorRequest request = DoorRequest.take(exchange);
        return enter(exchange, request, JasminArguments.of(request).forBalance());
    }

    /** {@code /secure/send}. */
    public CompletableFuture<Void> secureSend(Exchange exchange) throws JasminRefusal {
        DoorRequest request = secure(exchange);
        return enter(
                exchange,
                request,
                login(request, new JasminArguments(json(request)).withMinuses()).forSend());
    }

    /** {@code /secure/rate}. */
    public CompletableFuture<Void> secureRate(Exchange exchange) throws JasminRefusal {
        DoorRequest request = secure(exchange);
        exchange.setProperty(QUERY, true);
        exchange.setProperty(Checks.DRY_RUN, true);
        JasminArguments query =
                new JasminArguments(new LinkedHashMap<>(Octets.parameters(request.query()))).withMinuses();
        return enter(exchange, request, login(request, query).forRate());
    }

    /** {@code /secure/balance}. */
    public CompletableFuture<Void> secureBalance(Exchange exchange) throws JasminRefusal {
        DoorRequest request = secure(exchange);
        exchange.setProperty(QUERY, true);
        return enter(
                exchange, request, login(request, new JasminArguments(Map.of())).forBalance());
    }

    /** {@code /secure/sendbatch}: a wrong login is another answer. */
    public CompletableFuture<Void> secureBatch(Exchange exchange) throws JasminRefusal {
        DoorRequest request = secure(exchange);
        exchange.setProperty("jasminBatch", true);
        return enter(exchange, request, login(request, new JasminArguments(json(request))));
    }

    private static DoorRequest secure(Exchange exchange) throws JasminRefusal {
        exchange.setProperty(REST, true);
        DoorRequest request = DoorRequest.take(exchange);
        String accept = request.header("Accept");
        if (accept != null && !accept.isBlank() && !accept.matches("(?is).*(\\*/\\*|application/(\\*|json)).*")) {
            throw new JasminProblem(415, "Unsupported media type", "This API supports JSON media type only.");
        }
        return request;
    }

    private static Map<String, Object> json(DoorRequest request) throws JasminRefusal {
        try {
            return JasminArguments.json(request.body());
        } catch (JasminRefusal e) {
            throw new JasminProblem(412, "Cannot parse JSON data", "Got unparseable json data");
        }
    }

    private static JasminArguments login(DoorRequest request, JasminArguments arguments) throws JasminRefusal {
        String authorization = request.header("Authorization");
        if (authorization == null) {
            throw new JasminProblem(401, "Authentication required", "Please provide a valid Basic auth token");
        }
        try {
            String[] words = authorization.strip().split(" ");
            String login =
                    words.length == 2 ? new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8) : "";
            int colon = login.indexOf(':');
            if (colon >= 0) {
                return arguments
                        .with("username", Octets.utf8(login.substring(0, colon)))
                        .with("password", Octets.utf8(login.substring(colon + 1)));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new JasminProblem(401, "Invalid token", "Please provide a valid Basic auth token");
    }

    private CompletableFuture<Void> enter(Exchange exchange, DoorRequest request, JasminArguments arguments) {
        String client = arguments.get("username");
        exchange.setProperty("jasminUser", client);
        return Futures.then(logins.login(request.from(), NAME, client, arguments.get("password")), options -> {
            exchange.getMessage().setHeader(SmsHeaders.CLIENT, client);
            exchange.setProperty(ARGUMENTS, arguments);
            exchange.setProperty(OPTIONS, options);
        });
    }

    /** The arguments become the message. */
    public void read(Exchange exchange) throws JasminRefusal, RefusedException {
        fill(
                exchange.getMessage(),
                exchange.getProperty(ARGUMENTS, JasminArguments.class),
                exchange.getProperty(OPTIONS, DoorOptions.class));
    }

    /** @param arguments that are valid */
    void fill(Message message, JasminArguments arguments, DoorOptions options) throws JasminRefusal, RefusedException {
        String client = message.getHeader(SmsHeaders.CLIENT, String.class);
        JasminContent content = JasminContent.of(arguments, options.unicode());
        message.setHeader(SmsHeaders.TO, numbers.bare(arguments.get("to"), false));
        String from = arguments.get("from");
        if (from != null && !from.isEmpty()) {
            message.setHeader(SmsHeaders.FROM, numbers.bare(Octets.textOrMarks(from, StandardCharsets.UTF_8), true));
        }
        set(message, SmsHeaders.ENCODING, content.encoding());
        set(message, SmsHeaders.DATA_CODING, content.dataCoding());
        if (arguments.has("priority")) {
            message.setHeader(SmsHeaders.PRIORITY, Integer.valueOf(arguments.get("priority")));
        }
        times(message, arguments);
        receipts(message, client, arguments, options);
        if (arguments.has("tags")) {
            List<String> tags = Arrays.stream(arguments.get("tags").split(","))
                    .filter(tag -> !tag.isEmpty())
                    .toList();
            Records.tags(tags, message);
        }
        message.setBody(content.body());
    }

    private static void times(Message message, JasminArguments arguments) throws JasminRefusal {
        String sdt = arguments.get("sdt");
        if (sdt != null) {
            try {
                set(message, SmsHeaders.SEND_AT, Times.parse(sdt, Instant.now()));
            } catch (RuntimeException e) {
                throw JasminRefusal.argument("Argument [sdt] has an invalid value: [" + sdt + "].");
            }
        }
        String validity = arguments.get("validity-period");
        if (validity != null) {
            long minutes = validity.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(validity);
            message.setHeader(SmsHeaders.VALID_UNTIL, System.currentTimeMillis() + TimeUnit.MINUTES.toMillis(minutes));
        }
    }

    private void receipts(Message message, String client, JasminArguments arguments, DoorOptions options)
            throws JasminRefusal {
        Fields fields = JasminContent.tlvs(arguments.all().get("custom_tlvs"), Fields.NONE);
        String url = arguments.get("dlr-url");
        if (url != null) {
            Urls.Called called = Urls.called(url);
            String refusal = called == null ? "it is no address" : clients.refusal(client, NAME, called.uri());
            if (refusal != null) {
                LOG.debug("Door {}: dlr-url of client {} is refused: {}", NAME, client, refusal);
                throw JasminRefusal.argument("Argument [dlr-url] has an invalid value: [" + url + "].");
            }
        }
        boolean told = "yes".equals(arguments.get("dlr")) && (url != null || options.receipts() != null);
        if (told) {
            fields = fields.with(URL, url)
                    .with(LEVEL, arguments.get("dlr-level"))
                    .with(METHOD, arguments.get("dlr-method"));
            message.setHeader(SmsHeaders.EVENTS, Event.CALLBACK_OF + NAME);
        }
        boolean handset = !"1".equals(arguments.get("dlr-level"));
        message.setHeader(
                SmsHeaders.RECEIPT, (told ? ReceiptsWanted.of(handset, true, true) : ReceiptsWanted.NONE).name());
        set(message, SmsHeaders.FIELDS, fields.orNull());
    }

    /** It is committed. */
    public void accepted(Exchange exchange) {
        String id = Ids.uuid(exchange.getMessage().getHeader(SmsHeaders.ID, String.class));
        String words = "Success \"" + id + "\"";
        if (isRest(exchange)) {
            data(exchange, words.substring(0, words.length() - 1));
        } else {
            answer(exchange, 200, "text/plain", words);
        }
    }

    /** After a dry run. */
    public void rated(Exchange exchange) {
        int parts = exchange.getMessage().getHeader(SmsHeaders.PARTS, 1, Integer.class);
        query(exchange, "{\"unit_rate\": 0.0, \"submit_sm_count\": " + parts + "}");
    }

    /** The hub has no balance: nothing is limited by one. */
    public void balanced(Exchange exchange) {
        query(exchange, "{\"balance\": \"ND\", \"sms_count\": \"ND\"}");
    }

    private static void query(Exchange exchange, String json) {
        answer(exchange, 200, "application/json", isRest(exchange) ? "{\"data\": " + json + "}" : json);
    }

    /** Of both APIs, told apart by what the client accepts. */
    public void ping(Exchange exchange) {
        DoorRequest request = DoorRequest.take(exchange);
        String accept = request.header("Accept");
        if (accept != null && accept.contains("application/json")) {
            answer(exchange, 200, "application/json", "{\"data\": \"Jasmin/PONG\"}");
        } else {
            answer(exchange, 200, "text/html", "Jasmin/PONG");
        }
    }

    /** In the words of Jasmin; never its own page. */
    public void refuse(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Answer.count(exchange, failure instanceof JasminRefusal ? RefusedException.invalid(null, "") : failure);
        if (failure instanceof JasminProblem problem) {
            problem(exchange, problem.status(), problem.title(), problem.getMessage());
            return;
        }
        String user = exchange.getProperty("jasminUser", "", String.class);
        JasminRefusal refusal = refusal(failure, user);
        if (refusal.status() == 500) {
            LOG.warn("Door {}: a request failed: {}", NAME, failure.toString());
        }
        if (exchange.getProperty("jasminBatch") != null) {
            if (refusal.status() == 403) {
                problem(exchange, 412, "Authentication failed", "Authentication failed for user: " + user);
            } else {
                problem(exchange, refusal.status(), "Batch not taken", refusal.getMessage());
            }
        } else if (isRest(exchange)) {
            String words =
                    exchange.getProperty(QUERY) != null ? refusal.getMessage() : "Error \"" + refusal.getMessage();
            answer(exchange, refusal.status(), "application/json", "{\"message\": " + quoted(words) + "}");
        } else if (exchange.getProperty(QUERY) != null) {
            answer(exchange, refusal.status(), "application/json", quoted(refusal.getMessage()));
        } else {
            answer(exchange, refusal.status(), "text/plain", error(refusal));
        }
    }

    static String error(JasminRefusal refusal) {
        return "Error \"" + refusal.getMessage() + "\"";
    }

    /** The hub's refusals in Jasmin's words. */
    static JasminRefusal refusal(Exception failure, String user) {
        if (failure instanceof JasminRefusal refusal) {
            return refusal;
        }
        if (failure instanceof ThrottledException) {
            return new JasminRefusal(403, "User throughput exceeded");
        }
        if (failure instanceof LedgerException) {
            return new JasminRefusal(500, FAILED);
        }
        if (!(failure instanceof RefusedException refused)) {
            return new JasminRefusal(500, "Unknown error: " + failure.getClass().getSimpleName());
        }
        if (refused.getReason() == RefusedException.Reason.UNAUTHORIZED) {
            return new JasminRefusal(403, "Authentication failure for username:" + user);
        }
        String filter =
                switch (refused.getField() == null ? "" : refused.getField()) {
                    case "to" -> "destination_address";
                    case "from" -> "source_address";
                    case "text" -> "content";
                    case "validUntil" -> "validity_period";
                    case "sendAt" -> "schedule_delivery_time";
                    default -> null;
                };
        return filter == null
                ? new JasminRefusal(412, "No route found")
                : JasminRefusal.argument(
                        "Value filter failed for user [" + user + "] (" + filter + " filter mismatch).");
    }

    private static boolean isRest(Exchange exchange) {
        return exchange.getProperty(REST) != null;
    }

    private static void data(Exchange exchange, String words) {
        answer(exchange, 200, "application/json", "{\"data\": " + quoted(words) + "}");
    }

    static void problem(Exchange exchange, int status, String title, String description) {
        answer(
                exchange,
                status,
                "application/json",
                "{\"title\": " + quoted(title) + ", \"description\": " + quoted(description) + "}");
    }

    static String quoted(String octets) {
        try {
            return JSON.writeValueAsString(Octets.textOrMarks(octets, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a string
        }
    }

    /** @param words octets, one a character */
    static void answer(Exchange exchange, int status, String type, String words) {
        boolean rest = isRest(exchange);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        if (rest) {
            message.setHeader("Powered-By", "Jasmin 0.11");
        }
        message.setBody(type.contains("json") ? words.getBytes(StandardCharsets.UTF_8) : Octets.bytes(words));
    }

    @Override
    public boolean speaks(String path) {
        return enabled && (path.equals("/send") || path.equals("/rate") || path.equals("/balance"));
    }

    @Override
    public String type() {
        return "text/plain";
    }

    @Override
    public byte[] say(int status) {
        return Octets.bytes("Error \"" + (status == 503 ? FAILED : "Unknown error: " + status) + "\"");
    }
}
