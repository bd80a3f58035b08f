package org.smshub.cimd2;

import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.link.passing.ReceiptsWanted;

/** The options of a client. */
@UriParams
@Configurer(extended = true)
public class Cimd2Configuration extends LineClientConfiguration implements Cimd2Options {

    @UriParam(label = "security")
    private String username;

    @UriParam(label = "security", secret = true)
    private String password;

    @UriParam(label = "security")
    private String subaddress;

    @UriParam(label = "producer")
    private String sender;

    @UriParam(
            label = "producer",
            defaultValue = "FINAL",
            enums = "NONE,FINAL,ALL,SUCCESS,FAILURE,INTERMEDIATE,SUCCESS_INTERMEDIATE,FAILURE_INTERMEDIATE,NEVER")
    private String receipt = "FINAL";

    @UriParam(label = "advanced")
    private int remoteIdDigits;

    @UriParam(label = "delivery", defaultValue = "NONE", enums = "NONE,ONE,ALL")
    private String deliveryRequest = "NONE";

    @UriParam(label = "delivery", defaultValue = "10s", javaType = "java.time.Duration")
    private long deliveryRequestInterval = 10_000;

    @UriParam(label = "delivery")
    private boolean negativeResponses;

    @UriParam(label = "address", defaultValue = "+")
    private String internationalPrefix = "+";

    @UriParam(label = "content")
    private boolean eightBit;

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean sendChecksum = true;

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean verifyChecksum = true;

    @Override
    public String scheme() {
        return "cimd2";
    }

    /** Instances of an account that are told apart by their subaddress have sessions of their own. */
    @Override
    public String account() {
        return subaddress == null ? username : username + "#" + subaddress;
    }

    @Override
    public int maxWindow() {
        return 128;
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("password", password);
        options.put("sendChecksum", sendChecksum);
        options.put("verifyChecksum", verifyChecksum);
        options.put("negativeResponses", negativeResponses);
        return options;
    }

    @Override
    public void check() {
        super.check();
        if (username == null || password == null) {
            throw new IllegalArgumentException("username and password are needed: a centre lets nobody in without");
        }
        if (subaddress != null && !Cimd2Parameter.SUBADDRESS.fits(subaddress)) {
            throw new IllegalArgumentException("subaddress is 0 to 9, not " + subaddress);
        }
        oneOf("deliveryRequest", deliveryRequest, "NONE", "ONE", "ALL");
        if (!receipt.equals("NEVER")) {
            ReceiptsWanted.of(receipt);
        }
        positive("deliveryRequestInterval", deliveryRequestInterval);
    }

    @Override
    public void checkRecipient(String to) {
        Cimd2Writer.recipient(to, this);
    }

    @Override
    public void checkSender(String from) {
        Cimd2Writer.checkSender(from, this);
    }

    @Override
    public String remoteId(String number, String time) {
        String digits = remoteIdDigits == 0 ? number : number.replace("+", "");
        boolean shorten = remoteIdDigits > 0 && digits.length() > remoteIdDigits;
        return (shorten ? digits.substring(digits.length() - remoteIdDigits) : digits) + ":" + time;
    }

    public String getUsername() {
        return username;
    }

    /** User identity. */
    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    /** Password of the account. */
    public void setPassword(String password) {
        this.password = password;
    }

    public String getSubaddress() {
        return subaddress;
    }

    /** Tells instances of one account apart, 0 to 9, where the centre lets in more than one. */
    public void setSubaddress(String subaddress) {
        this.subaddress = subaddress;
    }

    public String getSender() {
        return sender;
    }

    /** Originator of messages that have no SmsFrom; default: none, the centre knows the number of the account. */
    public void setSender(String sender) {
        this.sender = sender;
    }

    public String getReceipt() {
        return receipt;
    }

    /**
     * Status reports to ask for when a message does not say it (SmsReceipt). NEVER sends no request at all, for a centre
     * that refuses any with error 310.
     */
    public void setReceipt(String receipt) {
        this.receipt = receipt;
    }

    public int getRemoteIdDigits() {
        return remoteIdDigits;
    }

    /**
     * Shorten the number in SmsRemoteId to its last digits, in responses and status reports alike, for a centre that writes
     * it with a plus sign or prefix in one and without in the other; 0 = as it is.
     */
    public void setRemoteIdDigits(int remoteIdDigits) {
        this.remoteIdDigits = remoteIdDigits;
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

    @Override
    public String getInternationalPrefix() {
        return internationalPrefix;
    }

    /** What stands for the + of an international number on the wire: + (default), another prefix, or NONE. */
    public void setInternationalPrefix(String internationalPrefix) {
        this.internationalPrefix = internationalPrefix;
    }

    @Override
    public boolean isEightBit() {
        return eightBit;
    }

    /** Write characters of ISO 8859-1 as they are instead of by combinations, which every link can carry. */
    public void setEightBit(boolean eightBit) {
        this.eightBit = eightBit;
    }

    @Override
    public boolean isSendChecksum() {
        return sendChecksum;
    }

    /** Whether packets are sent with a checksum. */
    public void setSendChecksum(boolean sendChecksum) {
        this.sendChecksum = sendChecksum;
    }

    @Override
    public boolean isVerifyChecksum() {
        return verifyChecksum;
    }

    /** Whether a packet with a wrong checksum is answered with nack; one without is always taken. */
    public void setVerifyChecksum(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }
}
