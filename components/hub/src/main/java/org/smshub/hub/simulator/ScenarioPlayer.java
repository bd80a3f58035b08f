package org.smshub.hub.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.ResourceHelper;
import org.smshub.hub.check.Checked;
import org.smshub.link.LoginClosedException;
import org.smshub.link.Logins;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.smpp.Manner;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;

/**
 * The bean {@code scenario} of the simulator's routes: it says what happens, the routes say it in their protocol.
 *
 * <p>{@link #choose} puts the scenario of the number on the exchange, {@link #answer} ends the exchange as it wants, and
 * {@link #say} makes each receipt and incoming message of the lists {@value #EARLY} and {@value #LATER} a message.
 */
public class ScenarioPlayer implements CamelContextAware, Logins, Checked {

    /** Exchange property, Long: milliseconds to wait before the answer. */
    public static final String DELAY = "SimulatorDelay";

    /** Exchange property, List: what is said before the answer. */
    public static final String EARLY = "SimulatorEarly";

    /** Exchange property, List: what is said after the answer, each {@code after} its own number of milliseconds. */
    public static final String LATER = "SimulatorLater";

    private static final String ENTRY = "SimulatorScenario";

    /** Exchange property, Long: the id of the message, before it is written in a form. */
    private static final String NUMBER = "SimulatorNumber";

    /** Header of the SMPP server: {@link Manner}s. */
    private static final String MANNERS = "SmsSmppManners";

    /** Exchange property of the server components, Boolean: not over the session that the message came by. */
    private static final String OTHER_SESSION = "SmsOtherSession";

    /** Header of the server components: NONE, DROP, THEN_DROP. */
    private static final String ANSWER = "SmsAnswer";

    /**
     * Something the centre says. Either a receipt or a part of an incoming message.
     *
     * @param after milliseconds after what was said before
     */
    public record Event(long after, Scenario.Receipt receipt, Segment part, int reference) {}

    /** Milliseconds that an answer waits for receipts to go. */
    private static final long SLOWED = 1000;

    private final AtomicLong ids = new AtomicLong(System.currentTimeMillis() * 1000);
    private final AtomicInteger references = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Received received = new Received();
    private int maxWaiting = 10_000;
    private CamelContext camelContext;
    private String file = "classpath:simulator.yaml";
    private volatile ScenarioFile scenarios;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        // a broken file is an error of the start, not of the first message
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext context) {
                if ("true".equals(context.resolvePropertyPlaceholders("{{hub.simulator:false}}"))) {
                    scenarios();
                }
            }
        });
    }

    @Override
    public void check() {
        read();
    }

    @Override
    public String getFile() {
        return file;
    }

    /** The scenario file, with {@code classpath:} or {@code file:}. Read at the start, where {@code hub.simulator} is on, else when the first message comes. */
    public void setFile(String file) {
        this.file = file;
    }

    public int getMaxWaiting() {
        return maxWaiting;
    }

    /**
     * How many receipts and incoming messages may wait to be said. From then on every answer is a second late, so that who
     * sends slows down to what it takes back: nothing is refused, and what waits stays bounded by its window.
     */
    public void setMaxWaiting(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** What it has received last. */
    Received received() {
        return received;
    }

    /** All scenarios, in the order in which they are looked at. */
    List<Scenario> all() {
        return scenarios().all();
    }

    private ScenarioFile scenarios() {
        ScenarioFile read = scenarios;
        if (read == null) {
            read = read();
            scenarios = read;
        }
        return read;
    }

    private ScenarioFile read() {
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(camelContext, file)) {
            return ScenarioFile.read(in);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
        } catch (Exception e) {
            throw new IllegalArgumentException("Cannot read the scenarios of " + file + ": " + e.getMessage(), e);
        }
    }

    /** Anybody may log in, with any password, whom no scenario refuses. */
    @Override
    public boolean fits(String name, String password) throws Exception {
        Scenario.Bind bind = scenarios().bind(name);
        if (bind == Scenario.Bind.SILENT) {
            throw new SmsUnknownOutcomeException("simulator:silent", "scenario of system id " + name);
        }
        if (bind == Scenario.Bind.CLOSE) {
            throw new LoginClosedException("scenario of system id " + name);
        }
        return bind != Scenario.Bind.REFUSE;
    }

    /** Gives the message its id and its scenario: properties {@value #DELAY}, {@value #EARLY}, {@value #LATER}. */
    public void choose(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        ScenarioFile.Entry entry = scenarios()
                .of(message.getHeader(SmsHeaders.CLIENT, String.class), message.getHeader(SmsHeaders.TO, String.class));
        Scenario scenario = entry.scenario;
        received.add(message, protocol(exchange), scenario);
        exchange.setProperty(ENTRY, entry);
        long id = ids.incrementAndGet();
        exchange.setProperty(NUMBER, id);
        message.setHeader(SmsHeaders.REMOTE_ID, written(id, scenario.id(), Long.toString(id)));
        long delay = Math.max(scenario.delay(), waiting.get() >= maxWaiting ? SLOWED : 0);
        if (delay > 0) {
            exchange.setProperty(DELAY, delay);
        }
        if (scenario.answer() != Scenario.Answer.SENT) {
            message.setHeader(ANSWER, scenario.answer().name());
        }
        if (scenario.reject() == null) {
            List<Event> later = receipts(exchange, scenario);
            later.addAll(incoming(message, scenario));
            if (!later.isEmpty()) {
                exchange.setProperty(LATER, later);
            }
        }
    }

    private static List<Event> receipts(Exchange exchange, Scenario scenario) {
        List<Event> later = new ArrayList<>(2);
        ReceiptsWanted wanted =
                ReceiptsWanted.of(exchange.getMessage().getHeader(SmsHeaders.RECEIPT, "FINAL", String.class));
        List<Event> early = new ArrayList<>();
        for (Scenario.Receipt receipt : scenario.receipts()) {
            boolean intermediate =
                    receipt.state().equals("BUFFERED") || receipt.state().equals("ACCEPTED");
            boolean good = receipt.state().equals("DELIVERED");
            boolean asked = intermediate ? wanted.intermediate() : good ? wanted.success() : wanted.failure();
            if (asked || receipt.unasked()) {
                (receipt.early() ? early : later)
                        .add(new Event(receipt.early() ? 0 : receipt.after(), receipt, null, 0));
            }
        }
        if (!early.isEmpty()) {
            exchange.setProperty(EARLY, early);
        }
        return later;
    }

    private List<Event> incoming(Message message, Scenario scenario) {
        Scenario.Incoming incoming = scenario.incoming();
        if (incoming == null) {
            return List.of();
        }
        String text = incoming.text() == null ? message.getBody(String.class) : incoming.text();
        int reference = references.incrementAndGet() & 0xFF;
        List<Event> events = new ArrayList<>();
        for (Segment segment :
                TextProfile.STANDARD.plan(text == null ? "" : text).segments(reference)) {
            events.add(new Event(incoming.after(), null, segment, reference));
        }
        if (incoming.outOfOrder()) {
            Collections.reverse(events);
        }
        return events;
    }

    /** Ends the exchange as the scenario wants: normally, or refused. */
    public void answer(Exchange exchange) throws SmsNotSentException {
        ScenarioFile.Entry entry = exchange.getProperty(ENTRY, ScenarioFile.Entry.class);
        if (entry.tooFast(System.nanoTime())) {
            exchange.removeProperty(LATER);
            throw SmsNotSentException.forThrottling("simulator:throttled", "scenario " + entry.scenario.number());
        }
        if (entry.scenario.reject() != null) {
            String protocol = protocol(exchange);
            String code = entry.scenario.reject().get(protocol);
            throw new SmsNotSentException(
                    code == null ? "simulator:rejected" : protocol + ":" + code,
                    "scenario " + entry.scenario.number(),
                    false);
        }
        List<?> later = exchange.getProperty(LATER, List.class);
        if (later != null) {
            waiting.addAndGet(later.size());
        }
    }

    /** One of what {@value #LATER} holds was said, or could not be. */
    public void said() {
        waiting.decrementAndGet();
    }

    /** {@code smpp} of {@code smpp-server:…}, {@code gsmmodem} of {@code gsmmodem-sim:…}. */
    private static String protocol(Exchange exchange) {
        Endpoint from = exchange.getFromEndpoint();
        String uri = from == null ? "direct:" : from.getEndpointUri();
        return uri.substring(0, uri.indexOf(':')).replaceFirst("-(server|sim)$", "");
    }

    /** Makes the body, an {@link Event}, the receipt or message that it stands for. */
    public void say(Exchange exchange) {
        Message message = exchange.getMessage();
        Event event = message.getBody(Event.class);
        message.setHeader(SmsHeaders.DONE_AT, System.currentTimeMillis());
        if (event.receipt() != null) {
            receipt(event.receipt(), exchange.getProperty(NUMBER, Long.class), message);
            manners(exchange, event.receipt().manners());
        } else {
            part(event, message);
            ScenarioFile.Entry entry = exchange.getProperty(ENTRY, ScenarioFile.Entry.class);
            manners(exchange, entry.scenario.incoming().manners());
        }
    }

    private static void manners(Exchange exchange, Set<Manner> manners) {
        if (!manners.isEmpty()) {
            exchange.setProperty(OTHER_SESSION, manners.contains(Manner.OTHER_BIND));
            exchange.getMessage()
                    .setHeader(MANNERS, manners.stream().map(Manner::name).collect(Collectors.joining(",")));
        }
    }

    private static String written(long number, Scenario.Form form, String plain) {
        return switch (form) {
            case PLAIN, GARBLED -> plain;
            case DECIMAL -> Long.toString(number);
            case HEX -> Long.toHexString(number);
            case UPPER -> Long.toHexString(number).toUpperCase(Locale.ROOT);
            case ZEROS -> "000" + number;
        };
    }

    private static void receipt(Scenario.Receipt receipt, long number, Message message) {
        String id = message.getHeader(SmsHeaders.REMOTE_ID, String.class);
        message.setHeader(SmsHeaders.KIND, "RECEIPT");
        message.setHeader(SmsHeaders.STATE, receipt.state());
        message.setBody("");
        if (receipt.error() != null) {
            message.setHeader(SmsHeaders.ERROR_CODE, receipt.error());
        }
        message.setHeader(SmsHeaders.REMOTE_ID, written(number, receipt.form(), id));
        if (receipt.form() == Scenario.Form.GARBLED) {
            message.setHeader("SmsSmppReceiptText", "ID=" + id + "; status " + receipt.state() + "; at noon");
        }
    }

    private static void part(Event event, Message message) {
        Segment part = event.part();
        Object to = message.getHeader(SmsHeaders.TO);
        message.setHeader(SmsHeaders.KIND, "MESSAGE");
        message.setHeader(SmsHeaders.TO, message.getHeader(SmsHeaders.FROM));
        message.setHeader(SmsHeaders.FROM, to);
        message.removeHeader(SmsHeaders.REMOTE_ID);
        message.removeHeader(SmsHeaders.UDH);
        message.setHeader(SmsHeaders.ENCODING, part.encoding().name());
        message.setBody(part.text());
        if (part.parts() > 1) {
            message.setHeader(SmsHeaders.UDH, HexFormat.of().withUpperCase().formatHex(part.udhBytes()));
            message.setHeader(SmsHeaders.PART, part.part());
            message.setHeader(SmsHeaders.PARTS, part.parts());
            message.setHeader(SmsHeaders.PART_REF, event.reference());
        }
    }
}
