package org.smshub.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.smshub.line.camel.LineClientComponent;
import org.smshub.line.camel.LineComponent;
import org.smshub.line.camel.LineConsumer;
import org.smshub.line.camel.LineEndpoint;
import org.smshub.line.camel.LineProducer;
import org.smshub.line.camel.LineServerComponent;
import org.smshub.line.options.Authenticator;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.line.options.LineConfiguration;
import org.smshub.line.options.LineServerConfiguration;
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
        public String scheme() {
            return "toy";
        }

        @Override
        public int maxWindow() {
            return 500;
        }

        @Override
        public String account() {
            return username;
        }
    }

    public static final class ServerOptions extends LineServerConfiguration {

        @Override
        public String scheme() {
            return "toy";
        }

        @Override
        public int maxWindow() {
            return 500;
        }

        Server server;

        @Override
        public boolean hasAccess() {
            return true;
        }

        @Override
        public Authenticator access() {
            return login -> server.logins.authenticate(login);
        }
    }

    static final class Client extends LineClientComponent<String, ClientOptions> {

        private ClientOptions options = new ClientOptions();

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
                throws Exception {
            options = new ClientOptions();
            setProperties(options, parameters);
            return super.createEndpoint(uri, remaining, parameters);
        }

        @Override
        protected ToyEndpoint<ClientOptions, LineClient<String>> endpoint(String uri, ClientOptions own) {
            return new ToyEndpoint<>(uri, this, own);
        }

        @Override
        public ClientOptions getConfiguration() {
            return options;
        }

        @Override
        protected Protocol<String> protocol(ClientOptions options, int session) {
            return new Toy(options.account() == null ? null : options.account() + " secret");
        }
    }

    static final class Server extends LineServerComponent<String, ServerOptions> {

        volatile Authenticator logins = login -> login.password().equals("secret") ? login.name() : null;

        private ServerOptions options = new ServerOptions();

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
                throws Exception {
            options = new ServerOptions();
            options.server = this;
            setProperties(options, parameters);
            return super.createEndpoint(uri, remaining, parameters);
        }

        @Override
        protected ToyEndpoint<ServerOptions, LineServer<String>> endpoint(String uri, ServerOptions own) {
            return new ToyEndpoint<>(uri, this, own);
        }

        @Override
        public ServerOptions getConfiguration() {
            return options;
        }

        @Override
        protected Protocol<String> protocol(ServerOptions options) {
            return new Toy(null);
        }
    }

    static final class ToyEndpoint<C extends LineConfiguration, L extends Line<String>>
            extends LineEndpoint<String, C, L> {

        private final C configuration;

        ToyEndpoint(String uri, LineComponent<String, C, L> component, C configuration) {
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
                    return text.startsWith("no") ? new SmsNotSentException("toy:" + text, text, true) : null;
                }

                @Override
                protected String remoteId(String request, String answer) {
                    return Toy.text(answer).replaceFirst("^yes ?", "");
                }
            };
        }

        @Override
        protected LineConsumer<String> consumer(Processor processor) {
            return new LineConsumer<>(this, processor) {
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
        }
    }
}
