package org.smshub.line.options;

import java.util.Map;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.link.passing.Passes;
import org.smshub.link.passing.Priorities;
import org.smshub.link.passing.ReceiptsWanted;

/** The options of a client of every protocol. */
@UriParams
public abstract class LineClientConfiguration extends LineConfiguration {

    /** Of option receipt. */
    public static final String NEVER = "NEVER";

    @UriParam(
            defaultValue = "1",
            description = "How many connections to hold open, 0 to 100. 0 is for a centre that only dials the "
                    + "client, see listenPort.")
    private int sessions = 1;

    @UriParam(
            description = "Endpoints with the same address, account and session name share their sessions. Another "
                    + "name opens others, for a centre that wants one login for sending and one for receiving.")
    private String sessionName;

    @UriParam(
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "Ask whether the other side is there when the line was idle so long; 0 = never.")
    private long keepAlive = 30_000;

    @UriParam(defaultValue = "10s", javaType = "java.time.Duration", description = "How long connecting may take.")
    private long connectTimeout = 10_000;

    @UriParam(
            defaultValue = "2s",
            javaType = "java.time.Duration",
            description =
                    "First delay before connecting again; it doubles with every failure and varies by a " + "quarter.")
    private long reconnectDelay = 2_000;

    @UriParam(
            defaultValue = "1m",
            javaType = "java.time.Duration",
            description = "Longest delay before connecting again.")
    private long reconnectMaxDelay = 60_000;

    @UriParam(
            label = "producer",
            description = "On the address of a producer: id of the route that hears what this line brings, so that one "
                    + "address sends and hears. As in camel-smpp.")
    private String messageReceiverRouteId;

    @UriParam(
            label = "producer",
            defaultValue = "FINAL",
            enums = "NONE,FINAL,ALL,SUCCESS,FAILURE,INTERMEDIATE,SUCCESS_INTERMEDIATE,FAILURE_INTERMEDIATE,NEVER",
            description =
                    "Receipts to ask for when a message does not say it (SmsReceipt); NEVER: none, whatever it says, "
                            + "for a centre that refuses to be asked.")
    private String receipt = "FINAL";

    @UriParam(description = "What SmsLink says on all that the line brings; default: nothing.")
    private String linkName;

    @UriParam(
            label = "content",
            defaultValue = Passes.USUAL,
            description =
                    "What passes, both ways, of what SmsFields holds: standard (numberTypes, serviceType, priority, "
                            + "validity, protocolId, replace, replyPath, acks, tlvs, billing, xser, cimd2), vendor (optional "
                            + "parameters from 0x1400 on), and single ones such as tlv.1400 or xser.0C; a minus keeps one back.")
    private String passes = Passes.USUAL;

    private Passes passed = Passes.of(Passes.USUAL);

    @UriParam(
            label = "content",
            description =
                    "The protocol's own priority for SmsPriority 0, 1, 2 and 3, such as 0,0,1,3 (SMPP and UCP 0 to 3, "
                            + "CIMD2 9 to 1, the lower the more urgent). Default: none is sent, for centres bill it; a priority that "
                            + "came by the same protocol passes all the same.")
    private String priorities = "";

    private Priorities priority = Priorities.NONE;

    @UriParam(label = "listener", description = "Port on which the centre may call the client; 0 = none.")
    private int listenPort;

    @UriParam(label = "listener", defaultValue = "127.0.0.1", description = "Local address of the listener.")
    private String listenHost = "127.0.0.1";

    @UriParam(
            label = "listener",
            description = "IP addresses that may call, comma-separated. Default: the addresses of host.")
    private String allowedAddresses;

    @UriParam(
            label = "security",
            defaultValue = "true",
            description = "With TLS, whether the certificate must be for the host that is dialled.")
    private boolean hostnameVerification = true;

    /** How many connections the sessions are; a protocol may need more than one for a session. */
    public int connections() {
        return sessions;
    }

    /** The receipts to ask for. @param ofMessage what the message says, null when it says nothing */
    public ReceiptsWanted receipts(String ofMessage) {
        boolean asks = !receipt.equals(NEVER);
        return asks ? ReceiptsWanted.of(ofMessage == null ? receipt : ofMessage) : ReceiptsWanted.NONE;
    }

    /** The account of the line, null for none; part of the key. */
    public abstract String account();

    @Override
    public String key() {
        return address() + "/" + (account() == null ? "" : account()) + "/" + (sessionName == null ? "" : sessionName);
    }

    @Override
    public long probeAfter() {
        return keepAlive;
    }

    @Override
    public Map<String, Object> shared() {
        Map<String, Object> options = super.shared();
        options.put("loginTimeout", getLoginTimeout());
        options.put("sessions", sessions);
        options.put("keepAlive", keepAlive);
        options.put("listenPort", listenPort);
        return options;
    }

    @Override
    public void check() {
        super.check();
        if (hasTlsFiles() && getTlsTrust() == null) {
            throw new IllegalArgumentException("TLS needs tlsTrust: the file of the centre's authority, or system");
        }
        receipts(null);
        positive("connectTimeout", connectTimeout);
        positive("reconnectDelay", reconnectDelay);
        notNegative("keepAlive", keepAlive);
        if (reconnectMaxDelay < reconnectDelay) {
            throw new IllegalArgumentException("reconnectMaxDelay must not be shorter than reconnectDelay");
        }
        if (sessions < 0 || sessions > 100 || sessions == 0 && listenPort == 0) {
            throw new IllegalArgumentException("sessions is 1 to 100, or 0 with a listenPort");
        }
    }

    public int getSessions() {
        return sessions;
    }

    public void setSessions(int sessions) {
        this.sessions = sessions;
    }

    public String getSessionName() {
        return sessionName;
    }

    public void setSessionName(String sessionName) {
        this.sessionName = sessionName;
    }

    public long getKeepAlive() {
        return keepAlive;
    }

    public void setKeepAlive(long keepAlive) {
        this.keepAlive = keepAlive;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getReconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    public void setReconnectMaxDelay(long reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    public String getMessageReceiverRouteId() {
        return messageReceiverRouteId;
    }

    public void setMessageReceiverRouteId(String messageReceiverRouteId) {
        this.messageReceiverRouteId = messageReceiverRouteId;
    }

    public String getReceipt() {
        return receipt;
    }

    public void setReceipt(String receipt) {
        this.receipt = receipt;
    }

    public String getLinkName() {
        return linkName;
    }

    public void setLinkName(String linkName) {
        this.linkName = linkName;
    }

    public String getPasses() {
        return passes;
    }

    public void setPasses(String passes) {
        this.passed = Passes.of(passes);
        this.passes = passes;
    }

    public String getPriorities() {
        return priorities;
    }

    public void setPriorities(String priorities) {
        this.priority = Priorities.of(priorities);
        this.priorities = priorities;
    }

    /** The protocol's priority for this SmsPriority; null when none is to be sent. */
    public Integer priority(Integer ofMessage) {
        return priority.of(ofMessage);
    }

    /** {@link #getPasses}, read. */
    public Passes passed() {
        return passed;
    }

    public int getListenPort() {
        return listenPort;
    }

    public void setListenPort(int listenPort) {
        this.listenPort = listenPort;
    }

    public String getListenHost() {
        return listenHost;
    }

    public void setListenHost(String listenHost) {
        this.listenHost = listenHost;
    }

    public String getAllowedAddresses() {
        return allowedAddresses;
    }

    public void setAllowedAddresses(String allowedAddresses) {
        this.allowedAddresses = allowedAddresses;
    }

    public boolean isHostnameVerification() {
        return hostnameVerification;
    }

    public void setHostnameVerification(boolean hostnameVerification) {
        this.hostnameVerification = hostnameVerification;
    }
}
