package org.smshub.nettysmpp;

import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.smshub.line.camel.LineServerEndpoint;
import org.smshub.nettysmpp.codec.SmppPdu;

/** Be a message centre: applications bind by SMPP, their messages become exchanges; deliver receipts and messages to them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "smpp-server",
        title = "SMPP Server",
        syntax = "smpp-server:host:port",
        category = {Category.MOBILE, Category.MESSAGING},
        headersClass = SmppConstants.class)
public class SmppServerEndpoint extends LineServerEndpoint<SmppPdu, SmppServerConfiguration> {

    @UriParam
    private SmppServerConfiguration configuration;

    SmppServerEndpoint(String uri, SmppServerComponent component, SmppServerConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new SmppServerProducer(this);
    }

    @Override
    protected SmppServerConsumer consumer(Processor processor) {
        return new SmppServerConsumer(this, processor);
    }

    @Override
    public SmppServerComponent getComponent() {
        return (SmppServerComponent) super.getComponent();
    }

    @Override
    public SmppServerConfiguration getConfiguration() {
        return configuration;
    }
}
