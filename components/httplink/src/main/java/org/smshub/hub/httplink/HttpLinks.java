package org.smshub.hub.httplink;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.RefusedException;
import org.smshub.hub.calls.Bodies;
import org.smshub.hub.check.Checked;
import org.smshub.hub.http.HttpGate;
import org.smshub.hub.httplink.file.Callback;
import org.smshub.hub.httplink.file.Called;
import org.smshub.hub.httplink.file.Heard;
import org.smshub.link.SmsHeaders;

/** What providers call the hub with, as the links' routes know it; and their files, for who checks a configuration. */
public class HttpLinks implements CamelContextAware, Checked, HttpGate {

    /** Where they call, with the name of the link and its secret behind. */
    static final String PATH = "/providers/";

    /** Exchange property: how the call is answered when all of it is kept. */
    private static final String REPLY = "HttpLinkReply";

    static final String LINK = "link";
    private static final String FILE = "file:";
    private static final int TOLD = 100;
    private static final int AGAIN_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(HttpLinks.class);

    private CamelContext camelContext;

    /**
     * The first step: whose call it is, and what it says. The body becomes the list of it.
     *
     * @throws RefusedException for an address that is no link's (404), and a call that is not signed by its provider (403)
     */
    public void read(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        HttpLink link =
                message instanceof HttpMessage http ? of(http.getRequest().path()) : null;
        if (link == null) {
            throw new RefusedException(RefusedException.Reason.NOT_FOUND, null, "There is nothing here");
        }
        Called called = called(message, link);
        message.removeHeaders("*");
        Callback callback = link.provider().callback();
        String refusal = link.provider().refusal(called, link.values()::get, System.currentTimeMillis());
        if (refusal != null) {
            long times = link.forged();
            if (times == 1 || times % TOLD == 0) {
                LOG.warn(
                        "Link {}: a call that is none of its provider's is refused: {} ({} so far)",
                        link.name(),
                        refusal,
                        times);
            }
            throw new RefusedException(RefusedException.Reason.FORBIDDEN, null, "The signature does not fit");
        }
        List<Heard> heard;
        try {
            heard = callback.read(called);
        } catch (IllegalArgumentException e) {
            LOG.warn("Link {}: a call cannot be read, and is kept: {}", link.name(), e.getMessage());
            heard = List.of(new Heard(
                    Heard.OTHER,
                    null,
                    null,
                    null,
                    null,
                    null,
                    message.getBody(byte[].class),
                    null,
                    null,
                    null,
                    null,
                    null));
        }
        String ref = called.parameter("ref");
        heard.stream()
                .filter(one -> one.kind().equals(Heard.RECEIPT))
                .findFirst()
                .ifPresent(one -> link.named(ref, one.id()));
        exchange.setProperty(LINK, link.name());
        exchange.setProperty(REPLY, callback.reply());
        message.setBody(heard);
    }

    /** Whether a provider calls here: nothing of a stranger's body is read. */
    @Override
    public boolean opens(String path) {
        return of(path) != null;
    }

    /** By the path itself: a parameter of the query may have any name. */
    private HttpLink of(String path) {
        String[] parts = path.split("/");
        HttpLink link = parts.length < 2 ? null : component().link(parts[parts.length - 2]);
        return link != null && link.opens(parts[parts.length - 1]) ? link : null;
    }

    private static Called called(Message message, HttpLink link) {
        byte[] body = Bodies.octets(message);
        message.setBody(body);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String method = "POST";
        String query = null;
        if (message instanceof HttpMessage http) {
            HttpServerRequest request = http.getRequest();
            request.headers().forEach(header -> headers.putIfAbsent(header.getKey(), header.getValue()));
            method = request.method().name();
            query = request.query();
        }
        return new Called(method, link.callback(), query, headers, body);
    }

    /** One of them as a message for {@code direct:received}. */
    public void one(Exchange exchange) {
        Message message = exchange.getMessage();
        Heard heard = message.getBody(Heard.class);
        message.removeHeaders("*");
        set(message, SmsHeaders.KIND, heard.kind());
        set(message, SmsHeaders.LINK, exchange.getProperty(LINK, String.class));
        set(message, SmsHeaders.FROM, heard.from());
        set(message, SmsHeaders.TO, heard.to());
        if (heard.kind().equals(Heard.RECEIPT)) {
            set(message, SmsHeaders.REMOTE_ID, heard.id());
            set(message, SmsHeaders.STATE, heard.state());
            set(message, SmsHeaders.DONE_AT, heard.at());
            if (heard.code() != null) {
                HttpLink link = component().link(exchange.getProperty(LINK, String.class));
                set(message, SmsHeaders.ERROR_CODE, (link == null ? "http" : link.scheme()) + ":" + heard.code());
            }
            message.setBody("");
        } else {
            set(message, SmsHeaders.RECEIVED_AT, heard.at());
            set(message, SmsHeaders.UDH, heard.udh());
            set(message, SmsHeaders.PART, heard.part());
            set(message, SmsHeaders.PARTS, heard.parts());
            set(message, SmsHeaders.PART_REF, heard.partRef());
            message.setBody(heard.body());
        }
    }

    private static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    /** All of it is kept. */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        Callback.Reply reply = exchange.getProperty(REPLY, Callback.Reply.class);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        if (reply.type() != null) {
            message.setHeader(Exchange.CONTENT_TYPE, reply.type());
        }
        message.setBody(reply.body() == null ? null : reply.body().getBytes(StandardCharsets.UTF_8));
    }

    /** Not all of it is kept: again later, and never with a status after which a provider drops it. */
    public void later(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 503);
        message.setHeader("Retry-After", AGAIN_SECONDS);
        message.setBody(null);
    }

    private HttpLinkComponent component() {
        return camelContext.getComponent("sms-http", HttpLinkComponent.class);
    }

    /** All files in {@code providers} of the configuration, used or not. */
    @Override
    public void check() throws IOException {
        String folder = camelContext.resolvePropertyPlaceholders(getFile()).replaceFirst("^" + FILE, "");
        if (!Files.isDirectory(Path.of(folder))) {
            return;
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            for (Path file : (Iterable<Path>)
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted()::iterator) {
                component().read(FILE + file);
            }
        }
    }

    @Override
    public String getFile() {
        return "{{config:providers}}";
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (this.camelContext != null) {
            return; // Camel Main says it twice
        }
        this.camelContext = camelContext;
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext context) {
                try {
                    if (isOwn()) {
                        check();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    /** Whether the configuration is another than the package's, whose files need no reading at every start. */
    private static boolean isOwn() throws IOException {
        String own = System.getProperty("hub.config");
        String home = System.getProperty("hub.home");
        Path shipped = home == null ? null : Path.of(home, "config");
        return own != null
                && (shipped == null || !Files.isDirectory(shipped) || !Files.isSameFile(Path.of(own), shipped));
    }
}
