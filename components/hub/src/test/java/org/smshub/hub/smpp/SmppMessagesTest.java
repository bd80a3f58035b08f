package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;

class SmppMessagesTest {

    /** A number whose type says that it has no country code gets none; without a region Numbers refuses it (0x0B). */
    @ParameterizedTest
    @CsvSource({
        "48600100200, , +48600100200",
        "600100203, 2, 600100203",
        "600100203, 3, 600100203",
        "600100203, 4, 600100203",
        "0048600100200, , 0048600100200",
        "2345, , 2345"
    })
    void theTypeOfNumberIsNotGuessedAway(String given, Integer ton, String read) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(SmsHeaders.TO, given);
        exchange.getMessage().setHeader("SmsSmppDestTon", ton);
        new SmppMessages().read(exchange);
        assertThat(exchange.getMessage().getHeader(SmsHeaders.TO)).isEqualTo(read);
        assertThat(exchange.getMessage().getHeader("SmsSmppDestTon")).isNull();
    }
}
