package org.smshub.hub.httplink;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.smshub.link.LateAnswer;
import org.smshub.link.SmsHeaders;

/** A Camel with links by HTTP alone; messages go as the ledger hands them out. */
final class Links implements AutoCloseable {

    static final String ID = "01KB3Y4ZQ8TESTTESTTESTTEST";

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template = camel.createProducerTemplate();
    final Map<String, String> late = new TreeMap<>();

    Links() {
        camel.start();
    }

    CamelContext camel() {
        return camel;
    }

    /** The address of a link by a shipped provider. */
    static String uri(String provider, Map<String, String> options) {
        StringBuilder uri = new StringBuilder("sms-http:" + provider + "?blocking=false");
        Map<String, String> all = new TreeMap<>(options);
        all.putIfAbsent("provider", "file:../../config/providers/" + provider + ".yaml");
        all.forEach((name, value) ->
                uri.append('&').append(name).append("=RAW(").append(value).append(')'));
        return uri.toString();
    }

    Exchange send(String uri, Object body, Map<String, Object> headers) throws Exception {
        Map<String, Object> all = new TreeMap<>(Map.of(
                SmsHeaders.ID,
                ID,
                SmsHeaders.TO,
                "+48600100200",
                SmsHeaders.FROM,
                "ACME",
                SmsHeaders.ENCODING,
                "GSM7"));
        all.put(SmsHeaders.PART, 1);
        all.put(SmsHeaders.PARTS, 1);
        all.put(SmsHeaders.LINK, "link");
        all.putAll(headers);
        all.values().removeIf("none"::equals);
        LateAnswer answer = (id, refused) -> late.put(String.valueOf(id), String.valueOf(refused));
        return template.asyncSend(uri, (Exchange e) -> {
                    e.getMessage().setBody(body);
                    e.getMessage().setHeaders(new TreeMap<>(all));
                    e.setProperty(LateAnswer.PROPERTY, answer);
                })
                .get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
