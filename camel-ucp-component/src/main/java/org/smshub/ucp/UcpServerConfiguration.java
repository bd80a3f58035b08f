package org.smshub.ucp;

import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.options.Authenticator;
import org.smshub.line.options.StxEtxServerConfiguration;

/** The options of a server. */
@UriParams
@Configurer(extended = true)
public class UcpServerConfiguration extends StxEtxServerConfiguration {

    @UriParam(label = "security")
    private String addressAccounts;

    public UcpServerConfiguration() {
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
    public Map<String, String> accountsByAddress() {
        return pairs("addressAccounts", "address=account", addressAccounts);
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

    public String getAddressAccounts() {
        return addressAccounts;
    }

    /** Accounts that need no login, known by their address: 10.0.0.5=panel1,10.0.0.6=panel2. */
    public void setAddressAccounts(String addressAccounts) {
        this.addressAccounts = addressAccounts;
    }
}
