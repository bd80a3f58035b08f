package org.smshub.ucp;

import java.time.Duration;
import java.time.ZoneId;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.smshub.text.Encoding;
import org.smshub.text.plan.TextProfile;

/** The options that client and server have in common. */
@UriParams
public abstract class UcpCommonConfiguration implements Cloneable {

    @UriPath
    @Metadata(required = true)
    private String host;

    @UriPath
    @Metadata(required = true)
    private int port;

    @UriParam(defaultValue = "1")
    private int window = 1;

    @UriParam(defaultValue = "30s", javaType = "java.time.Duration")
    private long requestTimeout = 30_000;

    @UriParam(defaultValue = "1000")
    private int queueSize = 1000;

    @UriParam(defaultValue = "10s", javaType = "java.time.Duration")
    private long waitTimeout = 10_000;

    @UriParam(label = "address", defaultValue = "00")
    private String internationalPrefix = "00";

    @UriParam(label = "content", defaultValue = "GSM7", enums = "GSM7,LATIN1,ASCII")
    private String alphabet = "GSM7";

    @UriParam(label = "content")
    private String timeZone;

    @UriParam(label = "content", defaultValue = "10")
    private int maxParts = 10;

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean verifyChecksum = true;

    @UriParam(label = "security")
    private SSLContextParameters sslContextParameters;

    /** What stands for the plus sign, "" for none. */
    String prefix() {
        return internationalPrefix == null || internationalPrefix.equals("NONE") ? "" : internationalPrefix;
    }

    Encoding encoding() {
        return switch (alphabet) {
            case "GSM7" -> Encoding.GSM7;
            case "LATIN1" -> Encoding.LATIN1;
            case "ASCII" -> Encoding.ASCII;
            default -> throw new IllegalArgumentException("alphabet is GSM7, LATIN1 or ASCII, not " + alphabet);
        };
    }

    ZoneId zone() {
        return timeZone == null ? ZoneId.systemDefault() : ZoneId.of(timeZone);
    }

    TextProfile profile() {
        return TextProfile.STANDARD.withDefaultAlphabet(encoding()).withMaxParts(maxParts);
    }

    Duration requestTime() {
        return Duration.ofMillis(requestTimeout);
    }

    /** Finds out at start what would else be found at the first message. */
    void check() {
        positive("requestTimeout", requestTimeout);
        positive("waitTimeout", waitTimeout);
        positive("queueSize", queueSize);
        if (window < 1 || window > 100) {
            throw new IllegalArgumentException("window is 1 to 100, not " + window);
        }
        zone();
        profile();
    }

    static void positive(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1, not " + value);
        }
    }

    @Override
    public UcpCommonConfiguration clone() {
        try {
            return (UcpCommonConfiguration) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getHost() {
        return host;
    }

    /** Host of the centre; for a server the local address to listen on, such as 127.0.0.1 or 0.0.0.0. */
    public void setHost(String host) {
        this.host = host;
    }

    public int getPort() {
        return port;
    }

    /** Port of the centre, or to listen on; there is no standard one. */
    public void setPort(int port) {
        this.port = port;
    }

    public int getWindow() {
        return window;
    }

    /**
     * How many operations may wait for their result on one session, 1 to 100. The other side must grant as many:
     * a centre throws away what is beyond the window of the account.
     */
    public void setWindow(int window) {
        this.window = window;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    /** How long a result may take. What has none by then has the outcome UNKNOWN. */
    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public int getQueueSize() {
        return queueSize;
    }

    /**
     * How many operations may wait for a free slot of the window. What comes beyond fails at once with the
     * outcome NOT_SENT.
     */
    public void setQueueSize(int queueSize) {
        this.queueSize = queueSize;
    }

    public long getWaitTimeout() {
        return waitTimeout;
    }

    /** How long an operation may wait for a session and a slot before it fails with the outcome NOT_SENT. */
    public void setWaitTimeout(long waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public String getInternationalPrefix() {
        return internationalPrefix;
    }

    /**
     * What stands for the + of an international number on the wire: 00 (default), another prefix, or NONE for
     * the bare number. A centre expects one or the other.
     */
    public void setInternationalPrefix(String internationalPrefix) {
        this.internationalPrefix = internationalPrefix;
    }

    public String getAlphabet() {
        return alphabet;
    }

    /**
     * Characters of alphanumeric messages on the wire: GSM7 as specified, or LATIN1 or ASCII for a peer that
     * does not convert.
     */
    public void setAlphabet(String alphabet) {
        this.alphabet = alphabet;
    }

    public String getTimeZone() {
        return timeZone;
    }

    /**
     * Zone of the times on the wire, such as Europe/Zurich. The protocol does not say it; default is the zone of
     * the JVM.
     */
    public void setTimeZone(String timeZone) {
        this.timeZone = timeZone;
    }

    public int getMaxParts() {
        return maxParts;
    }

    /** Most parts a long text is cut into, 1 to 255. A longer text fails. */
    public void setMaxParts(int maxParts) {
        this.maxParts = maxParts;
    }

    public boolean isVerifyChecksum() {
        return verifyChecksum;
    }

    /** Whether frames with a wrong checksum are refused. */
    public void setVerifyChecksum(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    /** TLS under the protocol; without it the line is plain TCP. */
    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }
}
