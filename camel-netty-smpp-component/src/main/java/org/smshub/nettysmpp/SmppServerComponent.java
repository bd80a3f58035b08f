package org.smshub.nettysmpp;

import java.util.concurrent.Executor;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.line.Protocol;
import org.smshub.line.camel.LineServerComponent;
import org.smshub.nettysmpp.codec.SmppPdu;

/** Is a centre for applications that bind by SMPP. */
@Component("smpp-server")
public class SmppServerComponent extends LineServerComponent<SmppPdu, SmppServerConfiguration> {

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private SmppServerConfiguration configuration = new SmppServerConfiguration();

    @Override
    protected SmppServerEndpoint endpoint(String uri, SmppServerConfiguration options) {
        return new SmppServerEndpoint(uri, this, options);
    }

    @Override
    protected Protocol<SmppPdu> protocol(SmppServerConfiguration options) {
        return new SmppServerProtocol(options);
    }

    Executor workers() {
        return threads().workers();
    }

    @Override
    public SmppServerConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(SmppServerConfiguration configuration) {
        this.configuration = configuration;
    }
}
