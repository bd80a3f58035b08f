package org.smshub.hub.httplink;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.smshub.hub.httplink.file.Provider;

/** Send short messages by a provider with an HTTP API, as a file about that provider says. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "sms-http",
        syntax = "sms-http:link",
        title = "SMS Provider by HTTP",
        producerOnly = true,
        category = {Category.MOBILE, Category.HTTP})
public class HttpLinkEndpoint extends DefaultEndpoint {

    private static final int MOST_WINDOW = 1_000;

    /** Characters of a secret that cannot be guessed. */
    private static final String KEY = "[A-Za-z0-9_-]{16,200}";

    @UriPath(description = "The link, as it stands in SmsLinks")
    @Metadata(required = true)
    private final String link;

    @UriParam
    private final HttpLinkConfiguration configuration;

    private Provider provider;

    HttpLinkEndpoint(String uri, HttpLinkComponent component, String link, HttpLinkConfiguration configuration) {
        super(uri, component);
        this.link = link;
        this.configuration = configuration;
    }

    /** One clear error for an option, or a line of the provider's file, that cannot be. */
    void check() throws IOException {
        HttpLinkConfiguration options = configuration;
        require(
                options.getProvider() != null && !options.getProvider().isBlank(),
                "provider",
                "the name of a file in providers");
        require(options.getWindow() >= 1 && options.getWindow() <= MOST_WINDOW, "window", "1 to 1000");
        require(options.getAnswerTimeout() >= 1, "answerTimeout", "1 millisecond or more");
        require(options.getConnectTimeout() >= 1, "connectTimeout", "1 millisecond or more");
        boolean calls = isSet(options.getCallback());
        require(
                !calls || options.getCallback().matches("https?://[^\\s?#]+"),
                "callback",
                "the address of this hub as the provider sees it, such as https://sms.example.org");
        require(
                !calls
                        || options.getCallbackSecret() != null
                                && options.getCallbackSecret().matches(KEY),
                "callbackSecret",
                "16 or more letters and digits, which only the provider gets to know");
        provider = getComponent().provider(options.getProvider());
        Map<String, String> values = options.values();
        if (!values.containsKey("url")) {
            require(provider.url() != null, "url", "the address of your account at provider " + options.getProvider());
            options.setUrl(provider.url());
        }
        require(options.getUrl().matches("https?://[^\\s?#]+"), "url", "http:// or https:// and a host");
        for (String needed : provider.needs()) {
            require(values.containsKey(needed), needed, "set: provider " + options.getProvider() + " asks for it");
        }
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }

    private void require(boolean good, String option, String wanted) {
        if (!good) {
            throw new IllegalArgumentException("Option " + option + " of link " + link + " must be " + wanted);
        }
    }

    @Override
    public Producer createProducer() {
        return new HttpLinkProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new IllegalArgumentException(
                "sms-http is for to, not for from: what a provider tells comes by its calls");
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }

    @Override
    public HttpLinkComponent getComponent() {
        return (HttpLinkComponent) super.getComponent();
    }

    /** As its file says. */
    Provider provider() {
        return provider;
    }

    public String getLink() {
        return link;
    }

    public HttpLinkConfiguration getConfiguration() {
        return configuration;
    }
}
