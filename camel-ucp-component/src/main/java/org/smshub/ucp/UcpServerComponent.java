package org.smshub.ucp;

import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.line.Protocol;
import org.smshub.line.TimeIds;
import org.smshub.line.camel.LineServerComponent;

/** Is a centre for clients that speak UCP/EMI. */
@Component("ucp-server")
public class UcpServerComponent extends LineServerComponent<UcpFrame, UcpServerConfiguration> {

    private final Map<ZoneId, TimeIds> ids = new ConcurrentHashMap<>();

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private UcpServerConfiguration configuration = new UcpServerConfiguration();

    @Override
    protected UcpServerEndpoint endpoint(String uri, UcpServerConfiguration options) {
        return new UcpServerEndpoint(uri, this, options);
    }

    @Override
    protected Protocol<UcpFrame> protocol(UcpServerConfiguration options) {
        return new UcpServerProtocol(options);
    }

    /** The time stamps that servers of this zone give to messages. */
    TimeIds ids(UcpServerConfiguration options) {
        return ids.computeIfAbsent(options.zone(), zone -> new TimeIds(zone, UcpTime.SECONDS));
    }

    @Override
    public UcpServerConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(UcpServerConfiguration configuration) {
        this.configuration = configuration;
    }
}
