package org.smshub.hub.doors.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TwilioSignatureTest {

    /** Of Twilio's own libraries' tests. */
    @Test
    void theVectorOfTheSdks() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("To", "+18005551212");
        form.put("From", "+14158675309");
        form.put("Digits", "1234");
        form.put("Caller", "+14158675309");
        form.put("CallSid", "CA1234567890ABCDE");
        assertThat(TwilioSignature.of("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form))
                .isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }
}
