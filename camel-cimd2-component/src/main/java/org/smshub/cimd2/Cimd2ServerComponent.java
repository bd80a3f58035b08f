package org.smshub.cimd2;

import java.net.InetSocketAddress;
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

/** Is a centre for clients that speak CIMD2. */
@Component("cimd2-server")
public class Cimd2ServerComponent extends LineServerComponent<Cimd2Frame, Cimd2ServerConfiguration> {

    private final Map<ZoneId, TimeIds> ids = new ConcurrentHashMap<>();

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private Cimd2ServerConfiguration configuration = new Cimd2ServerConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Cimd2ServerConfiguration options = configuration.copy();
        return configure(new Cimd2ServerEndpoint(uri, this, options), options, remaining, parameters);
    }

    @Override
    protected Protocol<Cimd2Frame> protocol(Cimd2ServerConfiguration options) {
        return new Cimd2ServerProtocol(options);
    }

    @Override
    protected Authenticator<Cimd2Frame> authenticator(Cimd2ServerConfiguration options) {
        Cimd2Authenticator bean = options.getAuthenticator();
        return (login, session) -> {
            String account = login.get(Cimd2Parameter.USER_IDENTITY);
            String password = login.get(Cimd2Parameter.PASSWORD);
            InetSocketAddress remote = (InetSocketAddress) session.remote();
            if (account.isEmpty() || password.isEmpty() || !bean.authenticate(account, password, remote)) {
                return null;
            }
            Cimd2Profile profile = bean.profile(account);
            ((Cimd2ServerProtocol) session.protocol()).profile(profile == null ? options.accountProfile() : profile);
            return account;
        };
    }

    /** The time stamps that servers of this zone give to messages. */
    TimeIds ids(Cimd2ServerConfiguration options) {
        return ids.computeIfAbsent(options.zone(), zone -> new TimeIds(zone, Cimd2Time.FORMAT));
    }

    public Cimd2ServerConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(Cimd2ServerConfiguration configuration) {
        this.configuration = configuration;
    }
}
