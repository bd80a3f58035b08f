package org.smshub.line.options;

import java.util.Map;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of a client of UCP and CIMD2: an account with a password, and ids that are a number and a time. */
@UriParams
public abstract class StxEtxClientConfiguration extends LineClientConfiguration implements StxEtxOptions {

    @UriParam(
            label = "security",
            description = "Account, mostly the short number. By UCP no login is sent without it: the centre knows the "
                    + "client by its address.")
    private String username;

    @UriParam(label = "security", secret = true, description = "Password of the account.")
    private String password;

    @UriParam(
            label = "producer",
            description =
                    "Originator of messages that have no SmsFrom. Default: by UCP the account when that is a number; "
                            + "by CIMD2 none, the centre knows the number of the account.")
    private String sender;

    @UriParam(
            label = "advanced",
            description = "Shorten the number in SmsRemoteId to its last digits, in results and receipts alike, for a "
                    + "centre that changes prefixes between the two; 0 = as it is.")
    private int remoteIdDigits;

    @UriParam(
            label = "address",
            description =
                    "What stands for the + of an international number on the wire: 00 (default of UCP), + (default "
                            + "of CIMD2), another prefix, or NONE for the bare number. A centre expects one of them.")
    private String internationalPrefix;

    @UriParam(
            label = "advanced",
            defaultValue = "true",
            description = "Whether what has a wrong checksum is refused. By CIMD2 one without any is always taken.")
    private boolean verifyChecksum = true;

    protected StxEtxClientConfiguration(String internationalPrefix) {
        this.internationalPrefix = internationalPrefix;
    }

    @Override
    public String account() {
        return username;
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("password", password);
        options.put("verifyChecksum", verifyChecksum);
        return options;
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

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getSender() {
        return sender;
    }

    public void setSender(String sender) {
        this.sender = sender;
    }

    public int getRemoteIdDigits() {
        return remoteIdDigits;
    }

    public void setRemoteIdDigits(int remoteIdDigits) {
        this.remoteIdDigits = remoteIdDigits;
    }

    @Override
    public String getInternationalPrefix() {
        return internationalPrefix;
    }

    public void setInternationalPrefix(String internationalPrefix) {
        this.internationalPrefix = internationalPrefix;
    }

    @Override
    public boolean isVerifyChecksum() {
        return verifyChecksum;
    }

    public void setVerifyChecksum(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }
}
