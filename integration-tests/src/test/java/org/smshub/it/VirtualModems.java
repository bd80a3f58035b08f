package org.smshub.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SynchronizationAdapter;
import org.smshub.bench.HubSite;
import org.smshub.line.Tap;

/** Virtual modems beside the hub, which outlive it. The network takes {@code millis} for each part, and tells it delivered. */
final class VirtualModems implements AutoCloseable {

    /** A part as the network got it. @param modem 0-based @param udh hex, empty for a single part */
    record Taken(int modem, String to, String text, String udh) {}

    /** When the network had a part, by System.nanoTime. */
    record Span(long from, long to) {}

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Tap> cables = new ArrayList<>();
    private final ConcurrentLinkedQueue<Taken> book = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Long> begun = new ConcurrentHashMap<>();
    private final Map<Integer, Queue<Span>> spans = new ConcurrentHashMap<>();
    private final Set<Integer> busy = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mostBusy = new AtomicInteger();
    private final Map<Integer, String> refusing = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final ProducerTemplate network;

    VirtualModems(int count, long millis) throws Exception {
        for (int i = 0; i < count; i++) {
            ports.add(HubSite.freePort());
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (int i = 0; i < count; i++) {
                    int modem = i;
                    from(uri(modem) + "?number=RAW(+4860000000" + modem + ")")
                            .routeId("modem-" + modem)
                            .choice()
                            .when(exchange -> refusing.containsKey(modem))
                            .process(exchange -> refuse(modem, exchange))
                            .stop()
                            .end()
                            .process(exchange -> begin(modem))
                            .delay(millis)
                            .asyncDelayed()
                            .process(exchange -> end(modem, exchange));
                }
            }
        });
        network = camel.createProducerTemplate();
        camel.getShutdownStrategy().setTimeout(5);
        camel.start();
        for (int port : ports) {
            cables.add(new Tap(port));
        }
    }

    private String uri(int modem) {
        return "gsmmodem-sim:127.0.0.1:" + ports.get(modem);
    }

    private void refuse(int modem, Exchange exchange) {
        refused.incrementAndGet();
        exchange.getMessage().setHeader("SmsErrorCode", refusing.get(modem));
    }

    private void begin(int modem) {
        begun.put(modem, System.nanoTime());
        busy.add(modem);
        mostBusy.accumulateAndGet(busy.size(), Math::max);
    }

    private void end(int modem, Exchange exchange) {
        busy.remove(modem);
        spans.computeIfAbsent(modem, m -> new ConcurrentLinkedQueue<>())
                .add(new Span(begun.get(modem), System.nanoTime()));
        Object body = exchange.getMessage().getBody();
        String text = body instanceof byte[] octets ? new String(octets, StandardCharsets.ISO_8859_1) : (String) body;
        String to = exchange.getMessage().getHeader("SmsTo", String.class);
        book.add(new Taken(modem, to, text, exchange.getMessage().getHeader("SmsUdh", "", String.class)));
        Object reference = exchange.getMessage().getHeader("SmsRemoteId");
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange taken) {
                network.asyncSend(uri(modem), receipt -> {
                    receipt.getMessage().setHeader("SmsKind", "RECEIPT");
                    receipt.getMessage().setHeader("SmsState", "DELIVERED");
                    receipt.getMessage().setHeader("SmsTo", to);
                    receipt.getMessage().setHeader("SmsRemoteId", reference);
                });
            }
        });
    }

    int count() {
        return ports.size();
    }

    /** Without the cable that {@link #unplug} pulls. */
    int port(int modem) {
        return ports.get(modem);
    }

    /** As AT+CGSN tells it. */
    String imei(int modem) {
        return String.format("3500000000%05d", port(modem));
    }

    /** As AT+CCID tells it. */
    String iccid(int modem) {
        return String.format("89480000000000%05d", port(modem));
    }

    List<Taken> book() {
        return List.copyOf(book);
    }

    List<Taken> of(int modem) {
        return book.stream().filter(taken -> taken.modem() == modem).toList();
    }

    /** When each part of these modems was with the network. */
    List<Span> spans(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(modem -> spans.getOrDefault(modem, new ConcurrentLinkedQueue<>()))
                .flatMap(Queue::stream)
                .toList();
    }

    /** How many had something to send at the same time, at most. */
    int mostBusy() {
        return mostBusy.get();
    }

    /** From now on the network refuses what comes from this card. @param code such as cms:21 */
    void refuses(int modem, String code) {
        refusing.put(modem, code);
    }

    /** How often it did. */
    int refused() {
        return refused.get();
    }

    /** A message from a phone. */
    void comesIn(int modem, String from, String text) {
        network.send(uri(modem), exchange -> {
            exchange.getMessage().setHeader("SmsKind", "MESSAGE");
            exchange.getMessage().setHeader("SmsFrom", from);
            exchange.getMessage().setBody(text);
        });
    }

    /** Its cable is pulled, whatever goes over it at that moment. */
    void unplug(int modem) throws IOException {
        cables.get(modem).cut();
    }

    void plugIn(int modem) {
        cables.get(modem).mend();
    }

    /** Does to the hub's configuration what docs/gsm-modems.md tells: four lines a modem, and one step of routing. */
    void link(HubSite site, String more) throws Exception {
        link(site, modem -> more, "'modems'");
    }

    /** @param more options of each, comma-separated @param pool of a message, as routes say it */
    void link(HubSite site, IntFunction<String> more, String pool) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            String block = "camel.routeTemplate[sim" + i + "].";
            lines.add(block + "templateId = modem-link");
            lines.add(block + "routeId = link-sim" + i);
            lines.add(block + "name = sim" + i);
            lines.add(block + "port = tcp:127.0.0.1:" + cables.get(i).port());
            for (String option : more.apply(i).split(",")) {
                if (!option.isEmpty()) {
                    lines.add(block + option);
                }
            }
        }
        Files.write(site.config().resolve("links.properties"), lines);
        Files.writeString(site.routes().resolve("routing.camel.yaml"), """
                - route:
                    id: routing
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:routing
                      steps:
                        - setHeader:
                            name: SmsLinks
                            method:
                              ref: modemPools
                              method: links(%s)
                """.formatted(pool));
    }

    @Override
    public void close() throws IOException {
        for (Tap cable : cables) {
            cable.close();
        }
        camel.stop();
    }
}
