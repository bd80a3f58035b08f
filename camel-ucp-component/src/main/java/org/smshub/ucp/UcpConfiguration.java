package org.smshub.ucp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of a client. */
@UriParams
@Configurer(extended = true)
public class UcpConfiguration extends UcpCommonConfiguration {

    @UriParam(label = "security")
    private String username;

    @UriParam(label = "security", secret = true)
    private String password;

    @UriParam(label = "security", defaultValue = "6")
    private String oton = "6";

    @UriParam(label = "security", defaultValue = "5")
    private String onpi = "5";

    @UriParam(defaultValue = "1")
    private int sessions = 1;

    @UriParam
    private String sessionName;

    @UriParam(defaultValue = "30s", javaType = "java.time.Duration")
    private long keepAlive = 30_000;

    @UriParam
    private String keepAliveAddress;

    @UriParam(defaultValue = "10s", javaType = "java.time.Duration")
    private long connectTimeout = 10_000;

    @UriParam(defaultValue = "2s", javaType = "java.time.Duration")
    private long reconnectDelay = 2_000;

    @UriParam(defaultValue = "1m", javaType = "java.time.Duration")
    private long reconnectMaxDelay = 60_000;

    @UriParam(label = "listener")
    private int listenPort;

    @UriParam(label = "listener", defaultValue = "127.0.0.1")
    private String listenHost = "127.0.0.1";

    @UriParam(label = "listener")
    private String allowedAddresses;

    @UriParam(label = "producer", defaultValue = "51", enums = "51,30,01")
    private String operation = "51";

    @UriParam(label = "producer")
    private String sender;

    @UriParam(label = "producer", defaultValue = "FINAL", enums = "NONE,FINAL,ALL")
    private String receipt = "FINAL";

    @UriParam(label = "producer")
    private String notificationAddress;

    @UriParam(label = "producer")
    private boolean sendPriority;

    @UriParam(label = "advanced")
    private int remoteIdDigits;

    @UriParam(label = "consumer", defaultValue = "ADC_SCTS", enums = "ADC_SCTS,EMPTY")
    private String acknowledge = "ADC_SCTS";

    @UriParam(label = "security", defaultValue = "true")
    private boolean hostnameVerification = true;

    UcpConfiguration copy() {
        return (UcpConfiguration) clone();
    }

    /** Where the line leads, for people. */
    String address() {
        return "ucp:" + getHost() + ":" + getPort();
    }

    /** Endpoints with the same key share their sessions. */
    String key() {
        return address() + "/" + (username == null ? "" : username) + "/" + (sessionName == null ? "" : sessionName);
    }

    /** What endpoints that share their sessions must agree on, by option name. */
    Map<String, Object> sessionOptions() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("password", password);
        options.put("oton", oton);
        options.put("onpi", onpi);
        options.put("sessions", sessions);
        options.put("window", getWindow());
        options.put("requestTimeout", getRequestTimeout());
        options.put("queueSize", getQueueSize());
        options.put("waitTimeout", getWaitTimeout());
        options.put("keepAlive", keepAlive);
        options.put("keepAliveAddress", keepAliveAddress);
        options.put("listenPort", listenPort);
        options.put("verifyChecksum", isVerifyChecksum());
        options.put("sslContextParameters", getSslContextParameters());
        return options;
    }

    /** AdC of operation 31, or null if there is nothing to put there. */
    String alertAddress() {
        return keepAliveAddress != null ? keepAliveAddress : username;
    }

    /** The id of a message as it stands in SmsRemoteId. */
    String remoteId(String number, String time) {
        boolean shorten = remoteIdDigits > 0 && number.length() > remoteIdDigits;
        return (shorten ? number.substring(number.length() - remoteIdDigits) : number) + ":" + time;
    }

    boolean isAllowed(InetAddress caller) {
        if (allowedAddresses != null) {
            return Arrays.stream(allowedAddresses.split(","))
                    .anyMatch(a -> a.trim().equals(caller.getHostAddress()));
        }
        try {
            return Arrays.asList(InetAddress.getAllByName(getHost())).contains(caller);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    void check() {
        super.check();
        positive("connectTimeout", connectTimeout);
        positive("reconnectDelay", reconnectDelay);
        if (reconnectMaxDelay < reconnectDelay) {
            throw new IllegalArgumentException("reconnectMaxDelay must not be shorter than reconnectDelay");
        }
        if (sessions < 0 || sessions > 100 || sessions == 0 && listenPort == 0) {
            throw new IllegalArgumentException("sessions is 1 to 100, or 0 with a listenPort");
        }
        if (!Arrays.asList("51", "30", "01").contains(operation)) {
            throw new IllegalArgumentException("operation is 51, 30 or 01, not " + operation);
        }
        if (username == null && password != null) {
            throw new IllegalArgumentException("password needs a username");
        }
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

    public int getSessions() {
        return sessions;
    }

    /** How many connections to hold open, 0 to 100. 0 is for a centre that only dials the client, see listenPort. */
    public void setSessions(int sessions) {
        this.sessions = sessions;
    }

    public String getSessionName() {
        return sessionName;
    }

    /**
     * Endpoints with the same address, account and session name share their sessions. Another name opens others,
     * for a centre that wants one login for sending and one for receiving.
     */
    public void setSessionName(String sessionName) {
        this.sessionName = sessionName;
    }

    public long getKeepAlive() {
        return keepAlive;
    }

    /** Send operation 31 when the line was idle so long; 0 = never. */
    public void setKeepAlive(long keepAlive) {
        this.keepAlive = keepAlive;
    }

    public String getKeepAliveAddress() {
        return keepAliveAddress;
    }

    /** AdC of operation 31; default is the account. Without either there is no keep-alive. */
    public void setKeepAliveAddress(String keepAliveAddress) {
        this.keepAliveAddress = keepAliveAddress;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    /** How long connecting may take. */
    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    /** First delay before connecting again; it doubles with every failure and varies by a quarter. */
    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getReconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    /** Longest delay before connecting again. */
    public void setReconnectMaxDelay(long reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    public int getListenPort() {
        return listenPort;
    }

    /** Port on which the centre may call the client to deliver (without login); 0 = none. */
    public void setListenPort(int listenPort) {
        this.listenPort = listenPort;
    }

    public String getListenHost() {
        return listenHost;
    }

    /** Local address of the listener. */
    public void setListenHost(String listenHost) {
        this.listenHost = listenHost;
    }

    public String getAllowedAddresses() {
        return allowedAddresses;
    }

    /** IP addresses that may call, comma-separated. Default: the addresses of host. */
    public void setAllowedAddresses(String allowedAddresses) {
        this.allowedAddresses = allowedAddresses;
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

    public boolean isSendPriority() {
        return sendPriority;
    }

    /** Whether SmsPriority is sent as PR; the account needs a subscription for it. */
    public void setSendPriority(boolean sendPriority) {
        this.sendPriority = sendPriority;
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

    public boolean isHostnameVerification() {
        return hostnameVerification;
    }

    /** With TLS, whether the certificate must be for the host that is dialled. */
    public void setHostnameVerification(boolean hostnameVerification) {
        this.hostnameVerification = hostnameVerification;
    }
}
