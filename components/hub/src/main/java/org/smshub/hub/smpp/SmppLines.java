package org.smshub.hub.smpp;

import org.apache.camel.Endpoint;
import org.apache.camel.component.smpp.SmppEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.util.URISupport;

/**
 * Makes every {@code smpp:} endpoint of the hub read and fail as the links' routes expect; see {@link SmppLineBinding}.
 * Its address names the link by {@code smsLink}, which camel-smpp itself does not look at.
 */
public class SmppLines implements EndpointStrategy {

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (endpoint instanceof SmppEndpoint smpp) {
            smpp.setBinding(new SmppLineBinding(smpp.getConfiguration(), linkOf(uri)));
        }
        return endpoint;
    }

    private static String linkOf(String uri) {
        try {
            return (String) URISupport.parseParameters(java.net.URI.create(uri)).get("smsLink");
        } catch (Exception e) {
            throw new IllegalArgumentException("The address of an SMPP link cannot be read: " + e.getMessage());
        }
    }
}
