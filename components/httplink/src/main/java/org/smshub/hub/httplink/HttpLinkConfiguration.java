package org.smshub.hub.httplink;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of a link, once. */
@UriParams
public class HttpLinkConfiguration {

    @UriParam
    private String provider;

    @UriParam
    private String url;

    @UriParam
    private String account;

    @UriParam(label = "security")
    private String user;

    @UriParam(label = "security", secret = true)
    private String password;

    @UriParam(label = "security", secret = true)
    private String signingSecret;

    @UriParam
    private String sender;

    @UriParam
    private String callback;

    @UriParam(label = "security", secret = true)
    private String callbackSecret;

    @UriParam(defaultValue = "10")
    private int window = 10;

    @UriParam(defaultValue = "30000")
    private long answerTimeout = 30_000;

    @UriParam(defaultValue = "5000")
    private long connectTimeout = 5_000;

    @UriParam(label = "security", defaultValue = "system")
    private String tlsTrust;

    @UriParam(label = "security")
    private String tlsCertificate;

    @UriParam(label = "security")
    private String tlsKey;

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean blocking = true;

    /** What templates may name of it. */
    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        put(values, "url", url == null ? null : url.replaceFirst("/+$", ""));
        put(values, "account", account == null || account.isBlank() ? user : account);
        put(values, "user", user);
        put(values, "password", password);
        put(values, "signingSecret", signingSecret);
        put(values, "sender", sender);
        return values;
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (value != null && !value.isBlank()) {
            values.put(name, value);
        }
    }

    public String getProvider() {
        return provider;
    }

    /** Name of a file in providers of the configuration, without .yaml; or where one lies, such as file:/etc/my.yaml. */
    public void setProvider(String provider) {
        this.provider = provider;
    }

    public String getUrl() {
        return url;
    }

    /** Where the provider is, for those of which each account has an address of its own; absent = as its file says. */
    public void setUrl(String url) {
        this.url = url;
    }

    public String getAccount() {
        return account;
    }

    /** The account, where it is another word than the user (Twilio with an API key, Sinch's service plan); absent = the user. */
    public void setAccount(String account) {
        this.account = account;
    }

    public String getUser() {
        return user;
    }

    /** Who logs in. */
    public void setUser(String user) {
        this.user = user;
    }

    public String getPassword() {
        return password;
    }

    /** With what: a password, token or key. */
    public void setPassword(String password) {
        this.password = password;
    }

    public String getSigningSecret() {
        return signingSecret;
    }

    /** The secret by which the provider signs its calls, where that is another than the password. */
    public void setSigningSecret(String signingSecret) {
        this.signingSecret = signingSecret;
    }

    public String getSender() {
        return sender;
    }

    /** The sender of messages that have none. */
    public void setSender(String sender) {
        this.sender = sender;
    }

    public String getCallback() {
        return callback;
    }

    /** Where the provider reaches the hub's HTTP server, such as https://sms.example.org; absent = it does not call. */
    public void setCallback(String callback) {
        this.callback = callback;
    }

    public String getCallbackSecret() {
        return callbackSecret;
    }

    /** The secret part of the address that the provider calls, 16 letters and digits or more. */
    public void setCallbackSecret(String callbackSecret) {
        this.callbackSecret = callbackSecret;
    }

    public int getWindow() {
        return window;
    }

    /** Requests under way at once, each on a connection of its own, 1 to 1000. */
    public void setWindow(int window) {
        this.window = window;
    }

    public long getAnswerTimeout() {
        return answerTimeout;
    }

    /** Milliseconds from the connection to the end of the answer; later nobody knows whether the message was sent. */
    public void setAnswerTimeout(long answerTimeout) {
        this.answerTimeout = answerTimeout;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    /** Milliseconds until a connection, with TLS, counts as refused. */
    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public String getTlsTrust() {
        return tlsTrust;
    }

    /** File of the provider's authority, in PEM, or system: those that the JVM knows. */
    public void setTlsTrust(String tlsTrust) {
        this.tlsTrust = tlsTrust;
    }

    public String getTlsCertificate() {
        return tlsCertificate;
    }

    /** Where the provider asks who calls: file of the hub's certificate, in PEM. */
    public void setTlsCertificate(String tlsCertificate) {
        this.tlsCertificate = tlsCertificate;
    }

    public String getTlsKey() {
        return tlsKey;
    }

    /** File of its private key, in PEM. */
    public void setTlsKey(String tlsKey) {
        this.tlsKey = tlsKey;
    }

    public boolean isBlocking() {
        return blocking;
    }

    /** Whether the route goes on on worker threads; false where none of its steps waits for anything. */
    public void setBlocking(boolean blocking) {
        this.blocking = blocking;
    }
}
