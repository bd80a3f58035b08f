package org.smshub.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.smshub.line.camel.LineClientComponent;
import org.smshub.line.camel.LineClientConfiguration;
import org.smshub.line.camel.LineConsumer;
import org.smshub.line.camel.LineEndpoint;
import org.smshub.line.camel.LineProducer;
import org.smshub.line.camel.LineServerComponent;
import org.smshub.line.camel.LineServerConfiguration;
import org.smshub.link.SmsNotSentException;

/** The Camel side of {@link Toy}, at both ends. */
final class ToyCamel {

    private ToyCamel() {}

    public static final class ClientOptions extends LineClientConfiguration {

        private String username;

        public void setUsername(String username) {
            this.username = username;
        }

        @Override
        protected String scheme() {
            return "toy";
        }

        @Override
        public String address() {
            return "toy:" + getHost() + ":" + getPort();
        }

        @Override
        protected int maxWindow() {
            return 500;
        }

        @Override
        protected String account() {
            return username;
        }
    }

    public static final class ServerOptions extends LineServerConfiguration {

        @Override
        protected String scheme() {
            return "toy";
        }

        @Override
        public String address() {
            return "toy-server:" + getHost() + ":" + getPort();
        }

        @Override
        protected int maxWindow() {
            return 500;
        }

        @Override
        protected boolean hasAccess() {
            return true;
        }

        @Override
        protected String accessOptions() {
            return "nothing";
        }
    }

    static final class Client extends LineClientComponent<String, ClientOptions> {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
                throws Exception {
            ClientOptions options = new ClientOptions();
            setProperties(options, parameters);
            return configure(new ToyEndpoint<>(uri, this, options), options, remaining, parameters);
        }

        @Override
        protected Protocol<String> protocol(ClientOptions options, int session) {
            return new Toy(options.account() == null ? null : options.account() + " secret");
        }
    }

    static final class Server extends LineServerComponent<String, ServerOptions> {

        volatile Authenticator<String> logins = (login, session) ->
                Toy.text(login).endsWith(" secret") ? session.protocol().name(login) : null;

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
                throws Exception {
            ServerOptions options = new ServerOptions();
            setProperties(options, parameters);
            return configure(new ToyEndpoint<>(uri, this, options), options, remaining, parameters);
        }

        @Override
        protected Protocol<String> protocol(ServerOptions options) {
            return new Toy(null);
        }

        @Override
        protected Authenticator<String> authenticator(ServerOptions options) {
            return (login, session) -> logins.authenticate(login, session);
        }
    }

    static final class ToyEndpoint<C extends org.smshub.line.camel.LineConfiguration, L extends Line<String>>
            extends LineEndpoint<String, C, L> {

        private final C configuration;

        ToyEndpoint(String uri, org.smshub.line.camel.LineComponent<String, C, L> component, C configuration) {
            super(uri, component);
            this.configuration = configuration;
        }

        @Override
        public C getConfiguration() {
            return configuration;
        }

        @Override
        public Producer createProducer() {
            return new LineProducer<String>(this) {
                @Override
                protected List<String> write(Message message) {
                    return new ArrayList<>(List.of(message.getBody(String.class).split(",")));
                }

                @Override
                protected SmsNotSentException refused(String answer) {
                    String text = Toy.text(answer);
                    if (text.equals("no slow")) {
                        return SmsNotSentException.forThrottling("toy:" + text, text);
                    }
                    return text.startsWith("no") ? new SmsNotSentException("toy:" + text, text, true) : null;
                }

                @Override
                protected String remoteId(String request, String answer) {
                    return Toy.text(answer).replaceFirst("^yes ?", "");
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            LineConsumer<String> consumer = new LineConsumer<>(this, processor) {
                @Override
                protected void fill(Session<String> session, String request, Message message) {
                    message.setBody(Toy.text(request));
                    message.setHeader("account", session.account());
                }

                @Override
                protected String answer(Session<String> session, String request, Exchange exchange) {
                    String word = exchange.getException() == null ? "yes " : "no ";
                    return "!" + session.protocol().key(request) + " " + word + Toy.text(request);
                }
            };
            configureConsumer(consumer);
            return consumer;
        }
    }
}
