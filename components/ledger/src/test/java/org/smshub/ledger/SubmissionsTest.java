package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;
import org.smshub.text.plan.LinkProfile;

class SubmissionsTest {

    private static final CamelContext CONTEXT = new DefaultCamelContext();

    private static Message message(Object body) {
        Message message = new DefaultExchange(CONTEXT).getMessage();
        message.setBody(body);
        message.setHeader(SmsHeaders.CLIENT, "client");
        message.setHeader(SmsHeaders.TO, "+48600100200");
        message.setHeader(SmsHeaders.LINKS, "a, b");
        return message;
    }

    private static List<Submission> parts(Message message) {
        return Submissions.of(message, LinkProfile.STANDARD, "ID", 7, System.currentTimeMillis());
    }

    @Test
    void aShortTextIsOnePartWithDefaults() {
        Submission part = parts(message("Hi")).get(0);
        assertThat(part.encoding()).isEqualTo("GSM7");
        assertThat(part.udh()).isNull();
        assertThat(part.receipt()).isEqualTo("FINAL");
        assertThat(part.priority()).isEqualTo(1);
        assertThat(part.links()).isEqualTo("a,b");
        assertThat(part.due()).isEqualTo(part.acceptedAt());
    }

    @Test
    void aLongTextIsCutAndItsPartsAreTheTextAgain() {
        String text = "0123456789".repeat(40) + "🚀";
        List<Submission> parts = parts(message(text));
        assertThat(parts).hasSize(6).allSatisfy(p -> assertThat(p.encoding()).isEqualTo("UCS2"));
        assertThat(parts.stream().map(p -> (String) p.body()).collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(HexFormat.of().formatHex(parts.get(2).udh())).isEqualTo("050003070603");
    }

    @Test
    void binaryContentIsCutToo() {
        byte[] octets = new byte[300];
        octets[299] = 9;
        List<Submission> parts = parts(message(octets));
        assertThat(parts).hasSize(3).allSatisfy(p -> assertThat(p.encoding()).isEqualTo("BINARY"));
        assertThat(parts.stream().mapToInt(p -> ((byte[]) p.body()).length).sum())
                .isEqualTo(300);
    }

    @Test
    void whatTheApplicationCutItselfGoesAsItIs() {
        Message message = message("x".repeat(153));
        message.setHeader(SmsHeaders.UDH, "050003aa0201");
        Submission part = parts(message).get(0);
        assertThat(part.parts()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(part.udh())).isEqualTo("050003aa0201");
        message.setBody("x".repeat(154));
        assertThatThrownBy(() -> parts(message)).hasMessageContaining("154 units of GSM7, and there is room for 153");
    }

    @ParameterizedTest
    @CsvSource({
        "SmsClient, , SmsClient is missing",
        "SmsTo, , SmsTo is missing",
        "SmsLinks, , SmsLinks is missing",
        "SmsPriority, 4, SmsPriority is 0",
        "SmsReceipt, SOME, SmsReceipt is one of",
        "SmsEncoding, KOI8, SmsEncoding is GSM7"
    })
    void aWrongHeaderIsNamed(String header, String value, String words) {
        Message message = message("Hi");
        message.setHeader(header, value);
        assertThatThrownBy(() -> parts(message)).hasMessageContaining(words);
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertThatThrownBy(() -> parts(message(""))).hasMessageContaining("empty");
        assertThatThrownBy(() -> parts(message(new byte[0]))).hasMessageContaining("empty");
    }
}
