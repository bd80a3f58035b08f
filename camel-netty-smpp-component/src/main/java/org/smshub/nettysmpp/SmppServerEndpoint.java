package org.smshub.nettysmpp;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Be a message centre: applications bind by SMPP, their messages become exchanges; deliver receipts and messages to them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "smpp-server",
        title = "SMPP Server",
        syntax = "smpp-server:host:port",
        category = {Category.MOBILE},
        headersClass = SmppConstants.class)
public class SmppServerEndpoint extends DefaultEndpoint implements EndpointServiceLocation {

    @UriPath(description = "Address to listen on; 127.0.0.1 for this machine only, 0.0.0.0 for all")
    @Metadata(required = true)
    private String host;

    @UriPath(description = "Port to listen on; 0 for any that is free")
    @Metadata(required = true)
    private int port;

    @UriParam
    private SmppServerConfiguration configuration;

    public SmppServerEndpoint(String uri, SmppServerComponent component, SmppServerConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new SmppServerProducer(this, sessions());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SmppServerConsumer consumer = new SmppServerConsumer(this, processor, sessions());
        configureConsumer(consumer);
        return consumer;
    }

    private SmppServerSessions sessions() {
        return getComponent().sessions(this);
    }

    String address() {
        return host + ":" + port;
    }

    @Override
    public SmppServerComponent getComponent() {
        return (SmppServerComponent) super.getComponent();
    }

    @Override
    public String getServiceUrl() {
        return address();
    }

    @Override
    public String getServiceProtocol() {
        return "smpp";
    }

    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public SmppServerConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SmppServerConfiguration configuration) {
        this.configuration = configuration;
    }
}
