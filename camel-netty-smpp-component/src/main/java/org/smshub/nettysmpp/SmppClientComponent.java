package org.smshub.nettysmpp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.line.Protocol;
import org.smshub.line.camel.LineClientComponent;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppReferences;

/** Sends and receives short messages at a centre that speaks SMPP. */
@Component("smpp-client")
public class SmppClientComponent extends LineClientComponent<SmppPdu, SmppClientConfiguration> {

    private final Map<String, SmppReferences> references = new ConcurrentHashMap<>();

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private SmppClientConfiguration configuration = new SmppClientConfiguration();

    @Override
    protected SmppClientEndpoint endpoint(String uri, SmppClientConfiguration options) {
        return new SmppClientEndpoint(uri, this, options);
    }

    @Override
    protected Protocol<SmppPdu> protocol(SmppClientConfiguration options, int session) {
        return new SmppClientProtocol(options, session);
    }

    /** What producers and consumers of a line know of each other's messages. */
    SmppReferences references(SmppClientConfiguration options) {
        return references.computeIfAbsent(options.key(), line -> new SmppReferences());
    }

    @Override
    public SmppClientConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(SmppClientConfiguration configuration) {
        this.configuration = configuration;
    }
}
