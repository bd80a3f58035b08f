package org.smshub.nettysmpp;

import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.smshub.line.Authenticator;
import org.smshub.line.Protocol;
import org.smshub.line.camel.LineServerComponent;
import org.smshub.link.SmsNotSentException;
import org.smshub.smpp.CommandStatus;

/** Is a centre for applications that bind by SMPP. */
@Component("smpp-server")
public class SmppServerComponent extends LineServerComponent<SmppPdu, SmppServerConfiguration> {

    @Metadata(description = "Options of all endpoints, which each may overrule")
    private SmppServerConfiguration configuration = new SmppServerConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SmppServerConfiguration options = configuration.copy();
        return configure(new SmppServerEndpoint(uri, this, options), options, remaining, parameters);
    }

    @Override
    protected Protocol<SmppPdu> protocol(SmppServerConfiguration options) {
        return new SmppServerProtocol(options);
    }

    @Override
    protected Authenticator<SmppPdu> authenticator(SmppServerConfiguration options) {
        SmppAuthenticator who = options.whoMayBind();
        return (login, session) -> {
            SmppPdu.Bind bind = (SmppPdu.Bind) login;
            if (bind.interfaceVersion() < options.lowestVersion()) {
                throw new SmsNotSentException(
                        CommandStatus.code(CommandStatus.BIND_FAILED), "option minInterfaceVersion", false);
            }
            try {
                return who.authenticate(SmppLogin.of(bind, session.remote(), session.certificates()));
            } catch (SmsNotSentException e) {
                int status = SmppStatus.of(e, CommandStatus.BIND_FAILED);
                throw new SmsNotSentException(CommandStatus.code(status), e.getMessage(), false);
            }
        };
    }

    Executor workers() {
        return threads().workers();
    }

    public SmppServerConfiguration getConfiguration() {
        return configuration;
    }

    /** Options of all endpoints, which each may overrule. */
    public void setConfiguration(SmppServerConfiguration configuration) {
        this.configuration = configuration;
    }
}
