package org.smshub.gsmmodem.sim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.ResourceHelper;
import org.smshub.line.Protocol;
import org.smshub.line.camel.LineServerComponent;

/** Is a GSM modem for AT clients. */
@Component("gsmmodem-sim")
public class GsmModemSimComponent extends LineServerComponent<Words, GsmModemSimConfiguration> {

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private GsmModemSimConfiguration configuration = new GsmModemSimConfiguration();

    /** By address; they outlive routes and connections. */
    private final Map<String, VirtualModem> modems = new ConcurrentHashMap<>();

    @Override
    protected GsmModemSimEndpoint endpoint(String uri, GsmModemSimConfiguration options) {
        return new GsmModemSimEndpoint(uri, this, options);
    }

    /** The modem at this address, which may not be on yet. */
    VirtualModem modem(GsmModemSimConfiguration options) {
        return modems.computeIfAbsent(
                options.address(), address -> new VirtualModem(threads().loops()));
    }

    /** A consumer's modem goes on with the consumer's options. */
    void power(GsmModemSimConfiguration options) {
        modem(options).power(options, script(options.getScript()));
    }

    private Script script(String file) {
        if (file == null) {
            return Script.NONE;
        }
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(getCamelContext(), file)) {
            return Script.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("script " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    protected Protocol<Words> protocol(GsmModemSimConfiguration options) {
        return new GsmModemSimProtocol(modem(options));
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        modems.clear();
    }

    @Override
    public GsmModemSimConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(GsmModemSimConfiguration configuration) {
        this.configuration = configuration;
    }
}
