package org.smshub.nettysmpp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.smshub.line.options.Authenticator;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.link.SmsNotSentException;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppStatus;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.CommandStatus;
import org.smshub.text.udh.Concatenation;

/** The options of a server. */
@UriParams
@Configurer(extended = true)
public class SmppServerConfiguration extends LineServerConfiguration {

    @UriParam(label = "security")
    private String systemId;

    @UriParam(label = "security", secret = true)
    private String password;

    @UriParam(label = "security")
    private boolean anonymous;

    @UriParam(label = "consumer", defaultValue = "1000")
    private int maxUnanswered = 1_000;

    @UriParam(defaultValue = "30s", javaType = "java.time.Duration")
    private long enquireLinkTimer = 30_000;

    @UriParam(defaultValue = "3.4", enums = "3.4,5.0")
    private String interfaceVersion = "3.4";

    @UriParam(defaultValue = "3.3", enums = "3.3,3.4,5.0")
    private String minInterfaceVersion = "3.3";

    @UriParam(label = "advanced", defaultValue = "70000")
    private int maxPduSize = 70_000;

    @UriParam(label = "advanced", defaultValue = "smpp-server")
    private String serverId = "smpp-server";

    @UriParam(label = "producer", defaultValue = "UDH", enums = "UDH,SAR,PAYLOAD")
    private String longMessages = "UDH";

    /** Defaults that are SMPP's: applications have windows, and many of them no traffic. */
    public SmppServerConfiguration() {
        setWindow(10);
        setFirstWindow(10);
        setMaxSessions(10);
        setMaxConnections(10_000);
        setIdleTimeout(0);
        setMaxParts(Concatenation.MAX_PARTS);
    }

    @Override
    public String scheme() {
        return "smpp";
    }

    @Override
    public int maxWindow() {
        return 1_000;
    }

    @Override
    public int maxUnanswered() {
        return maxUnanswered;
    }

    @Override
    public long probeAfter() {
        return enquireLinkTimer;
    }

    @Override
    public boolean hasAccess() {
        return super.hasAccess() || anonymous || systemId != null && password != null;
    }

    @Override
    public String accessOptions() {
        return super.accessOptions() + ", or systemId and password, or anonymous=true";
    }

    /** A bind of a version that is too low is refused, and so is one that the authenticator refuses without a status. */
    @Override
    public Authenticator access() {
        Authenticator who = super.hasAccess()
                ? super.access()
                : login -> anonymous || same(login.name(), systemId) & same(login.password(), password)
                        ? login.name()
                        : null;
        return login -> {
            try {
                if (((SmppPdu) login.frame()).get(SmppField.INTERFACE_VERSION) < lowestVersion()) {
                    throw new SmsNotSentException("smpp:version", "option minInterfaceVersion", false);
                }
                return who.authenticate(login);
            } catch (SmsNotSentException e) {
                int status = SmppStatus.of(e, CommandStatus.BIND_FAILED);
                throw new SmsNotSentException(CommandStatus.code(status), e.getMessage(), false);
            }
        };
    }

    private static boolean same(String given, String wanted) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    public CodingRules codingRules() {
        return CodingRules.STANDARD.withZero(encoding());
    }

    int ownVersion() {
        return SmppProtocol.version("interfaceVersion", interfaceVersion);
    }

    /** Below 3.4 there is but 3.3, whatever number it goes by. */
    int lowestVersion() {
        int lowest = SmppProtocol.version("minInterfaceVersion", minInterfaceVersion);
        return lowest == 0x33 ? 0 : lowest;
    }

    @Override
    public void check() {
        super.check();
        ownVersion();
        lowestVersion();
        oneOf("longMessages", longMessages, "UDH", "SAR", "PAYLOAD");
        positive("maxUnanswered", maxUnanswered);
        notNegative("enquireLinkTimer", enquireLinkTimer);
        if (maxPduSize < 512) {
            throw new IllegalArgumentException("maxPduSize is at least 512, not " + maxPduSize);
        }
        if (serverId.length() > 15) {
            throw new IllegalArgumentException("serverId has at most 15 characters");
        }
    }

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

    /**
     * Without an authenticator: the password of that system_id. Shorter than 9 characters, if an application keeps to
     * the letter of SMPP.
     */
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

    public int getMaxUnanswered() {
        return maxUnanswered;
    }

    /** How many requests of a session may be unanswered; one more is answered with ESME_RTHROTTLED. */
    public void setMaxUnanswered(int maxUnanswered) {
        this.maxUnanswered = maxUnanswered;
    }

    public long getEnquireLinkTimer() {
        return enquireLinkTimer;
    }

    /** How long a session may be silent before enquire_link asks whether it is there. 0 = never ask. */
    public void setEnquireLinkTimer(long enquireLinkTimer) {
        this.enquireLinkTimer = enquireLinkTimer;
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

    /**
     * The longest PDU, in octets. A longer one is answered with generic_nack and ESME_RINVCMDLEN, and the connection is
     * closed, because the end of such a PDU cannot be known.
     */
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
}
