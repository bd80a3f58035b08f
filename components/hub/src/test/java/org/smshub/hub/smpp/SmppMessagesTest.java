package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.link.SmsHeaders;

class SmppMessagesTest {

    private final SmppMessages messages = new SmppMessages();
    private final Numbers numbers = new Numbers();

    private Message read(String header, String given, String fields) throws RefusedException {
        messages.setNumbers(numbers);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(header, given);
        exchange.getMessage().setHeader(SmsHeaders.FIELDS, fields);
        messages.read(exchange);
        return exchange.getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "48600100200, , +48600100200",
        "48600100200, toTon=0;toNpi=0, +48600100200",
        "+48600100200, , +48600100200",
        "2345, , 2345",
        "2345, toTon=3;toNpi=9, 2345",
        "12345678, toTon=6;toNpi=8, 12345678"
    })
    void theTypeSaysWhatANumberIs(String given, String fields, String read) throws Exception {
        assertThat(read(SmsHeaders.TO, given, fields).getHeader(SmsHeaders.TO)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({"600100203, toTon=2;toNpi=1", "600100203, toTon=3;toNpi=1", "600100203, toTon=4;toNpi=1", "0600100203, "
    })
    void aNumberWithoutCountryCodeIsRefusedWhereNobodyKnowsTheCountry(String given, String fields) {
        assertThatThrownBy(() -> read(SmsHeaders.TO, given, fields))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.getField()).isEqualTo("to"));
    }

    @ParameterizedTest
    @CsvSource({
        "600100203, toTon=2;toNpi=1",
        "600100203, ",
        "48600100203, toTon=0;toNpi=1",
        "0048600100203, ",
    })
    void aRegionGivesItItsCountryCodeAndTheTypeIsNoLongerItsOwn(String given, String fields) throws Exception {
        numbers.setRegion("PL");
        Message message = read(SmsHeaders.TO, given, fields);
        assertThat(message.getHeader(SmsHeaders.TO)).isEqualTo("+48600100203");
        assertThat(message.getHeader(SmsHeaders.FIELDS)).isNull();
    }

    /** It is written again as it came where the link says that its centre takes it so. */
    @ParameterizedTest
    @CsvSource({"447700900123"})
    void aSenderOfUnknownTypeIsANumberToo(String given) throws Exception {
        Message message = read(SmsHeaders.FROM, given, null);
        assertThat(message.getHeader(SmsHeaders.FROM)).isEqualTo("+447700900123");
        assertThat(message.getHeader(SmsHeaders.FIELDS)).isEqualTo("fromTon=0;fromNpi=1");
    }
}
