package org.smshub.ucp;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.camel.LineServerConfiguration;

/** The options of a server. */
@UriParams
@Configurer(extended = true)
public class UcpServerConfiguration extends LineServerConfiguration implements UcpOptions {

    @UriParam(label = "security")
    private UcpAuthenticator authenticator;

    @UriParam(label = "security")
    private String addressAccounts;

    @UriParam(label = "address", defaultValue = "00")
    private String internationalPrefix = "00";

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean verifyChecksum = true;

    UcpServerConfiguration copy() {
        return (UcpServerConfiguration) clone();
    }

    @Override
    protected String scheme() {
        return "ucp";
    }

    @Override
    public String address() {
        return "ucp-server:" + getHost() + ":" + getPort();
    }

    @Override
    protected int maxWindow() {
        return 100;
    }

    @Override
    protected Map<String, String> accountsByAddress() {
        Map<String, String> accounts = new HashMap<>();
        for (String entry : addressAccounts == null ? new String[0] : addressAccounts.split(",")) {
            String[] pair = entry.trim().split("=", 2);
            if (pair.length != 2 || pair[0].isBlank() || pair[1].isBlank()) {
                throw new IllegalArgumentException("addressAccounts is a list of address=account, not " + entry);
            }
            accounts.put(pair[0].trim(), pair[1].trim());
        }
        return accounts;
    }

    @Override
    protected boolean hasAccess() {
        return authenticator != null || addressAccounts != null;
    }

    @Override
    protected String accessOptions() {
        return "authenticator (a bean) or addressAccounts";
    }

    @Override
    protected Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("verifyChecksum", verifyChecksum);
        return options;
    }

    @Override
    public String getInternationalPrefix() {
        return internationalPrefix;
    }

    /**
     * What stands for the + of an international number on the wire: 00 (default), another prefix, or NONE for the bare
     * number.
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

    public UcpAuthenticator getAuthenticator() {
        return authenticator;
    }

    /** Bean that decides about logins (operation 60). */
    public void setAuthenticator(UcpAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    public String getAddressAccounts() {
        return addressAccounts;
    }

    /** Accounts that need no login, known by their address: 10.0.0.5=panel1,10.0.0.6=panel2. */
    public void setAddressAccounts(String addressAccounts) {
        this.addressAccounts = addressAccounts;
    }
}
