package org.smshub.cimd2;

import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.cimd2.codec.Cimd2Parameter;
import org.smshub.line.options.StxEtxClientConfiguration;

/** The options of a client. */
@UriParams
@Configurer(extended = true)
public class Cimd2Configuration extends StxEtxClientConfiguration {

    @UriParam(label = "security")
    private String subaddress;

    @UriParam(label = "delivery", defaultValue = "NONE", enums = "NONE,ONE,ALL")
    private String deliveryRequest = "NONE";

    @UriParam(label = "delivery", defaultValue = "10s", javaType = "java.time.Duration")
    private long deliveryRequestInterval = 10_000;

    @UriParam(label = "delivery")
    private boolean negativeResponses;

    @UriParam(label = "content")
    private boolean eightBit;

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean sendChecksum = true;

    public Cimd2Configuration() {
        super("+");
    }

    @Override
    public String scheme() {
        return "cimd2";
    }

    /** Instances of an account that are told apart by their subaddress have sessions of their own. */
    @Override
    public String account() {
        return subaddress == null ? getUsername() : getUsername() + "#" + subaddress;
    }

    @Override
    public int maxWindow() {
        return 128;
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("sendChecksum", sendChecksum);
        options.put("negativeResponses", negativeResponses);
        return options;
    }

    @Override
    public void check() {
        super.check();
        if (getUsername() == null || getPassword() == null) {
            throw new IllegalArgumentException("username and password are needed: a centre lets nobody in without");
        }
        if (subaddress != null && !Cimd2Parameter.SUBADDRESS.fits(subaddress)) {
            throw new IllegalArgumentException("subaddress is 0 to 9, not " + subaddress);
        }
        oneOf("deliveryRequest", deliveryRequest, "NONE", "ONE", "ALL");
        positive("deliveryRequestInterval", deliveryRequestInterval);
    }

    @Override
    public void checkRecipient(String to) {
        Cimd2Writer.recipient(to, this);
    }

    @Override
    public void checkSender(String from) {
        Cimd2Writer.sender(from, this);
    }

    public String getSubaddress() {
        return subaddress;
    }

    /** Tells instances of one account apart, 0 to 9, where the centre lets in more than one. */
    public void setSubaddress(String subaddress) {
        this.subaddress = subaddress;
    }

    public String getDeliveryRequest() {
        return deliveryRequest;
    }

    /** Ask for messages and receipts, ONE at a time or ALL that wait, where the centre does not send them by itself. */
    public void setDeliveryRequest(String deliveryRequest) {
        this.deliveryRequest = deliveryRequest;
    }

    public long getDeliveryRequestInterval() {
        return deliveryRequestInterval;
    }

    /** How long to wait between two delivery requests. */
    public void setDeliveryRequestInterval(long deliveryRequestInterval) {
        this.deliveryRequestInterval = deliveryRequestInterval;
    }

    public boolean isNegativeResponses() {
        return negativeResponses;
    }

    /**
     * Whether the centre knows negative responses to what it delivers (SMS Center 8.0 and later). Without, what the route
     * does not take is not answered, and the session ends, so that the centre has it again.
     */
    public void setNegativeResponses(boolean negativeResponses) {
        this.negativeResponses = negativeResponses;
    }

    public boolean isEightBit() {
        return eightBit;
    }

    /** Write characters of ISO 8859-1 as they are instead of by combinations, which every link can carry. */
    public void setEightBit(boolean eightBit) {
        this.eightBit = eightBit;
    }

    public boolean isSendChecksum() {
        return sendChecksum;
    }

    /** Whether packets are sent with a checksum. */
    public void setSendChecksum(boolean sendChecksum) {
        this.sendChecksum = sendChecksum;
    }
}
