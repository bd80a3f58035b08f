package org.smshub.ucp;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.options.Authenticator;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.link.passing.Passes;

/** The options of a server. */
@UriParams
@Configurer(extended = true)
public class UcpServerConfiguration extends LineServerConfiguration implements UcpOptions {

    private static final Passes PASSES = Passes.of(Passes.ALL);

    @UriParam(label = "security")
    private String addressAccounts;

    @UriParam(label = "address", defaultValue = "00")
    private String internationalPrefix = "00";

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean verifyChecksum = true;

    @Override
    public Passes passed() {
        return PASSES;
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
    public Map<String, String> accountsByAddress() {
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
    public String accessOptions() {
        return super.accessOptions() + ", or addressAccounts";
    }

    /** Nobody logs in without a password, who is known by the address aside. */
    @Override
    public Authenticator access() {
        Authenticator who = super.access();
        boolean byAddress = getAuthenticator() == null && getLogins() == null;
        return login -> byAddress || !login.password().isEmpty() ? who.authenticate(login) : null;
    }

    @Override
    public Map<String, Object> shared() {
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

    public String getAddressAccounts() {
        return addressAccounts;
    }

    /** Accounts that need no login, known by their address: 10.0.0.5=panel1,10.0.0.6=panel2. */
    public void setAddressAccounts(String addressAccounts) {
        this.addressAccounts = addressAccounts;
    }
}
