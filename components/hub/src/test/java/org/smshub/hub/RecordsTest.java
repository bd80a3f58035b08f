package org.smshub.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;

class RecordsTest {

    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

    private static Message read(Map<?, ?> fields) throws RefusedException {
        Exchange exchange = new DefaultExchange(CONTEXT);
        exchange.getMessage().setBody(fields);
        new Records().read(exchange);
        return exchange.getMessage();
    }

    @Test
    void everyFieldOfTheApiAndEveryHeaderIsTaken() throws Exception {
        Map<String, Object> expected = new HashMap<>();
        expected.put(SmsHeaders.TO, "+48600100200");
        expected.put(SmsHeaders.FROM, "ACME");
        expected.put(SmsHeaders.CLIENT_REF, "7");
        expected.put(SmsHeaders.ENCODING, "UCS2");
        expected.put(SmsHeaders.CLASS, 0);
        expected.put(SmsHeaders.PRIORITY, 3);
        expected.put(SmsHeaders.SEND_AT, 4070905200000L);
        expected.put(SmsHeaders.VALID_UNTIL, 4070988000000L);
        expected.put(SmsHeaders.RECEIPT, "ALL");
        expected.put(SmsHeaders.UDH, "06050415820000");
        expected.put(SmsHeaders.DATA_CODING, 241);
        expected.put(SmsHeaders.PROTOCOL_ID, 65);
        Map<String, Object> api = new LinkedHashMap<>();
        api.put("to", "+48600100200");
        api.put("FROM", "ACME");
        api.put("ref", "7");
        api.put("text", "Hi");
        api.put("encoding", "UCS2");
        api.put("class", "0");
        api.put("priority", 3L);
        api.put("sendAt", "2099-01-01T00:00:00+01:00");
        api.put("validuntil", "4070988000000");
        api.put("receipt", "ALL");
        api.put("udh", "06050415820000");
        api.put("dataCoding", 241);
        api.put("protocolId", "65");
        assertThat(read(api).getHeaders()).isEqualTo(expected);
        assertThat(read(api).getBody()).isEqualTo("Hi");
        assertThat(read(expected).getHeaders()).isEqualTo(expected);
    }

    @Test
    void whatIsEmptyIsNotSetAndOctetsAreOctets() throws Exception {
        Map<String, Object> fields = new HashMap<>();
        fields.put("to", "123");
        fields.put("from", "");
        fields.put("class", "");
        fields.put("priority", null);
        fields.put("data", "00ff");
        Message message = read(fields);
        assertThat(message.getHeaders()).containsOnly(Map.entry(SmsHeaders.TO, "123"));
        assertThat(message.getBody(byte[].class)).containsExactly(0, 0xff);
        assertThat(read(Map.of("data", new byte[] {1})).getBody(byte[].class)).containsExactly(1);
        assertThat(read(Map.of("text", "", "data", "")).getBody()).isEqualTo("");
    }

    @ParameterizedTest
    @CsvSource({
        "txt, hello, txt",
        "SmsLinks, a, SmsLinks",
        "SmsClient, other, SmsClient",
        "SmsId, 1, SmsId",
        "priority, 4, priority",
        "priority, x, priority",
        "priority, -1, priority",
        "class, 9, class",
        "encoding, LATIN1, encoding",
        "receipt, MAYBE, receipt",
        "sendAt, tomorrow, sendAt",
        "validUntil, 1999-12-31T23:59:59Z, validUntil",
        "udh, 0, udh",
        "data, zz, data",
        "dataCoding, 256, dataCoding",
        "protocolId, 1.5, protocolId",
    })
    void aWrongFieldIsNamed(String name, String value, String field) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.getField()).isEqualTo(field));
    }

    @Test
    void aValueOfAnotherTypeIsNamed() {
        List<Map<String, ?>> all = List.of(
                Map.of("to", 48600100200L),
                Map.of("text", 1),
                Map.of("priority", 1.5),
                Map.of("sendAt", 1.5),
                Map.of("class", true));
        for (Map<String, ?> wrong : all) {
            String field = wrong.keySet().iterator().next();
            assertThatThrownBy(() -> read(wrong))
                    .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.getField())
                            .isEqualTo(field));
        }
        assertThatThrownBy(() -> read(Map.of("text", "a", "data", "00"))).hasMessageContaining("not both");
    }

    @Property
    void anyValueIsTakenOrRefused(@ForAll Records.Field field, @ForAll String value) {
        try {
            read(Map.of(field.label(), value));
        } catch (RefusedException e) {
            assertThat(e.getField()).isEqualTo(field.label());
        }
    }
}
