package org.smshub.ucp;

import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.link.passing.ReceiptsWanted;

/** The options of a client. */
@UriParams
@Configurer(extended = true)
public class UcpConfiguration extends LineClientConfiguration implements UcpOptions {

    @UriParam(label = "security")
    private String username;

    @UriParam(label = "security", secret = true)
    private String password;

    @UriParam(label = "security", defaultValue = "6")
    private String oton = "6";

    @UriParam(label = "security", defaultValue = "5")
    private String onpi = "5";

    @UriParam
    private String keepAliveAddress;

    @UriParam(label = "producer", defaultValue = "51", enums = "51,30,01")
    private String operation = "51";

    @UriParam(label = "producer")
    private String sender;

    @UriParam(
            label = "producer",
            defaultValue = "FINAL",
            enums = "NONE,FINAL,ALL,SUCCESS,FAILURE,INTERMEDIATE,SUCCESS_INTERMEDIATE,FAILURE_INTERMEDIATE")
    private String receipt = "FINAL";

    @UriParam(label = "producer")
    private String notificationAddress;

    @UriParam(label = "advanced")
    private int remoteIdDigits;

    @UriParam(label = "consumer", defaultValue = "ADC_SCTS", enums = "ADC_SCTS,EMPTY")
    private String acknowledge = "ADC_SCTS";

    @UriParam(label = "address", defaultValue = "00")
    private String internationalPrefix = "00";

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean verifyChecksum = true;

    @Override
    public String scheme() {
        return "ucp";
    }

    @Override
    public String account() {
        return username;
    }

    @Override
    public int maxWindow() {
        return 100;
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("password", password);
        options.put("oton", oton);
        options.put("onpi", onpi);
        options.put("keepAliveAddress", keepAliveAddress);
        options.put("verifyChecksum", verifyChecksum);
        return options;
    }

    /** AdC of operation 31, or null if there is nothing to put there. */
    String alertAddress() {
        return keepAliveAddress != null ? keepAliveAddress : username;
    }

    @Override
    public String remoteId(String number, String time) {
        boolean shorten = remoteIdDigits > 0 && number.length() > remoteIdDigits;
        return (shorten ? number.substring(number.length() - remoteIdDigits) : number) + ":" + time;
    }

    @Override
    public void check() {
        super.check();
        oneOf("operation", operation, "51", "30", "01");
        ReceiptsWanted.of(receipt);
        oneOf("acknowledge", acknowledge, "ADC_SCTS", "EMPTY");
        if (username == null && password != null) {
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

    @Override
    public String getInternationalPrefix() {
        return internationalPrefix;
    }

    /**
     * What stands for the + of an international number on the wire: 00 (default), another prefix, or NONE for the bare
     * number. A centre expects one or the other.
     */
    public void setInternationalPrefix(String internationalPrefix) {
        this.internationalPrefix = internationalPrefix;
    }

    @Override
    public boolean isVerifyChecksum() {
        return verifyChecksum;
    }

    /** Whether frames with a wrong checksum are refused. */
    public void setVerifyChecksum(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }

    public String getUsername() {
        return username;
    }

    /** Account, mostly the short number. Without it no login is sent: the centre knows the client by its address. */
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

    public String getSender() {
        return sender;
    }

    /** Originator of messages that have no SmsFrom; default is the account when that is a number. */
    public void setSender(String sender) {
        this.sender = sender;
    }

    public String getReceipt() {
        return receipt;
    }

    /** Notifications to ask for when a message does not say it (SmsReceipt). */
    public void setReceipt(String receipt) {
        this.receipt = receipt;
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

    public int getRemoteIdDigits() {
        return remoteIdDigits;
    }

    /**
     * Shorten the number in SmsRemoteId to its last digits, in results and notifications alike, for a centre
     * that changes prefixes between the two; 0 = as it is.
     */
    public void setRemoteIdDigits(int remoteIdDigits) {
        this.remoteIdDigits = remoteIdDigits;
    }

    public String getAcknowledge() {
        return acknowledge;
    }

    /** What acknowledgements of 52 and 53 carry: recipient and time stamp, which some centres need, or nothing. */
    public void setAcknowledge(String acknowledge) {
        this.acknowledge = acknowledge;
    }
}
