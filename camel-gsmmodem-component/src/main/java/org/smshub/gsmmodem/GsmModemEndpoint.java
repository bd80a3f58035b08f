package org.smshub.gsmmodem;

import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.smshub.gsmmodem.at.AtFrame;
import org.smshub.line.LineClient;
import org.smshub.line.camel.LineEndpoint;

/** Send and receive short messages through the SIM card of a GSM or LTE modem. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "gsmmodem",
        title = "GSM modem",
        syntax = "gsmmodem:device",
        category = {Category.MOBILE, Category.MESSAGING, Category.IOT},
        headersClass = GsmModemConstants.class)
@Metadata(
        excludeProperties =
                "host,port,window,alphabet,sessions,sessionName,listenPort,listenHost,allowedAddresses,timeZone,"
                        + "priorities")
public class GsmModemEndpoint extends LineEndpoint<AtFrame, GsmModemConfiguration, LineClient<AtFrame>> {

    @UriParam
    private GsmModemConfiguration configuration;

    GsmModemEndpoint(String uri, GsmModemComponent component, GsmModemConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new GsmModemProducer(this);
    }

    @Override
    protected GsmModemConsumer consumer(Processor processor) {
        return new GsmModemConsumer(this, processor);
    }

    @Override
    public GsmModemComponent getComponent() {
        return (GsmModemComponent) super.getComponent();
    }

    @Override
    public GsmModemConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public String getServiceUrl() {
        return configuration.getDevice();
    }
}
