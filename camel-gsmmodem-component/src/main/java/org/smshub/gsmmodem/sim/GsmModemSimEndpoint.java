package org.smshub.gsmmodem.sim;

import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.smshub.line.LineServer;
import org.smshub.line.camel.LineEndpoint;

/** Be a GSM modem on TCP for programs that speak AT, to try them without a SIM card. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "gsmmodem-sim",
        title = "GSM Modem Simulator",
        syntax = "gsmmodem-sim:host:port",
        category = {Category.MOBILE, Category.MESSAGING, Category.TESTING},
        headersClass = GsmModemSimConstants.class)
public class GsmModemSimEndpoint extends LineEndpoint<Words, GsmModemSimConfiguration, LineServer<Words>> {

    @UriParam
    private GsmModemSimConfiguration configuration;

    GsmModemSimEndpoint(String uri, GsmModemSimComponent component, GsmModemSimConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new GsmModemSimProducer(this);
    }

    @Override
    protected GsmModemSimConsumer consumer(Processor processor) {
        return new GsmModemSimConsumer(this, processor);
    }

    @Override
    public GsmModemSimComponent getComponent() {
        return (GsmModemSimComponent) super.getComponent();
    }

    @Override
    public GsmModemSimConfiguration getConfiguration() {
        return configuration;
    }
}
