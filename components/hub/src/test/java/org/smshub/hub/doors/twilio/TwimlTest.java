package org.smshub.hub.doors.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwimlTest {

    private static Twiml read(String document) throws XMLStreamException {
        return Twiml.read(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void messagesStandAsTextOrInBodies() throws Exception {
        Twiml twiml = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <Response>
                  <!-- twice -->
                  <Message to="+48600100200" from="2345" statusCallback="https://a.example.org/s"> a &amp; <![CDATA[<b>]]> </Message>
                  <Sms action="https://a.example.org/old">old</Sms>
                  <Message><Body>one </Body><Body>two</Body></Message>
                  <Message><Body>cat</Body><Media>https://a.example.org/cat.png</Media></Message>
                  <Say><Prosody>of a call</Prosody></Say>
                </Response>
                """.strip());
        assertThat(twiml.redirect()).isNull();
        assertThat(twiml.replies())
                .containsExactly(
                        new Twiml.Reply("+48600100200", "2345", "https://a.example.org/s", "a & <b>", false),
                        new Twiml.Reply(null, null, "https://a.example.org/old", "old", false),
                        new Twiml.Reply(null, null, null, "one two", false),
                        new Twiml.Reply(null, null, null, "cat", true));
    }

    @Test
    void whatStandsBehindARedirectIsNeverReached() throws Exception {
        Twiml twiml = read(
                "<Response><Message>a</Message><Redirect method=\"GET\"> /next </Redirect><Message>b</Message></Response>");
        assertThat(twiml.replies()).hasSize(1);
        assertThat(twiml.redirect()).isEqualTo("/next");
        assertThat(twiml.get()).isTrue();
        assertThat(read("<Response/>").replies()).isEmpty();
        assertThat(TwilioIncoming.next("https://a.example.org/sms/in?x=1", "../next?y=2"))
                .isEqualTo("https://a.example.org/next?y=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<html><body>500</body></html>",
                "<Response><Message>a</Response>",
                "<!DOCTYPE Response [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Response><Message>&e;</Message></Response>",
                "<Response><Message>&lol;</Message></Response>"
            })
    void whatIsNoTwimlIsRefused(String document) {
        assertThatThrownBy(() -> read(document)).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void manyMessagesAndManyLevelsAreRefused() throws XMLStreamException {
        assertThatThrownBy(() -> read("<Response>" + "<Message>a</Message>".repeat(11) + "</Response>"))
                .isInstanceOf(XMLStreamException.class);
        assertThat(read(nested(50)).replies()).isEmpty();
        assertThatThrownBy(() -> read(nested(51))).isInstanceOf(XMLStreamException.class);
        assertThatThrownBy(() -> read(nested(9_000))).isInstanceOf(XMLStreamException.class);
    }

    private static String nested(int deep) {
        return "<Response>" + "<a>".repeat(deep) + "</a>".repeat(deep) + "</Response>";
    }
}
