package org.smshub.hub.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailComponentConfigurer;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailEndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurer;

/** camel-mail's component for mailboxes, with the same options; only how many mails are under way at once differs. */
final class MailboxComponent extends MailComponent {

    private static final List<String> PROTOCOLS = List.of("imap", "imaps", "pop3", "pop3s");

    /** In the place of camel-mail's own, where nothing else has taken it. */
    static void into(CamelContext context) {
        for (String protocol : PROTOCOLS) {
            if (context.hasComponent(protocol) == null) {
                context.addComponent(protocol, new MailboxComponent());
            }
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Map<String, Object> options = new HashMap<>(parameters);
        MailEndpoint made = (MailEndpoint) super.createEndpoint(uri, remaining, parameters);
        // those it has not taken are nobody's; those with a dot lie in the configuration, which both have
        options.keySet().removeAll(parameters.keySet());
        options.keySet().removeIf(name -> name.contains(".") || name.equals("searchTerm") || name.equals("sortTerm"));
        Mailbox mailbox = new Mailbox(uri, this, made.getConfiguration());
        mailbox.setContentTypeResolver(made.getContentTypeResolver());
        setEndpointHeaderFilterStrategy(mailbox);
        setProperties(mailbox, options);
        mailbox.setSearchTerm(made.getSearchTerm());
        mailbox.setSortTerm(made.getSortTerm());
        return mailbox;
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new MailComponentConfigurer();
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new MailEndpointConfigurer();
    }

    private static final class Mailbox extends MailEndpoint {

        Mailbox(String uri, MailComponent component, MailConfiguration configuration) {
            super(uri, component, configuration);
        }

        @Override
        public Consumer createConsumer(Processor processor, JavaMailSender sender) throws Exception {
            MailboxConsumer consumer = new MailboxConsumer(this, processor, sender);
            consumer.setHandleFailedMessage(getConfiguration().isHandleFailedMessage());
            consumer.setSkipFailedMessage(getConfiguration().isSkipFailedMessage());
            consumer.setMaxMessagesPerPoll(getMaxMessagesPerPoll());
            configureConsumer(consumer);
            return consumer;
        }
    }
}
