package org.smshub.hub.smpp;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.smpp.SmppEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.URISupport;
import org.jsmpp.extra.ProcessRequestException;
import org.smshub.link.passing.Carrier;
import org.smshub.link.passing.Passes;
import org.smshub.smpp.CommandStatus;

/**
 * Makes every {@code smpp:} endpoint of the hub read and fail as the links' routes expect; see {@link SmppLineBinding}.
 * Its address has options that camel-smpp itself does not look at: {@code smsLink} names the link, {@code smsTexts} the
 * bean of type {@link SmppTexts} that reads what it delivers, {@code smsAlphabet} and {@code smsAlphabetOne} what its centre
 * means by data_coding 0 and 1, {@code smsPasses} what goes on of what else a message says.
 */
public class SmppLines implements EndpointStrategy {

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (endpoint instanceof SmppEndpoint smpp) {
            Map<String, Object> options = options(uri);
            SmppTexts texts = texts(smpp.getCamelContext(), (String) options.get("smsTexts"))
                    .with((String) options.get("smsAlphabet"), (String) options.get("smsAlphabetOne"));
            String link = (String) options.get("smsLink");
            Passes passes = Passes.of((String) options.getOrDefault("smsPasses", Passes.USUAL));
            smpp.setBinding(new SmppLineBinding(smpp.getConfiguration(), link, texts, passes));
            if (link != null) {
                smpp.getCamelContext().getRegistry().bind("carrier-" + link, new CamelSmpp(link));
            }
        }
        return endpoint;
    }

    /** What camel-smpp can carry, whose addresses are ASCII. */
    private record CamelSmpp(String linkName) implements Carrier {

        @Override
        public void checkRecipient(String to) {
            SmppParts.ADDRESSES.write(to);
        }

        @Override
        public void checkSender(String from) {
            SmppParts.ADDRESSES.write(from);
        }
    }

    private static SmppTexts texts(CamelContext context, String name) {
        return name == null ? new SmppTexts() : CamelContextHelper.mandatoryLookup(context, name, SmppTexts.class);
    }

    private static Map<String, Object> options(String uri) {
        try {
            return URISupport.parseParameters(java.net.URI.create(uri));
        } catch (Exception e) {
            throw new IllegalArgumentException("The address of an SMPP link cannot be read: " + e.getMessage());
        }
    }

    /**
     * What the ledger could not write stays the centre's.
     *
     * @throws ProcessRequestException always: ESME_RX_T_APPN, try again later (jSMPP would answer 0xFF, which ends it at
     *     many centres)
     */
    public void refuse(Exchange exchange) throws ProcessRequestException {
        throw new ProcessRequestException("not kept", CommandStatus.TEMPORARY_APPLICATION_ERROR);
    }
}
