package org.smshub.hub.mail.smtp;

import java.util.Locale;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.smshub.hub.mail.MailMessages;
import org.smshub.link.Logins;

/**
 * Take mails by SMTP (RFC 5321): one exchange a mail, whose body is its octets; the answer to the mail is the end of the
 * exchange. Relays nothing.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "smtp-server",
        syntax = "smtp-server:host:port",
        title = "SMTP Server",
        consumerOnly = true,
        category = {Category.MAIL})
public class SmtpServerEndpoint extends DefaultEndpoint {

    @UriPath(description = "Address to listen on")
    @Metadata(required = true)
    private final String host;

    @UriPath(description = "Port to listen on, 0 = a free one")
    @Metadata(required = true)
    private final int port;

    @UriParam(description = "Who may log in")
    @Metadata(required = true)
    private Logins logins;

    @UriParam(description = "Which recipients there are")
    @Metadata(required = true)
    private MailMessages mails;

    @UriParam(
            description =
                    "What becomes of a mail's subject; NUMBER: the numbers in it are the recipients, and every address in the hub's domain is taken",
            enums = "IGNORE,BEFORE,SENDER,NUMBER",
            defaultValue = "IGNORE")
    private String subject = "IGNORE";

    @UriParam(description = "The name of this server in its greeting", defaultValue = "sms-hub")
    private String serverName = "sms-hub";

    @UriParam(label = "security", description = "Certificate in PEM, for STARTTLS; empty = none")
    private String tlsCertificate = "";

    @UriParam(label = "security", description = "Its private key in PEM")
    private String tlsKey = "";

    @UriParam(
            label = "security",
            description =
                    "Addresses or networks (192.0.2.0/24), comma-separated, that need not log in; they send as trustedClient")
    private String trusted = "";

    @UriParam(label = "security", description = "The client as which they send")
    private String trustedClient = "";

    @UriParam(description = "Octets of a mail", defaultValue = "2000000")
    private int maxSize = 2_000_000;

    @UriParam(description = "Recipients of a mail", defaultValue = "100")
    private int maxRecipients = 100;

    @UriParam(description = "Connections at once", defaultValue = "50")
    private int maxConnections = 50;

    @UriParam(description = "Connections at once of one address, 0 = half of all", defaultValue = "0")
    private int maxConnectionsPerAddress;

    @UriParam(description = "How long a client may be silent", javaType = "java.time.Duration", defaultValue = "60000")
    private long idleTimeout = 60_000;

    @UriParam(
            description = "How long a mail may take to come whole, and how long to be committed",
            javaType = "java.time.Duration",
            defaultValue = "60000")
    private long requestTimeout = 60_000;

    SmtpServerEndpoint(String uri, SmtpServerComponent component, String host, int port) {
        super(uri, component);
        this.host = host;
        this.port = port;
    }

    private static void require(boolean good, String option, String wanted) {
        if (!good) {
            throw new IllegalArgumentException("Option " + option + " of smtp-server must be " + wanted);
        }
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        require(logins != null, "logins", "the bean that knows the clients, such as #bean:clients");
        require(mails != null, "mails", "the bean that knows the recipients, such as #bean:mailMessages");
        require(subject.matches("IGNORE|BEFORE|SENDER|NUMBER"), "subject", "IGNORE, BEFORE, SENDER or NUMBER");
        require(maxSize >= 1_000 && maxSize <= 100_000_000, "maxSize", "1000 to 100000000");
        require(maxRecipients >= 1 && maxRecipients <= 100, "maxRecipients", "1 to 100");
        require(maxConnections >= 1 && maxConnections <= 10_000, "maxConnections", "1 to 10000");
        require(maxConnectionsPerAddress >= 0, "maxConnectionsPerAddress", "0 (half of all) or more");
        require(idleTimeout > 0 && idleTimeout <= Integer.MAX_VALUE, "idleTimeout", "more than 0");
        require(requestTimeout > 0, "requestTimeout", "more than 0");
        require(tlsCertificate.isBlank() == tlsKey.isBlank(), "tlsKey", "there where tlsCertificate is");
        require(trusted.isBlank() == trustedClient.isBlank(), "trustedClient", "there where trusted is");
        SmtpServerConsumer consumer = new SmtpServerConsumer(this, processor, SmtpLogins.Networks.parse(trusted));
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("smtp-server is for from; mails go out by smtp or smtps");
    }

    public String getHost() {
        return host;
    }

    public int getPort() {
        return port;
    }

    public Logins getLogins() {
        return logins;
    }

    /** Who may log in. */
    public void setLogins(Logins logins) {
        this.logins = logins;
    }

    public MailMessages getMails() {
        return mails;
    }

    /** Which recipients there are. */
    public void setMails(MailMessages mails) {
        this.mails = mails;
    }

    public String getSubject() {
        return subject;
    }

    /** What becomes of a mail's subject. */
    public void setSubject(String subject) {
        this.subject = subject.trim().toUpperCase(Locale.ROOT);
    }

    boolean isNumberInSubject() {
        return subject.equals("NUMBER");
    }

    public String getServerName() {
        return serverName;
    }

    /** The name of this server in its greeting. */
    public void setServerName(String serverName) {
        this.serverName = serverName;
    }

    public String getTlsCertificate() {
        return tlsCertificate;
    }

    /** Certificate in PEM, for STARTTLS; empty = none. */
    public void setTlsCertificate(String tlsCertificate) {
        this.tlsCertificate = tlsCertificate;
    }

    public String getTlsKey() {
        return tlsKey;
    }

    /** Its private key in PEM. */
    public void setTlsKey(String tlsKey) {
        this.tlsKey = tlsKey;
    }

    public String getTrusted() {
        return trusted;
    }

    /** Addresses or networks, comma-separated, that need not log in. */
    public void setTrusted(String trusted) {
        this.trusted = trusted;
    }

    public String getTrustedClient() {
        return trustedClient;
    }

    /** The client as which they send. */
    public void setTrustedClient(String trustedClient) {
        this.trustedClient = trustedClient;
    }

    public int getMaxSize() {
        return maxSize;
    }

    /** Octets of a mail. */
    public void setMaxSize(int maxSize) {
        this.maxSize = maxSize;
    }

    public int getMaxRecipients() {
        return maxRecipients;
    }

    /** Recipients of a mail. */
    public void setMaxRecipients(int maxRecipients) {
        this.maxRecipients = maxRecipients;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    /** Connections at once. */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getMaxConnectionsPerAddress() {
        return maxConnectionsPerAddress;
    }

    /** Connections at once of one address, 0 = half of all. */
    public void setMaxConnectionsPerAddress(int maxConnectionsPerAddress) {
        this.maxConnectionsPerAddress = maxConnectionsPerAddress;
    }

    public long getIdleTimeout() {
        return idleTimeout;
    }

    /** How long a client may be silent, in milliseconds. */
    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    /** How long a mail may take to come whole, and how long to be committed, in milliseconds. */
    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }
}
