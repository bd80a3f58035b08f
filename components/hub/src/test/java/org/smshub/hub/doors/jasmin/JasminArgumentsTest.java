package org.smshub.hub.doors.jasmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.hub.doors.Octets;
import org.smshub.link.passing.Fields;

class JasminArgumentsTest {

    private static final String GOOD = "username=a&password=b&to=48600100200&content=x";

    private static JasminArguments of(String query) {
        return new JasminArguments(new LinkedHashMap<>(Octets.parameters(query)));
    }

    @Test
    void anAddressOrALevelAsksForReceipts() throws Exception {
        assertThat(of(GOOD).forSend().all()).containsEntry("dlr", "no").containsEntry("coding", "0");
        assertThat(of(GOOD + "&dlr=no&dlr-url=http://a/").forSend().all())
                .containsEntry("dlr", "yes")
                .containsEntry("dlr-level", "1")
                .containsEntry("dlr-method", "POST");
        assertThat(of(GOOD + "&dlr-level=3&dlr-method=get").forSend().all())
                .containsEntry("dlr", "yes")
                .containsEntry("dlr-method", "GET");
    }

    /** The first argument that is unknown goes before what is wrong with others, any other behind it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x=1&to=y|Argument [x] is unknown.",
                "to=y&x=1|Argument [to] has an invalid value: [y].",
                "content=a&x=1|Mandatory argument [to] is not found."
            })
    void wrongsHaveTheirOrder(String query, String words) {
        assertThat(catchThrowableOfType(JasminRefusal.class, () -> of(query).forSend()))
                .hasMessage(words);
    }

    @ParameterizedTest
    @CsvSource({
        "SENT,,false,3,1 ESME_ROK",
        "SENT,,false,2,",
        "DELIVERED,,true,3,2 DELIVRD",
        "DELIVERED,,true,1,",
        "BUFFERED,,true,2,2 ACCEPTD",
        "UNKNOWN,,true,2,2 UNKNOWN",
        "REJECTED,smpp:0x0B,false,1,1 ESME_RINVDSTADR",
        "FAILED,,false,3,1 ESME_RSUBMITFAIL",
        "REJECTED,smpp:0x0B,false,2,2 REJECTD",
        "REJECTED,,true,1,",
        "REJECTED,,true,2,2 REJECTD",
        "CANCELLED,,false,2,2 DELETED",
        "EXPIRED,,true,3,2 EXPIRED"
    })
    void aStateIsToldByItsLevel(String state, String error, boolean taken, int level, String told) {
        JasminReceipts.Told is = JasminReceipts.told(state, error, taken, level);
        assertThat(is == null ? null : is.level() + " " + is.status()).isEqualTo(told);
    }

    @Test
    void parametersOfVendorsByTheirTypes() throws Exception {
        assertThat(JasminContent.tlvs(Map.of("0x1401:Int4", 258), Fields.NONE)).hasToString("tlv.1401=00000102");
        assertThat(JasminContent.tlvs(
                        java.util.List.of(java.util.List.of(0x1402, 3, "COctetString", "ab")), Fields.NONE))
                .hasToString("tlv.1402=616200");
        assertThat(catchThrowableOfType(
                        JasminRefusal.class, () -> JasminContent.tlvs(Map.of("x:Int1", 1), Fields.NONE)))
                .isNotNull();
    }

    @Property
    void anyQueryIsTakenOrRefused(@ForAll String query) {
        try {
            assertThat(of(query + "&" + GOOD).forSend().get("to")).matches("\\+?[0-9]+");
        } catch (JasminRefusal e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }
}
