package org.smshub.cimd2;

import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.line.LineClient;
import org.smshub.line.camel.LineEndpoint;

/** Send and receive short messages at a centre (SMSC) that speaks CIMD2. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "cimd2",
        title = "CIMD2",
        syntax = "cimd2:host:port",
        category = {Category.MOBILE, Category.MESSAGING},
        headersClass = Cimd2Constants.class)
public class Cimd2Endpoint extends LineEndpoint<Cimd2Frame, Cimd2Configuration, LineClient<Cimd2Frame>> {

    @UriParam
    private Cimd2Configuration configuration;

    Cimd2Endpoint(String uri, Cimd2Component component, Cimd2Configuration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new Cimd2Producer(this);
    }

    @Override
    protected Cimd2Consumer consumer(Processor processor) {
        return new Cimd2Consumer(this, processor);
    }

    @Override
    public Cimd2Configuration getConfiguration() {
        return configuration;
    }
}
