package org.smshub.ucp;

import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.options.StxEtxClientConfiguration;
import org.smshub.ucp.codec.UcpAddress;

/** The options of a client. */
@UriParams
@Configurer(extended = true)
public class UcpConfiguration extends StxEtxClientConfiguration {

    @UriParam(label = "security", defaultValue = "6")
    private String oton = "6";

    @UriParam(label = "security", defaultValue = "5")
    private String onpi = "5";

    @UriParam
    private String keepAliveAddress;

    @UriParam(label = "producer", defaultValue = "51", enums = "51,30,01")
    private String operation = "51";

    @UriParam(label = "producer")
    private String notificationAddress;

    @UriParam(label = "consumer", defaultValue = "ADC_SCTS", enums = "ADC_SCTS,EMPTY")
    private String acknowledge = "ADC_SCTS";

    public UcpConfiguration() {
        super("00");
    }

    @Override
    public String scheme() {
        return "ucp";
    }

    @Override
    public int maxWindow() {
        return 100;
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("oton", oton);
        options.put("onpi", onpi);
        options.put("keepAliveAddress", keepAliveAddress);
        return options;
    }

    /** AdC of operation 31, or null if there is nothing to put there. */
    String alertAddress() {
        return keepAliveAddress != null ? keepAliveAddress : getUsername();
    }

    @Override
    public void check() {
        super.check();
        oneOf("operation", operation, "51", "30", "01");
        oneOf("acknowledge", acknowledge, "ADC_SCTS", "EMPTY");
        if (getUsername() == null && getPassword() != null) {
            throw new IllegalArgumentException("password needs a username");
        }
    }

    @Override
    public void checkRecipient(String to) {
        UcpAddress.recipient(to, prefix());
    }

    @Override
    public void checkSender(String from) {
        UcpAddress.originator(from);
    }

    public String getOton() {
        return oton;
    }

    /**
     * Type of number of the account: 6 short number, 1 international, 2 national, empty = the default of the
     * centre.
     */
    public void setOton(String oton) {
        this.oton = oton;
    }

    public String getOnpi() {
        return onpi;
    }

    /**
     * Numbering plan of the account: 5 private (short number), 1 E.164, 3 X.121, empty = the default of the
     * centre.
     */
    public void setOnpi(String onpi) {
        this.onpi = onpi;
    }

    public String getKeepAliveAddress() {
        return keepAliveAddress;
    }

    /** AdC of operation 31; default is the account. Without either there is no keep-alive. */
    public void setKeepAliveAddress(String keepAliveAddress) {
        this.keepAliveAddress = keepAliveAddress;
    }

    public String getOperation() {
        return operation;
    }

    /** Operation for messages. 30 and 01 are for old centres: text of one part, no header, no coding. */
    public void setOperation(String operation) {
        this.operation = operation;
    }

    public String getNotificationAddress() {
        return notificationAddress;
    }

    /**
     * NAdC of all messages: where the centre is to send notifications, IP address and port as 16 digits.
     * Default: in the session.
     */
    public void setNotificationAddress(String notificationAddress) {
        this.notificationAddress = notificationAddress;
    }

    public String getAcknowledge() {
        return acknowledge;
    }

    /** What acknowledgements of 52 and 53 carry: recipient and time stamp, which some centres need, or nothing. */
    public void setAcknowledge(String acknowledge) {
        this.acknowledge = acknowledge;
    }
}
