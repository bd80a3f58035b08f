package org.smshub.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Carrier;

class ChecksTest {

    private static final long HOUR = 3_600_000;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Checks checks = new Checks();
    private final Exchange exchange = new DefaultExchange(context);
    private final Message message = exchange.getMessage();

    ChecksTest() {
        checks.setNumbers(new Numbers());
        checks.setClients(new Clients());
        message.setHeader(SmsHeaders.TO, "+48600100200");
        message.setBody("hello");
    }

    private void refused(String field) {
        assertThatThrownBy(() -> checks.message(exchange))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.getField()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "x\udc00", "a\u0000", "\u001b", "\u007f", "\u0085"})
    void noFieldHoldsWhatUtf8OrATextCannot(String wrong) throws Exception {
        checks.message(exchange);
        message.setHeader(SmsHeaders.CLIENT_REF, wrong);
        refused("ref");
        message.setHeader(SmsHeaders.CLIENT_REF, "r-1");
        message.setHeader(SmsHeaders.FROM, wrong);
        refused("from");
        message.setHeader(SmsHeaders.FROM, null);
        checks.message(exchange);
        assertThatThrownBy(() -> Checks.text("hello" + wrong))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.getField()).isEqualTo("text"));
        Checks.text("two\r\nlines\f\t \ud83d\ude00");
        message.setHeader(SmsHeaders.TO, wrong);
        refused("to");
    }

    @Test
    void aTimeIsOneThatCanBeKept() throws Exception {
        long now = System.currentTimeMillis();
        message.setHeader(SmsHeaders.VALID_UNTIL, now - 1);
        refused("validUntil");
        message.setHeader(SmsHeaders.SEND_AT, now + 2 * HOUR);
        message.setHeader(SmsHeaders.VALID_UNTIL, now + HOUR);
        refused("validUntil");
        message.setHeader(SmsHeaders.SEND_AT, Checks.LAST_TIME + 1);
        refused("sendAt");
        message.setHeader(SmsHeaders.SEND_AT, now - HOUR);
        message.setHeader(SmsHeaders.VALID_UNTIL, Checks.LAST_TIME + HOUR);
        checks.message(exchange);
        assertThat(message.getHeader(SmsHeaders.VALID_UNTIL)).isEqualTo(Checks.LAST_TIME);
    }

    @Property
    void anyTextIsTakenOrRefusedByName(@ForAll String text, @ForAll String from) {
        message.setHeader(SmsHeaders.FROM, from);
        try {
            Checks.text(text);
            checks.message(exchange);
            assertThat(new String(
                            text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(text);
        } catch (RefusedException e) {
            assertThat(e.getField()).isIn("from", "text");
        }
    }

    /** Takes names of up to three characters. */
    private static final class Link extends DefaultEndpoint implements Carrier {

        Link(String uri, DefaultComponent component) {
            super(uri, component);
        }

        @Override
        public String linkName() {
            return "short";
        }

        @Override
        public void checkRecipient(String to) {
            if (to.length() > 12) {
                throw new IllegalArgumentException("a number has at most 11 digits");
            }
        }

        @Override
        public void checkSender(String from) {
            if (from.length() > 3) {
                throw new IllegalArgumentException("a name has at most three characters");
            }
        }

        @Override
        public org.apache.camel.Producer createProducer() {
            return null;
        }

        @Override
        public org.apache.camel.Consumer createConsumer(org.apache.camel.Processor processor) {
            return null;
        }
    }

    @Test
    void aLinkThatCannotCarryTheAddressesIsNotTaken() throws Exception {
        checks.setCamelContext(context);
        context.addComponent("short", new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                return new Link(uri, this);
            }
        });
        context.start();
        context.getEndpoint("short:x");
        message.setHeader(SmsHeaders.LINKS, "short,other");
        message.setHeader(SmsHeaders.FROM, "ACME");
        checks.links(exchange);
        assertThat(message.getHeader(SmsHeaders.LINKS)).isEqualTo("other");
        message.setHeader(SmsHeaders.LINKS, "short");
        assertThatThrownBy(() -> checks.links(exchange))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.getField()).isEqualTo("from"))
                .hasMessageContaining("short")
                .hasMessageContaining("three characters");
        message.setHeader(SmsHeaders.FROM, "ACM");
        checks.links(exchange);
        message.setHeader(SmsHeaders.TO, "+123456789012");
        assertThatThrownBy(() -> checks.links(exchange))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.getField()).isEqualTo("to"));
        context.stop();
    }
}
