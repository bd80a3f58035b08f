package org.smshub.line.options;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.link.Logins;
import org.smshub.text.Encoding;

/** The options of a server of every protocol. */
@UriParams
public abstract class LineServerConfiguration extends LineConfiguration {

    @UriParam(
            label = "producer",
            defaultValue = "1",
            description = "How many requests may wait for their answer on a session until the client shows that it "
                    + "takes more, by sending a second one before the first is answered. Clients that stop and "
                    + "wait know nothing else; the most is window.")
    private int firstWindow = 1;

    @UriParam(label = "producer", description = "Account to send to when a message has no SmsClient.")
    private String account;

    @UriParam(
            label = "security",
            description = "Bean that decides about logins, and says which account (SmsClient) each of them is.")
    private Authenticator authenticator;

    @UriParam(
            label = "security",
            description =
                    "Bean that knows names and passwords, such as the clients of the hub; the name is the account.")
    private Logins logins;

    @UriParam(
            defaultValue = "10m",
            javaType = "java.time.Duration",
            description = "End a session on which nothing came for so long; half a frame is nothing. 0 = never.")
    private long idleTimeout = 600_000;

    @UriParam(
            label = "security",
            defaultValue = "1000",
            description = "Most connections at once, logged in or not; what comes beyond is closed.")
    private int maxConnections = 1000;

    @UriParam(
            label = "security",
            description = "The same of one IP address, so that one cannot shut out all others. 0 = half of "
                    + "maxConnections.")
    private int maxConnectionsPerAddress;

    @UriParam(
            label = "security",
            description = "How many sessions an account may have at a time; one more is refused. 0 = any number.")
    private int maxSessions;

    @UriParam(
            label = "consumer",
            description = "How many requests a second a session may send; one more is refused. 0 = any number.")
    private int maxRate;

    /** Whether these options say who may come in. */
    public boolean hasAccess() {
        return authenticator != null || logins != null || !accountsByAddress().isEmpty();
    }

    /** What to set so that somebody can come in. */
    public String accessOptions() {
        return "authenticator, or logins";
    }

    /** Who may log in, as the options say; a client whose address stands for an account may do so too. */
    public Authenticator access() {
        if (authenticator != null) {
            return authenticator;
        }
        if (logins != null) {
            return login -> logins.fits(login.name(), login.password()) ? login.name() : null;
        }
        return login -> login.name().equals(accountOf(login.remoteAddress())) ? login.name() : null;
    }

    /** The account that needs no login from there, null when there is none. */
    public String accountOf(SocketAddress remote) {
        return accountsByAddress().get(((InetSocketAddress) remote).getAddress().getHostAddress());
    }

    /**
     * The pairs of an option that is a list of name=value.
     *
     * @param form what the list looks like, for an error
     */
    protected static Map<String, String> pairs(String option, String form, String list) {
        Map<String, String> pairs = new HashMap<>();
        for (String entry : list == null ? new String[0] : list.split(",")) {
            String[] pair = entry.trim().split("=", 2);
            if (pair.length != 2 || pair[0].isBlank() || pair[1].isBlank()) {
                throw new IllegalArgumentException(option + " is a list of " + form + ", not " + entry);
            }
            pairs.put(pair[0].trim(), pair[1].trim());
        }
        return pairs;
    }

    /** Accounts that need no login, by IP address. */
    public Map<String, String> accountsByAddress() {
        return Map.of();
    }

    /** How many connections one IP address may have. */
    public int perAddress() {
        return maxConnectionsPerAddress > 0 ? maxConnectionsPerAddress : (maxConnections + 1) / 2;
    }

    @Override
    public String key() {
        return address();
    }

    @Override
    public int firstWindow() {
        return Math.min(firstWindow, getWindow());
    }

    @Override
    public long idleAfter() {
        return idleTimeout;
    }

    @Override
    public int maxRate() {
        return maxRate;
    }

    /** The endpoint that lets in says what sessions are like, those that only send how much waits for them. */
    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("firstWindow", firstWindow);
        options.put("idleTimeout", idleTimeout);
        Set<String> queue = Set.of("queueSize", "waitTimeout");
        options.keySet().removeIf(option -> hasAccess() == queue.contains(option));
        return options;
    }

    @Override
    public void check() {
        super.check();
        if (hasTlsFiles() && getTlsCertificate() == null) {
            throw new IllegalArgumentException("TLS needs tlsCertificate and tlsKey");
        }
        positive("firstWindow", firstWindow);
        positive("maxConnections", maxConnections);
        notNegative("maxConnectionsPerAddress", maxConnectionsPerAddress);
        notNegative("maxSessions", maxSessions);
        notNegative("idleTimeout", idleTimeout);
        notNegative("maxRate", maxRate);
        accountsByAddress();
    }

    public int getFirstWindow() {
        return firstWindow;
    }

    public void setFirstWindow(int firstWindow) {
        this.firstWindow = firstWindow;
    }

    public String getAccount() {
        return account;
    }

    public void setAccount(String account) {
        this.account = account;
    }

    public Authenticator getAuthenticator() {
        return authenticator;
    }

    public void setAuthenticator(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** The default alphabet of an account, where its logins know one; else null. */
    public Encoding alphabet(String account) {
        return logins == null || account == null ? null : logins.alphabet(account);
    }

    public Logins getLogins() {
        return logins;
    }

    public void setLogins(Logins logins) {
        this.logins = logins;
    }

    public long getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getMaxConnectionsPerAddress() {
        return maxConnectionsPerAddress;
    }

    public void setMaxConnectionsPerAddress(int maxConnectionsPerAddress) {
        this.maxConnectionsPerAddress = maxConnectionsPerAddress;
    }

    public int getMaxSessions() {
        return maxSessions;
    }

    public void setMaxSessions(int maxSessions) {
        this.maxSessions = maxSessions;
    }

    public int getMaxRate() {
        return maxRate;
    }

    public void setMaxRate(int maxRate) {
        this.maxRate = maxRate;
    }
}
