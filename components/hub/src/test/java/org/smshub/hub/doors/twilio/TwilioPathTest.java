package org.smshub.hub.doors.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioPathTest {

    @ParameterizedTest
    @CsvSource({
        "/2010-04-01/Accounts/AC1/Messages.json, MESSAGES, AC1, ",
        "/doors/twilio/2010-04-01/Accounts/AC1/Messages.json, MESSAGES, AC1, ",
        "/2010-04-01/Accounts/AC1/SMS/Messages.json, MESSAGES, AC1, ",
        "/2010-04-01/Accounts/AC1/Messages/SM2.json, MESSAGE, AC1, SM2",
        "/2010-04-01/Accounts/AC1/Messages/SM2/Media.json, MEDIA, AC1, SM2",
        "/2010-04-01/Accounts/AC1.json, ACCOUNT, AC1, ",
        "/2010-04-01/Accounts/AC1/Calls.json, OTHER, AC1, ",
        "/2010-04-01, OTHER, '', "
    })
    void pathsSayWhatIsWanted(String path, TwilioPath.Kind kind, String account, String sid) {
        assertThat(TwilioPath.of(path)).isEqualTo(new TwilioPath(kind, account, sid));
    }

    @Test
    void aSidIsTheHubsIdAndBack() {
        String id = "01KB2M7Y3W8Q1R5T9V0X2Z4B6D";
        assertThat(TwilioPath.sid(id)).matches("SM[0-9a-f]{32}");
        assertThat(TwilioPath.id(TwilioPath.sid(id))).isEqualTo(id);
        assertThat(TwilioPath.id("SM1")).isNull();
        assertThat(TwilioPath.id(null)).isNull();
    }

    @Test
    void timesAreOfRfc2822() {
        assertThat(TwilioMessage.time(1_692_853_305_000L)).isEqualTo("Thu, 24 Aug 2023 05:01:45 +0000");
        assertThat(TwilioMessage.time(1_691_000_000_000L)).isEqualTo("Wed, 02 Aug 2023 18:13:20 +0000");
    }
}
