package org.smshub.hub.mail.smtp;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Takes mails by SMTP. */
@Component("smtp-server")
public class SmtpServerComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        int colon = remaining.lastIndexOf(':');
        if (colon <= 0 || !remaining.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("smtp-server:host:port, not smtp-server:" + remaining);
        }
        SmtpServerEndpoint endpoint = new SmtpServerEndpoint(
                uri, this, remaining.substring(0, colon), Integer.parseInt(remaining.substring(colon + 1)));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
