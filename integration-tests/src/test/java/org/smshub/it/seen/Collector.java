package org.smshub.it.seen;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector of OpenTelemetry: takes traces by OTLP over HTTP, in protobuf, and keeps them. */
final class Collector implements AutoCloseable {

    /** @param parent empty = it begins the trace */
    record Seen(String trace, String id, String parent, String name, Map<String, String> attributes, int events) {}

    private static final String TYPE = "application/x-protobuf";

    private final List<Seen> spans = new CopyOnWriteArrayList<>();
    private final List<String> services = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** Those of a trace, in the order in which they began. */
    List<Seen> of(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    List<Seen> all() {
        return List.copyOf(spans);
    }

    List<String> services() {
        return List.copyOf(services);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!TYPE.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                exchange.sendResponseHeaders(415, -1);
                return;
            }
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            try (InputStream in = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
                read(ExportTraceServiceRequest.parseFrom(in));
            }
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void read(ExportTraceServiceRequest request) {
        List<Span> all = new ArrayList<>();
        request.getResourceSpansList().forEach(resource -> {
            resource.getResource().getAttributesList().stream()
                    .filter(attribute -> attribute.getKey().equals("service.name"))
                    .forEach(attribute -> services.add(attribute.getValue().getStringValue()));
            resource.getScopeSpansList().forEach(scope -> all.addAll(scope.getSpansList()));
        });
        for (Span span : all) {
            Map<String, String> attributes = new TreeMap<>();
            span.getAttributesList()
                    .forEach(a -> attributes.put(a.getKey(), a.getValue().getStringValue()));
            spans.add(new Seen(
                    hex(span.getTraceId().toByteArray()),
                    hex(span.getSpanId().toByteArray()),
                    hex(span.getParentSpanId().toByteArray()),
                    span.getName(),
                    attributes,
                    span.getEventsCount()));
        }
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
