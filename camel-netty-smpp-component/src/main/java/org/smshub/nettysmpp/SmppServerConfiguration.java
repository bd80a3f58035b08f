package org.smshub.nettysmpp;

import java.util.List;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.SmppValueException;

/** The options of an smpp-server address, each once. */
@UriParams
@Configurer(extended = true)
public class SmppServerConfiguration implements Cloneable, SmppOptions {

    @UriParam(label = "security")
    private String systemId;

    @UriParam(label = "security", secret = true)
    private String password;

    @UriParam(defaultValue = "false", label = "security")
    private boolean anonymous = false;

    @UriParam(label = "security")
    private SmppAuthenticator authenticator;

    @UriParam(label = "security")
    private SSLContextParameters sslContextParameters;

    @UriParam(defaultValue = "10", label = "consumer")
    private int maxBinds = 10;

    @UriParam(defaultValue = "10000", label = "consumer")
    private int maxConnections = 10000;

    @UriParam(defaultValue = "1000", label = "consumer")
    private int window = 1000;

    @UriParam(defaultValue = "0", label = "consumer")
    private int maxRate = 0;

    @UriParam(defaultValue = "1", label = "consumer")
    private int concurrentConsumers = 1;

    @UriParam(defaultValue = "16", label = "consumer,advanced")
    private int workers = 16;

    @UriParam(defaultValue = "10000", label = "consumer", javaType = "java.time.Duration")
    private long bindTimeout = 10000;

    @UriParam(defaultValue = "30000", label = "consumer", javaType = "java.time.Duration")
    private long enquireLinkTimer = 30000;

    @UriParam(defaultValue = "0", label = "consumer", javaType = "java.time.Duration")
    private long idleTimeout = 0;

    @UriParam(defaultValue = "30000", label = "common", javaType = "java.time.Duration")
    private long responseTimeout = 30000;

    @UriParam(defaultValue = "2000", label = "consumer,advanced", javaType = "java.time.Duration")
    private long unbindTimeout = 2000;

    @UriParam(defaultValue = "3.4", label = "consumer", enums = "3.4,5.0")
    private String interfaceVersion = "3.4";

    @UriParam(defaultValue = "3.3", label = "consumer", enums = "3.3,3.4,5.0")
    private String minInterfaceVersion = "3.3";

    @UriParam(defaultValue = "70000", label = "consumer,advanced")
    private int maxPduSize = 70000;

    @UriParam(defaultValue = "smpp-server", label = "consumer,advanced")
    private String serverId = "smpp-server";

    @UriParam(defaultValue = "GSM7", label = "common", enums = "GSM7,LATIN1,ASCII")
    private String alphabet = "GSM7";

    @UriParam(defaultValue = "10", label = "consumer")
    private int deliverWindow = 10;

    @UriParam(defaultValue = "30000", label = "producer", javaType = "java.time.Duration")
    private long deliverTimeout = 30000;

    @UriParam(defaultValue = "1000", label = "producer")
    private int maxWaiting = 1000;

    @UriParam(defaultValue = "UDH", label = "producer", enums = "UDH,SAR,PAYLOAD")
    private String longMessages = "UDH";

    public String getSystemId() {
        return systemId;
    }

    /** Without an authenticator: the one system_id that may bind. */
    public void setSystemId(String systemId) {
        this.systemId = systemId;
    }

    public String getPassword() {
        return password;
    }

    /** Without an authenticator: the password of that system_id. Shorter than 9 characters, if an application keeps to the letter of SMPP. */
    public void setPassword(String password) {
        this.password = password;
    }

    public boolean isAnonymous() {
        return anonymous;
    }

    /** Whether anybody may bind, with any system_id and password. For a simulator; never on a network. */
    public void setAnonymous(boolean anonymous) {
        this.anonymous = anonymous;
    }

    public SmppAuthenticator getAuthenticator() {
        return authenticator;
    }

    /** Bean that says who may bind, and as which client. */
    public void setAuthenticator(SmppAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    /** TLS: the keys of the server, and in its server parameters whether clients have to show a certificate. Without it the connections are plain TCP. */
    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public int getMaxBinds() {
        return maxBinds;
    }

    /** How many sessions a client may have at a time; one more is answered with ESME_RALYBND. 0 = any number. */
    public void setMaxBinds(int maxBinds) {
        this.maxBinds = maxBinds;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    /** How many connections are open at a time, bound or not; one more is closed at once. */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getWindow() {
        return window;
    }

    /** How many requests of a session may be unanswered; one more is answered with ESME_RTHROTTLED. */
    public void setWindow(int window) {
        this.window = window;
    }

    public int getMaxRate() {
        return maxRate;
    }

    /** How many messages a second a session may send; one more is answered with ESME_RTHROTTLED. 0 = any number. */
    public void setMaxRate(int maxRate) {
        this.maxRate = maxRate;
    }

    public int getConcurrentConsumers() {
        return concurrentConsumers;
    }

    /** On how many threads at a time the messages of one session enter the route. With 1 they enter it in their order; an asynchronous route has up to a window of them in flight all the same. */
    public void setConcurrentConsumers(int concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public int getWorkers() {
        return workers;
    }

    /** Threads that all sessions share to enter the route. For the component: also those on which routes go on after a delivery. */
    public void setWorkers(int workers) {
        this.workers = workers;
    }

    public long getBindTimeout() {
        return bindTimeout;
    }

    /** How long a connection may take to bind, the TLS handshake included. */
    public void setBindTimeout(long bindTimeout) {
        this.bindTimeout = bindTimeout;
    }

    public long getEnquireLinkTimer() {
        return enquireLinkTimer;
    }

    /** How long a session may be silent before enquire_link asks whether it is there. 0 = never ask. */
    public void setEnquireLinkTimer(long enquireLinkTimer) {
        this.enquireLinkTimer = enquireLinkTimer;
    }

    public long getIdleTimeout() {
        return idleTimeout;
    }

    /** How long a session may be without a message, in either direction, before it is unbound. 0 = for ever. */
    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public long getResponseTimeout() {
        return responseTimeout;
    }

    /**
     * How long an application may take to answer deliver_sm and enquire_link, to send a PDU from its first octet to its
     * last, and to read what is written to it.
     */
    public void setResponseTimeout(long responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public long getUnbindTimeout() {
        return unbindTimeout;
    }

    /** How long the stop of the route waits for the answers to unbind. */
    public void setUnbindTimeout(long unbindTimeout) {
        this.unbindTimeout = unbindTimeout;
    }

    public String getInterfaceVersion() {
        return interfaceVersion;
    }

    /** The version of SMPP that answers to bind announce (sc_interface_version). */
    public void setInterfaceVersion(String interfaceVersion) {
        this.interfaceVersion = interfaceVersion;
    }

    public String getMinInterfaceVersion() {
        return minInterfaceVersion;
    }

    /** The lowest version of SMPP with which an application may bind; a lower one is answered with ESME_RBINDFAIL. */
    public void setMinInterfaceVersion(String minInterfaceVersion) {
        this.minInterfaceVersion = minInterfaceVersion;
    }

    public int getMaxPduSize() {
        return maxPduSize;
    }

    /** The longest PDU, in octets. A longer one is answered with generic_nack and ESME_RINVCMDLEN, and the connection is closed, because the end of such a PDU cannot be known. */
    public void setMaxPduSize(int maxPduSize) {
        this.maxPduSize = maxPduSize;
    }

    public String getServerId() {
        return serverId;
    }

    /** The system_id in answers to bind, at most 15 characters. */
    public void setServerId(String serverId) {
        this.serverId = serverId;
    }

    public String getAlphabet() {
        return alphabet;
    }

    /** What data_coding 0, the default alphabet, means here. */
    public void setAlphabet(String alphabet) {
        this.alphabet = alphabet;
    }

    public int getDeliverWindow() {
        return deliverWindow;
    }

    /** How many deliver_sm of a session may be unanswered; the next ones wait. */
    public void setDeliverWindow(int deliverWindow) {
        this.deliverWindow = deliverWindow;
    }

    public long getDeliverTimeout() {
        return deliverTimeout;
    }

    /** How long a delivery waits for a session of its client with room in its window. Producers of one address share it: the last one that starts decides. */
    public void setDeliverTimeout(long deliverTimeout) {
        this.deliverTimeout = deliverTimeout;
    }

    public int getMaxWaiting() {
        return maxWaiting;
    }

    /** How many deliveries may wait for a client; one more fails at once. Producers of one address share it: the last one that starts decides. */
    public void setMaxWaiting(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    public String getLongMessages() {
        return longMessages;
    }

    /**
     * How a text that is longer than a short message is delivered: in parts with a user data header (UDH) or with sar
     * parameters (SAR), or whole in message_payload (PAYLOAD).
     */
    public void setLongMessages(String longMessages) {
        this.longMessages = longMessages;
    }

    @Override
    public org.smshub.text.plan.TextProfile profile() {
        return org.smshub.text.plan.TextProfile.STANDARD;
    }

    @Override
    public CodingRules codingRules() {
        try {
            return CodingRules.STANDARD.withZero(CodingRules.alphabet(alphabet));
        } catch (SmppValueException e) {
            throw new IllegalArgumentException("Option alphabet: " + e.getMessage());
        }
    }

    int ownVersion() {
        return version("interfaceVersion", interfaceVersion);
    }

    /** Below 3.4 there is but 3.3, whatever number it goes by. */
    int lowestVersion() {
        int lowest = version("minInterfaceVersion", minInterfaceVersion);
        return lowest == 0x33 ? 0 : lowest;
    }

    private static int version(String option, String text) {
        return switch (text) {
            case "3.3" -> 0x33;
            case "3.4" -> 0x34;
            case "5.0" -> 0x50;
            default -> throw new IllegalArgumentException("Option " + option + " is 3.3, 3.4 or 5.0, not " + text);
        };
    }

    /** @throws IllegalArgumentException naming the option that does not fit */
    void validate() {
        codingRules();
        ownVersion();
        lowestVersion();
        if (!List.of("UDH", "SAR", "PAYLOAD").contains(longMessages)) {
            throw new IllegalArgumentException("Option longMessages is UDH, SAR or PAYLOAD, not " + longMessages);
        }
        atLeast("window", window, 1);
        atLeast("deliverWindow", deliverWindow, 1);
        atLeast("maxWaiting", maxWaiting, 1);
        atLeast("concurrentConsumers", concurrentConsumers, 1);
        atLeast("workers", workers, 1);
        atLeast("maxConnections", maxConnections, 1);
        atLeast("maxPduSize", maxPduSize, 512);
        atLeast("bindTimeout", bindTimeout, 1);
        atLeast("responseTimeout", responseTimeout, 1);
        atLeast("deliverTimeout", deliverTimeout, 1);
        if (serverId.length() > 15) {
            throw new IllegalArgumentException("Option serverId has at most 15 characters");
        }
    }

    private static void atLeast(String option, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("Option " + option + " is at least " + least + ", not " + value);
        }
    }

    public SmppServerConfiguration copy() {
        try {
            return (SmppServerConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
