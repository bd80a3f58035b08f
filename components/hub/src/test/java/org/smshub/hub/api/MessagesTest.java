package org.smshub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.hub.RefusedException;
import org.smshub.link.SmsHeaders;

class MessagesTest {

    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private final Messages messages = new Messages();

    private Exchange request(String body) {
        Exchange exchange = new DefaultExchange(CONTEXT);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    @Test
    void everyFieldBecomesItsHeader() throws Exception {
        Exchange exchange = request("""
                {"to":"+48600100200","from":"ACME","text":"Hi","ref":"7","encoding":"UCS2","class":0,"priority":3,
                 "sendAt":"2099-01-01T00:00:00+01:00","validUntil":"2099-01-02T00:00:00Z","receipt":"ALL"}""");
        messages.read(exchange);
        assertThat(exchange.getMessage().getBody()).isEqualTo("Hi");
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(SmsHeaders.TO, "+48600100200")
                .containsEntry(SmsHeaders.CLIENT_REF, "7")
                .containsEntry(SmsHeaders.CLASS, 0)
                .containsEntry(SmsHeaders.SEND_AT, 4070905200000L)
                .containsEntry(SmsHeaders.RECEIPT, "ALL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"to\":\"1\",\"txt\":\"x\"}|txt",
                "{\"to\":1}|to",
                "{\"to\":[\"1\"]}|to",
                "{\"priority\":4}|priority",
                "{\"priority\":\"3\"}|priority",
                "{\"class\":9}|class",
                "{\"encoding\":\"LATIN1\"}|encoding",
                "{\"receipt\":\"MAYBE\"}|receipt",
                "{\"ref\":\"\"}|ref",
                "{\"sendAt\":\"tomorrow\"}|sendAt",
                "{\"sendAt\":\"+999999999-12-31T23:59:59-18:00\"}|sendAt",
                "{\"sendAt\":\"-999999999-01-01T00:00:00+18:00\"}|sendAt",
                "{\"validUntil\":\"1999-12-31T23:59:59Z\"}|validUntil",
                "{\"validUntil\":\"2100-01-01T00:00:00Z\"}|validUntil"
            })
    void aWrongFieldIsNamed(String body, String field) {
        assertThatThrownBy(() -> messages.read(request(body)))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.getField()).isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]", "null", "{", "''", "{} {}", "text"})
    void whatIsNoObjectIsRefused(String body) {
        assertThatThrownBy(() -> messages.read(request(body))).isInstanceOf(RefusedException.class);
    }

    @Property
    void anyBodyIsReadOrRefused(@ForAll String body) {
        try {
            messages.read(request(body));
        } catch (RefusedException e) {
            assertThat(e.getReason()).isEqualTo(RefusedException.Reason.INVALID);
        }
    }
}
