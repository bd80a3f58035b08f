package org.smshub.ucp;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of a server. */
@UriParams
@Configurer(extended = true)
public class UcpServerConfiguration extends UcpCommonConfiguration {

    @UriParam(label = "security")
    private UcpAuthenticator authenticator;

    @UriParam(label = "security")
    private String addressAccounts;

    @UriParam(label = "producer")
    private String account;

    @UriParam(label = "security", defaultValue = "30s", javaType = "java.time.Duration")
    private long loginTimeout = 30_000;

    @UriParam(defaultValue = "10m", javaType = "java.time.Duration")
    private long idleTimeout = 600_000;

    @UriParam(label = "security", defaultValue = "1000")
    private int maxConnections = 1000;

    UcpServerConfiguration copy() {
        return (UcpServerConfiguration) clone();
    }

    /** Where the server listens, for people; endpoints with the same one share it. */
    String address() {
        return "ucp-server:" + getHost() + ":" + getPort();
    }

    /** IP address to account. */
    Map<String, String> accountsByAddress() {
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

    /** Whether these options say who may come in. */
    boolean hasAccess() {
        return authenticator != null || addressAccounts != null;
    }

    /** What endpoints that share the server must agree on, by option name. */
    Map<String, Object> sharedOptions() {
        Map<String, Object> options = new HashMap<>();
        options.put("window", getWindow());
        options.put("requestTimeout", getRequestTimeout());
        options.put("queueSize", getQueueSize());
        options.put("waitTimeout", getWaitTimeout());
        options.put("idleTimeout", idleTimeout);
        options.put("verifyChecksum", isVerifyChecksum());
        options.put("sslContextParameters", getSslContextParameters());
        return options;
    }

    @Override
    void check() {
        super.check();
        positive("loginTimeout", loginTimeout);
        positive("maxConnections", maxConnections);
        accountsByAddress();
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

    public String getAccount() {
        return account;
    }

    /** Account to send to when a message has no SmsClient. */
    public void setAccount(String account) {
        this.account = account;
    }

    public long getLoginTimeout() {
        return loginTimeout;
    }

    /** How long a connection may stay without a login. */
    public void setLoginTimeout(long loginTimeout) {
        this.loginTimeout = loginTimeout;
    }

    public long getIdleTimeout() {
        return idleTimeout;
    }

    /** Close a connection on which no whole frame came for so long; 0 = never. */
    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    /** Most connections at once; what comes beyond is closed. */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }
}
