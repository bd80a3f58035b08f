package org.smshub.hub.doors.vonage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.hub.doors.Ids;

class VonageSignatureTest {

    private static final Map<String, String> PARAMETERS =
            Map.of("a&b", "c=d", "to", "48600100200", "empty", "", "timestamp", "1000", "sig", "ignored");

    /** By {@code printf '&a_b=c_d&empty=&timestamp=1000&to=48600100200secret' | md5sum}, and openssl for the others. */
    @Test
    void valuesThatOtherProgramsMake() {
        assertThat(VonageSignature.of(PARAMETERS, "MD5HASH", "secret", true))
                .isEqualTo("5ae5d16fd4ecf04469d800f4afa7e01d");
        assertThat(VonageSignature.of(PARAMETERS, null, "secret", true)).isEqualTo("5ae5d16fd4ecf04469d800f4afa7e01d");
        assertThat(VonageSignature.of(PARAMETERS, "MD5", "secret", true)).isEqualTo("e3818b45589fed904f7cda33c3f69624");
        assertThat(VonageSignature.of(PARAMETERS, "SHA1", "secret", true))
                .isEqualTo("3e50efccbfa1f1ecd6a678205f2f794a6fddba36");
        assertThat(VonageSignature.of(PARAMETERS, "SHA256", "secret", true))
                .isEqualTo("6e9956bea997cc977aef6de7280a6dafd40bfadfaf1fb5d2189ca5ef9b44c9f5");
        assertThat(VonageSignature.of(PARAMETERS, "SHA512", "secret", true))
                .isEqualTo(
                        "41af309729c5d39b07d96beface3f1b4f98442d4d7a218397feb440928df99f90087a99570a1a82115c0b46a9da0ced43d3bb0c89df995407e39ef6664d75260");
        assertThat(VonageSignature.of(PARAMETERS, "SHA256", "secret", false))
                .isEqualTo("a7865a7a6bb9ccf4d27d1a7cc46f10514eb9ff7cd55b94450251c1580fe9a672");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5HASH", "MD5", "SHA1", "SHA256", "SHA512"})
    void oneThatFitsIsOfTheSameSecretAndOfNow(String method) {
        for (boolean blanks : new boolean[] {true, false}) {
            Map<String, String> signed = new HashMap<>(PARAMETERS);
            signed.put(
                    "sig",
                    VonageSignature.of(PARAMETERS, method, "secret", blanks).toUpperCase());
            assertThat(VonageSignature.fits(signed, method, "secret", 1_300)).isTrue();
            assertThat(VonageSignature.fits(signed, method, "secret", 700)).isTrue();
            assertThat(VonageSignature.fits(signed, method, "secret", 1_301)).isFalse();
            assertThat(VonageSignature.fits(signed, method, "another", 1_000)).isFalse();
            signed.put("to", "48600100201");
            assertThat(VonageSignature.fits(signed, method, "secret", 1_000)).isFalse();
        }
        assertThat(VonageSignature.fits(Map.of("timestamp", "now"), method, "secret", 1_000))
                .isFalse();
        assertThat(VonageSignature.fits(Map.of(), method, "secret", 0)).isFalse();
    }

    @Test
    void eachPartHasAnId() {
        String id = "01KB2M7Y3W8Q1R5T9V0X2Z4B6D";
        assertThat(VonageIds.of(id, 1)).isEqualTo(Ids.hex(id).toUpperCase());
        assertThat(IntStream.rangeClosed(1, 255).mapToObj(part -> VonageIds.of(id, part)))
                .doesNotHaveDuplicates()
                .allMatch(one -> one.matches("[0-9A-F]{32}"))
                .allMatch(one -> one.endsWith(VonageIds.of(id, 1).substring(2)));
    }
}
