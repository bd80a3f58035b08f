package org.smshub.hub.doors.kannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.hub.doors.DoorRequest;

class KannelFormTest {

    private static KannelForm get(String query) throws KannelRefusal {
        return KannelForm.of(new DoorRequest(
                "GET", "/cgi-bin/sendsms", query, MultiMap.caseInsensitiveMultiMap(), new byte[0], null));
    }

    private static KannelForm xml(byte[] body) throws KannelRefusal {
        return KannelForm.of(new DoorRequest(
                "POST",
                "/cgi-bin/sendsms",
                null,
                MultiMap.caseInsensitiveMultiMap().add("Content-Type", "text/xml"),
                body,
                null));
    }

    @ParameterizedTest
    @CsvSource({"' 12x', 12", "-1, -1", "+3, 3", "x, ", "'', ", "99999999999, 2147483647"})
    void numbersAreReadAsByC(String value, Integer number) throws KannelRefusal {
        assertThat(get("mclass=" + value.replace(" ", "%20").replace("+", "%2B"))
                        .number("mclass"))
                .isEqualTo(number);
    }

    @Test
    void aDocumentIsReadWithoutItsDtdAndItsEntities() throws KannelRefusal {
        KannelForm form = xml("""
                <?xml version="1.0"?>
                <!DOCTYPE message [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <message><submit><da><number>1</number><number>2</number></da><ud>48%69</ud><udh>0500</udh></submit></message>
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(form.to()).containsExactly("1", "2");
        // no hex: percent-encoded; the header is hex
        assertThat(form.get("text")).isEqualTo("48i");
        assertThat(form.get("udh")).isEqualTo("\u0005\u0000");
        assertThat(catchThrowableOfType(KannelRefusal.class, () -> xml("""
                <!DOCTYPE message [<!ENTITY x SYSTEM "file:///etc/passwd">]><message><submit><ud>&x;</ud></submit></message>
                """.getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isEqualTo(400);
    }

    @Property
    void anyBodyIsReadOrRefused(@ForAll byte[] body) {
        try {
            assertThat(xml(body).fields()).isNotNull();
        } catch (KannelRefusal e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }

    @Property
    void anyQueryIsSendsmsOrRefused(@ForAll String query) {
        try {
            assertThat(Sendsms.of(get(query + "&to=48600100200"), true, false).to())
                    .isNotEmpty();
        } catch (KannelRefusal e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }
}
