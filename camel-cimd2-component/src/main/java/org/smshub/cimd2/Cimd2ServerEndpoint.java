package org.smshub.cimd2;

import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.line.camel.LineServerEndpoint;

/** Be a centre (SMSC) for clients that speak CIMD2: gateways, other hubs. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "cimd2-server",
        title = "CIMD2 Server",
        syntax = "cimd2-server:host:port",
        category = {Category.MOBILE, Category.MESSAGING},
        headersClass = Cimd2Constants.class)
public class Cimd2ServerEndpoint extends LineServerEndpoint<Cimd2Frame, Cimd2ServerConfiguration> {

    @UriParam
    private Cimd2ServerConfiguration configuration;

    Cimd2ServerEndpoint(String uri, Cimd2ServerComponent component, Cimd2ServerConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new Cimd2ServerProducer(this);
    }

    @Override
    protected Cimd2ServerConsumer consumer(Processor processor) {
        return new Cimd2ServerConsumer(this, processor);
    }

    @Override
    public Cimd2ServerComponent getComponent() {
        return (Cimd2ServerComponent) super.getComponent();
    }

    @Override
    public Cimd2ServerConfiguration getConfiguration() {
        return configuration;
    }
}
