package org.smshub.ucp;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.line.Authenticator;
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
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        UcpServerConfiguration options = configuration.copy();
        return configure(new UcpServerEndpoint(uri, this, options), options, remaining, parameters);
    }

    @Override
    protected Protocol<UcpFrame> protocol(UcpServerConfiguration options) {
        return new UcpServerProtocol(options);
    }

    @Override
    protected Authenticator<UcpFrame> authenticator(UcpServerConfiguration options) {
        return (login, session) -> {
            String account = login.get(UcpField.OADC);
            InetSocketAddress remote = (InetSocketAddress) session.remote();
            boolean allowed = options.getAuthenticator() == null
                    ? account.equals(
                            options.accountsByAddress().get(remote.getAddress().getHostAddress()))
                    : allowed(options.getAuthenticator(), account, login.get(UcpField.PWD), remote);
            return allowed ? account : null;
        };
    }

    private static boolean allowed(UcpAuthenticator bean, String account, String hex, InetSocketAddress remote)
            throws Exception {
        try {
            String password = new String(UcpHex.decode(UcpField.PWD, hex), StandardCharsets.ISO_8859_1);
            return !password.isEmpty() && bean.authenticate(account, password, remote);
        } catch (UcpException e) {
            return false;
        }
    }

    /** The time stamps that servers of this zone give to messages. */
    TimeIds ids(UcpServerConfiguration options) {
        return ids.computeIfAbsent(options.zone(), zone -> new TimeIds(zone, UcpTime.SECONDS));
    }

    public UcpServerConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(UcpServerConfiguration configuration) {
        this.configuration = configuration;
    }
}
