package org.smshub.cimd2;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.line.Protocol;
import org.smshub.line.camel.LineClientComponent;

/** Sends and receives short messages at a centre that speaks CIMD2. */
@Component("cimd2")
public class Cimd2Component extends LineClientComponent<Cimd2Frame, Cimd2Configuration> {

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private Cimd2Configuration configuration = new Cimd2Configuration();

    @Override
    protected Cimd2Endpoint endpoint(String uri, Cimd2Configuration options) {
        return new Cimd2Endpoint(uri, this, options);
    }

    @Override
    protected Protocol<Cimd2Frame> protocol(Cimd2Configuration options, int session) {
        return new Cimd2ClientProtocol(options);
    }

    @Override
    public Cimd2Configuration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(Cimd2Configuration configuration) {
        this.configuration = configuration;
    }
}
