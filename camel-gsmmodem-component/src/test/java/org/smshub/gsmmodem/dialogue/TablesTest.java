package org.smshub.gsmmodem.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.gsmmodem.at.AtValues;
import org.smshub.gsmmodem.at.Profile;

/** What is data: families of modems, AT+CNMI, the answers to service codes. */
class TablesTest {

    @ParameterizedTest
    @CsvSource({
        "huawei, E3131, huawei",
        "SIMCOM INCORPORATED, SIMCOM_SIM800L, simcom",
        "Quectel, EC25, quectel",
        "SIEMENS, TC35i, siemens",
        "Cinterion, EHS5-E, siemens",
        "WAVECOM MODEM, MULTIBAND 900E 1800, wavecom",
        "Nokia, Nokia 6310i, nokia",
        "ACME, M1, standard"
    })
    void families(String maker, String model, String name) {
        assertThat(Profile.of(maker, model).name()).isEqualTo(name);
    }

    @Test
    void everyFamilyCanBeRead() {
        assertThat(Profile.names()).hasSizeGreaterThan(10).allSatisfy(name -> {
            Profile profile = Profile.named(name);
            assertThat(profile.pinCounter()).startsWith("AT");
            assertThat(profile.init()).allMatch(command -> command.startsWith("AT"));
            assertThat(profile.indications()).allMatch(values -> values.matches("\\d(,\\d){3,4}"));
        });
    }

    private static List<String> candidates(String supported, List<String> first, boolean direct, String reports) {
        return Indications.candidates(AtValues.of("+CNMI: " + supported), first, direct, reports);
    }

    @Test
    void indications() {
        assertThat(candidates("(0,1,2,3),(0,1,2,3),(0,2),(0,1,2),(0,1)", List.of(), false, "AUTO"))
                .startsWith("2,1,0,1,0", "1,1,0,1,0", "3,1,0,1,0")
                .contains("2,1,0,2,0", "2,1,0,0,0", "2,1")
                .doesNotHaveDuplicates();
        assertThat(candidates("(0-2),(0-1),0,(0,2),(1)", List.of(), false, "AUTO")
                        .get(0))
                .isEqualTo("2,1,0,2,1");
        assertThat(candidates("", List.of("1,1,0,2,0"), false, "AUTO").get(0)).isEqualTo("1,1,0,2,0");
        assertThat(candidates("", List.of("1,1,0,2,0"), true, "DIRECT"))
                .startsWith("2,2,0,1,0")
                .noneMatch(values -> values.startsWith("1,1"));
        assertThat(candidates("", List.of(), false, "POLL").get(0)).isEqualTo("2,1,0,0,0");
    }

    @Test
    void serviceCodes() {
        assertThat(Ussd.packed("*100#")).isEqualTo("AA180C3602");
        assertThat(Ussd.decode("AA180C3602", 15, true)).isEqualTo("*100#");
        assertThat(Ussd.decode("Credit: 5", 15, false)).isEqualTo("Credit: 5");
        assertThat(Ussd.decode("00430072", 72, false)).isEqualTo("Cr");
        assertThat(Ussd.decode("1234", 15, false)).as("figures are no hex").isEqualTo("1234");
        assertThat(Ussd.decode("", -1, true)).isEmpty();
        assertThat(Ussd.decode("D83D", 72, false)).isNotNull();
        String seven = Ussd.packed("1234567");
        assertThat(Ussd.decode(seven, 15, true)).isEqualTo("1234567");
    }
}
