package org.smshub.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.hub.cimd2.Cimd2Messages;
import org.smshub.hub.doors.jasmin.JasminDoor;
import org.smshub.hub.doors.kannel.KannelDoor;
import org.smshub.hub.doors.twilio.TwilioDoor;
import org.smshub.hub.doors.vonage.VonageDoor;
import org.smshub.hub.http.HttpProblems;
import org.smshub.hub.smpp.SmppMessages;
import org.smshub.hub.ucp.UcpMessages;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.link.SmsHeaders;

/** While the ledger's database is away each input says "later" in its own words: none that its clients take for never, or for a full disk. */
class AwayTest {

    private static final String STATUS = Exchange.HTTP_RESPONSE_CODE;

    static Stream<Arguments> inputs() {
        return Stream.of(
                input("the API", new HttpProblems()::answer, STATUS, 503),
                input("the API, when", new HttpProblems()::answer, "Retry-After", 5),
                input("Kannel", new KannelDoor()::refuse, STATUS, 503),
                input("Jasmin", new JasminDoor()::refuse, STATUS, 500),
                input("Twilio", new TwilioDoor()::refuse, STATUS, 503),
                input("SMPP, throttled", new SmppMessages()::refuse, SmsHeaders.ERROR_CODE, "smpp:0x58"),
                input("UCP, not now", new UcpMessages()::refuse, "CamelUcpEC", "04"),
                input("CIMD2, congestion", new Cimd2Messages()::refuse, "CamelCimd2ErrorCode", "10"));
    }

    private static Arguments input(String name, Processor refuse, String header, Object value) {
        return Arguments.of(name, refuse, header, value);
    }

    private static Message refused(Processor refuse) throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT,
                new LedgerException(LedgerException.Reason.AWAY, "It does not answer", null));
        refuse.process(exchange);
        return exchange.getMessage();
    }

    @ParameterizedTest(name = "{0}: {2} = {3}")
    @MethodSource("inputs")
    void eachInputSaysLater(String name, Processor refuse, String header, Object value) throws Exception {
        assertThat(refused(refuse).getHeader(header)).isEqualTo(value);
    }

    /** Its HTTP status is 200 whatever there is; 5 is "internal error", which its clients try again. */
    @Test
    void vonageSaysLaterInItsBody() throws Exception {
        String body = new String(refused(new VonageDoor()::refuse).getBody(byte[].class), StandardCharsets.UTF_8);
        assertThat(body).contains("\"status\":\"5\"");
    }
}
