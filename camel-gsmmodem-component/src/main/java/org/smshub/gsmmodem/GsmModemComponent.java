package org.smshub.gsmmodem;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.gsmmodem.at.AtFrame;
import org.smshub.gsmmodem.dialogue.Delivered;
import org.smshub.gsmmodem.serial.SerialTransport;
import org.smshub.line.Protocol;
import org.smshub.line.Tcp;
import org.smshub.line.Transport;
import org.smshub.line.camel.LineClientComponent;

/** Sends and receives short messages through the SIM card of a GSM or LTE modem. */
@Component("gsmmodem")
public class GsmModemComponent extends LineClientComponent<AtFrame, GsmModemConfiguration> {

    private final Map<String, Delivered> delivered = new ConcurrentHashMap<>();

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private GsmModemConfiguration configuration = new GsmModemConfiguration();

    @Override
    protected GsmModemEndpoint endpoint(String uri, GsmModemConfiguration options) {
        return new GsmModemEndpoint(uri, this, options);
    }

    @Override
    protected Protocol<AtFrame> protocol(GsmModemConfiguration options, int session) {
        Delivered own = delivered.computeIfAbsent(options.key(), key -> new Delivered());
        return new GsmModemProtocol(options, own, threads().names());
    }

    @Override
    protected Transport transport(GsmModemConfiguration options, Tcp tcp) {
        return options.isTcp() ? super.transport(options, tcp) : new SerialTransport(options.serial(), threads());
    }

    @Override
    public GsmModemConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(GsmModemConfiguration configuration) {
        this.configuration = configuration;
    }
}
