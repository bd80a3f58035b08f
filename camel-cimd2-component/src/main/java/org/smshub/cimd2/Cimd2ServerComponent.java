package org.smshub.cimd2;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.line.Protocol;
import org.smshub.line.camel.LineServerComponent;

/** Is a centre for clients that speak CIMD2. */
@Component("cimd2-server")
public class Cimd2ServerComponent extends LineServerComponent<Cimd2Frame, Cimd2ServerConfiguration> {

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private Cimd2ServerConfiguration configuration = new Cimd2ServerConfiguration();

    @Override
    protected Cimd2ServerEndpoint endpoint(String uri, Cimd2ServerConfiguration options) {
        return new Cimd2ServerEndpoint(uri, this, options);
    }

    @Override
    protected Protocol<Cimd2Frame> protocol(Cimd2ServerConfiguration options) {
        return new Cimd2ServerProtocol(options);
    }

    @Override
    public Cimd2ServerConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(Cimd2ServerConfiguration configuration) {
        this.configuration = configuration;
    }
}
