package org.smshub.line.options;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.smshub.text.Encoding;
import org.smshub.text.plan.TextProfile;

/** The options that both ends of every protocol have. */
@UriParams
public abstract class LineConfiguration implements Cloneable {

    @UriPath(
            description = "Host of the centre; for a server the local address to listen on, such as 127.0.0.1 or "
                    + "0.0.0.0.")
    @Metadata(required = true)
    private String host;

    @UriPath(description = "Port of the centre, or to listen on.")
    @Metadata(required = true)
    private int port;

    @UriParam(
            defaultValue = "1",
            description = "How many requests may wait for their answer on one session. The other side must grant as "
                    + "many: a centre may throw away what is beyond the window of the account.")
    private int window = 1;

    @UriParam(
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "How long an answer may take; what has none by then has the outcome UNKNOWN. Also how "
                    + "long the other side may take from the first octet of a frame to its last, and to read "
                    + "what is written to it.")
    private long requestTimeout = 30_000;

    @UriParam(
            defaultValue = "1000",
            description = "How many requests may wait for a free slot. What comes beyond fails at once with the "
                    + "outcome NOT_SENT.")
    private int queueSize = 1000;

    @UriParam(
            defaultValue = "10s",
            javaType = "java.time.Duration",
            description = "How long a request may wait for a session and a slot before it fails with the outcome "
                    + "NOT_SENT.")
    private long waitTimeout = 10_000;

    @UriParam(
            label = "security",
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "How long a connection may take until it is logged in, the TLS handshake included.")
    private long loginTimeout = 30_000;

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description = "On how many threads at a time the requests of one session enter the route. With 1 they "
                    + "enter it in their order; an asynchronous route has many of them in flight all the same.")
    private int concurrentConsumers = 1;

    @UriParam(
            defaultValue = "true",
            description =
                    "Whether a step behind this address may block, in front of it (from) or after it (to). false, "
                            + "where none waits for a disk, a network or a lock: the route runs on the thread that reads the "
                            + "line, which is cheaper. One that blocks there all the same holds up every line of that thread.")
    private boolean blocking = true;

    @UriParam(
            label = "content",
            defaultValue = "GSM7",
            enums = "GSM7,LATIN1,ASCII",
            description = "Characters on the wire: GSM7 as specified, or LATIN1 or ASCII for a peer that does not "
                    + "convert.")
    private String alphabet = "GSM7";

    @UriParam(
            label = "content",
            description = "Zone of times on the wire that do not say it, such as Europe/Zurich; default is the zone "
                    + "of the JVM.")
    private String timeZone;

    @UriParam(
            label = "content",
            defaultValue = "10",
            description = "Most parts a long text is cut into, 1 to 255. A longer text fails.")
    private int maxParts = 10;

    @UriParam(
            label = "security",
            description = "TLS under the protocol: keys, own trust store, and at a server whether clients have to "
                    + "show a certificate. Without it the line is plain TCP.")
    private SSLContextParameters sslContextParameters;

    @UriParam(
            label = "security",
            description =
                    "TLS by files in PEM, in the place of sslContextParameters: this end's certificate, and those "
                            + "between it and its authority. A server needs it; a client has one where the centre asks for it. The files "
                            + "are read again when they change.")
    private String tlsCertificate;

    @UriParam(
            label = "security",
            description = "File of the private key of tlsCertificate, in PEM (PKCS#8) without a password.")
    private String tlsKey;

    @UriParam(
            label = "security",
            description =
                    "File of the authorities whose certificates this end trusts, in PEM; system = those that the JVM "
                            + "knows. At a client it turns TLS on. At a server it lets in only clients that show a certificate of "
                            + "these; without it none is asked for.")
    private String tlsTrust;

    private String address;

    /**
     * Takes where the endpoint leads from its address: {@code host:port}, an IPv6 host in brackets, unless a protocol knows
     * other ways.
     *
     * @param remaining what stands behind the scheme
     */
    public void at(String scheme, String remaining) {
        tcp(scheme + ":", remaining);
    }

    /** @param before all that stands before {@code host:port} */
    protected final void tcp(String before, String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String name = colon < 0 ? "" : hostAndPort.substring(0, colon).replaceFirst("^//", "");
        String number = hostAndPort.substring(colon + 1);
        if (name.isEmpty() || !number.matches("\\d{1,5}") || Integer.parseInt(number) > 65535) {
            throw new IllegalArgumentException("The address is " + before + "host:port, not " + before + hostAndPort);
        }
        host = name.replaceAll("^\\[|]$", "");
        port = Integer.parseInt(number);
        leads(before + host + ":" + port);
    }

    /** Where the line leads, in words that are the same for all endpoints that share it. */
    protected final void leads(String where) {
        address = where;
    }

    /** Where the line leads, for people. */
    public final String address() {
        return address;
    }

    /** First half of the codes of errors, such as {@code ucp}. */
    public abstract String scheme();

    /** Endpoints with the same key share their line. */
    public abstract String key();

    /** How many requests the protocol can have outstanding. */
    public abstract int maxWindow();

    /** How many requests of the other side may be unanswered. */
    public int maxUnanswered() {
        return 100;
    }

    /** How long the line may be idle until a probe is sent, in milliseconds, 0 = for ever. */
    public long probeAfter() {
        return 0;
    }

    /** How long the other side may say nothing that counts, in milliseconds, 0 = for ever. */
    public long idleAfter() {
        return 0;
    }

    public int firstWindow() {
        return window;
    }

    public int maxRate() {
        return 0;
    }

    /** What endpoints that share a line must agree on, by option name. A subclass adds its own. */
    public Map<String, Object> shared() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("window", window);
        options.put("requestTimeout", requestTimeout);
        options.put("queueSize", queueSize);
        options.put("waitTimeout", waitTimeout);
        options.put("sslContextParameters", sslContextParameters);
        options.put("tlsCertificate", tlsCertificate);
        options.put("tlsKey", tlsKey);
        options.put("tlsTrust", tlsTrust);
        return options;
    }

    /** Finds out at start what would else be found at the first message. */
    public void check() {
        positive("requestTimeout", requestTimeout);
        positive("waitTimeout", waitTimeout);
        positive("loginTimeout", loginTimeout);
        positive("queueSize", queueSize);
        positive("concurrentConsumers", concurrentConsumers);
        if (window < 1 || window > maxWindow()) {
            throw new IllegalArgumentException("window is 1 to " + maxWindow() + ", not " + window);
        }
        zone();
        profile();
        if (hasTlsFiles() && sslContextParameters != null) {
            throw new IllegalArgumentException("TLS is by sslContextParameters or by the files of tls…, not by both");
        }
    }

    /** Whether TLS is by files. */
    public boolean hasTlsFiles() {
        return tlsCertificate != null || tlsKey != null || tlsTrust != null;
    }

    private static String orNull(String file) {
        return file == null || file.isBlank() ? null : file.trim();
    }

    protected static void positive(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1, not " + value);
        }
    }

    protected static void notNegative(String option, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(option + " must be at least 0, not " + value);
        }
    }

    protected static void oneOf(String option, String value, String... allowed) {
        if (!List.of(allowed).contains(value)) {
            throw new IllegalArgumentException(option + " is " + String.join(", ", allowed) + ", not " + value);
        }
    }

    /** The alphabet of the line. */
    public Encoding encoding() {
        oneOf("alphabet", alphabet, "GSM7", "LATIN1", "ASCII");
        return alphabet.equals("GSM7") ? Encoding.GSM7 : alphabet.equals("ASCII") ? Encoding.ASCII : Encoding.LATIN1;
    }

    public ZoneId zone() {
        return timeZone == null ? ZoneId.systemDefault() : ZoneId.of(timeZone);
    }

    public TextProfile profile() {
        return TextProfile.STANDARD.withDefaultAlphabet(encoding()).withMaxParts(maxParts);
    }

    @Override
    public LineConfiguration clone() {
        try {
            return (LineConfiguration) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public int getWindow() {
        return window;
    }

    public void setWindow(int window) {
        this.window = window;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public int getQueueSize() {
        return queueSize;
    }

    public void setQueueSize(int queueSize) {
        this.queueSize = queueSize;
    }

    public long getWaitTimeout() {
        return waitTimeout;
    }

    public void setWaitTimeout(long waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public long getLoginTimeout() {
        return loginTimeout;
    }

    public void setLoginTimeout(long loginTimeout) {
        this.loginTimeout = loginTimeout;
    }

    public int getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(int concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public boolean isBlocking() {
        return blocking;
    }

    public void setBlocking(boolean blocking) {
        this.blocking = blocking;
    }

    public String getAlphabet() {
        return alphabet;
    }

    public void setAlphabet(String alphabet) {
        this.alphabet = alphabet;
    }

    public String getTimeZone() {
        return timeZone;
    }

    public void setTimeZone(String timeZone) {
        this.timeZone = timeZone;
    }

    public int getMaxParts() {
        return maxParts;
    }

    public void setMaxParts(int maxParts) {
        this.maxParts = maxParts;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getTlsCertificate() {
        return tlsCertificate;
    }

    public void setTlsCertificate(String tlsCertificate) {
        this.tlsCertificate = orNull(tlsCertificate);
    }

    public String getTlsKey() {
        return tlsKey;
    }

    public void setTlsKey(String tlsKey) {
        this.tlsKey = orNull(tlsKey);
    }

    public String getTlsTrust() {
        return tlsTrust;
    }

    public void setTlsTrust(String tlsTrust) {
        this.tlsTrust = orNull(tlsTrust);
    }
}
