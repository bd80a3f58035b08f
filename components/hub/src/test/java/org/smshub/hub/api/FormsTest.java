package org.smshub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

class FormsTest {

    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private final Forms forms = new Forms();

    private Exchange form(String form) throws RefusedException {
        Exchange exchange = new DefaultExchange(CONTEXT);
        exchange.getMessage().setBody(form.getBytes(StandardCharsets.ISO_8859_1));
        forms.read(exchange);
        return exchange;
    }

    @Test
    void fieldsAreThoseOfAMessage() throws Exception {
        Exchange exchange =
                form("to=%2B48600100200&text=Za%C5%BC%C3%B3%C5%82%C4%87+x&priority=3&tags=a,b&class=0&text=second");
        assertThat(exchange.getMessage().getBody()).isEqualTo("Zażółć x");
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(SmsHeaders.TO, "+48600100200")
                .containsEntry(SmsHeaders.PRIORITY, 3)
                .containsEntry(SmsHeaders.CLASS, 0)
                .containsEntry(SmsHeaders.FIELDS, "tags=a b");
        assertThat(form("to=+48600100200&text=x").getMessage().getHeader(SmsHeaders.TO))
                .isEqualTo("+48600100200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to=1&text=%FF|text",
                "to=1&colour=red|colour",
                "priority=high|priority",
                "tags=ż|tags",
                "tags=a,b,c,d,e,f,g,h,i,j,k|tags"
            })
    void whatIsWrongIsNamed(String form, String field) {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(RefusedException.class, () -> form(form))
                        .getField())
                .isEqualTo(field);
    }

    @Property
    void whatIsEscapedIsReadAsItWas(@ForAll String value) {
        // halves of pairs are no text
        String text = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String escaped = URLEncoder.encode(text, StandardCharsets.UTF_8);
        assertThat(Forms.pairs("a=" + escaped + "&b=1").get("a")).isEqualTo(text);
    }

    @Property
    void anyFormIsReadOrRefused(@ForAll String any) {
        try {
            form(any);
        } catch (RefusedException e) {
            assertThat(e.getReason()).isEqualTo(RefusedException.Reason.INVALID);
        }
    }

    @Test
    void whatBeginsNoOctetStaysAsItStands() {
        assertThat(Forms.decoded("100%", true)).isEqualTo("100%");
        assertThat(Forms.decoded("%zz%4", true)).isEqualTo("%zz%4");
        assertThat(Forms.decoded("a+b", false)).isEqualTo("a+b");
    }
}
