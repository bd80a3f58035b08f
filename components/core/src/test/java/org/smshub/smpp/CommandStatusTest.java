package org.smshub.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsNotSentException;
import org.smshub.smpp.CommandStatus.Meaning;

class CommandStatusTest {

    @ParameterizedTest
    @CsvSource({
        "0x00, OK",
        "0x04, RETRYABLE",
        "0x08, RETRYABLE",
        "0x0D, RETRYABLE",
        "0x64, RETRYABLE",
        "0xFE, RETRYABLE",
        "0x14, THROTTLED",
        "0x58, THROTTLED",
        "0x03, PERMANENT",
        "0x0B, PERMANENT",
        "0x45, PERMANENT",
        "0x65, PERMANENT",
        "0xC0, PERMANENT",
        "0xFF, UNKNOWN",
        "0x400, UNKNOWN",
        "0x7FFFFFFF, UNKNOWN",
        "-1, UNKNOWN",
    })
    void meaning(String status, Meaning meaning) {
        assertThat(CommandStatus.meaning(Integer.decode(status))).isEqualTo(meaning);
    }

    @Test
    void aReasonSaysWhetherADeliveryFailureIsForGood() {
        assertThat(CommandStatus.meaning(0xFE, 0)).isEqualTo(Meaning.RETRYABLE);
        assertThat(CommandStatus.meaning(0xFE, 1)).isEqualTo(Meaning.PERMANENT);
        assertThat(CommandStatus.meaning(0xFE, 2)).isEqualTo(Meaning.PERMANENT);
        assertThat(CommandStatus.meaning(0xFE, 3)).isEqualTo(Meaning.RETRYABLE);
        assertThat(CommandStatus.meaning(0x58, 1)).isEqualTo(Meaning.THROTTLED);
    }

    @Test
    void aRefusalIsNeverSent() {
        SmsNotSentException throttled = CommandStatus.refused("submit_sm", 0x58);
        assertThat(throttled.isThrottled()).isTrue();
        assertThat(throttled.isRetryable()).isTrue();
        assertThat(throttled.getErrorCode()).isEqualTo("smpp:0x58");
        assertThat(throttled)
                .hasMessage("submit_sm answered with smpp:0x58 (ESME_RTHROTTLED)")
                .hasNoCause();
        assertThat(CommandStatus.refused("x", 0x08).isRetryable()).isTrue();
        assertThat(CommandStatus.refused("x", 0x0B).isRetryable()).isFalse();
        assertThat(CommandStatus.refused("x", 0x401).isRetryable()).isFalse();
        assertThat(CommandStatus.refused("x", 0x401).getErrorCode()).isEqualTo("smpp:0x401");
    }

    @Test
    void aCodeIsReadAsItIsWritten() {
        assertThat(CommandStatus.ofCode(CommandStatus.code(0x58), 1)).isEqualTo(0x58);
        assertThat(CommandStatus.ofCode("smpp:88", 1)).isEqualTo(0x58);
        assertThat(CommandStatus.ofCode("ucp:04", 1)).isEqualTo(1);
        assertThat(CommandStatus.ofCode("smpp:0A1", 1)).isEqualTo(1);
        assertThat(CommandStatus.ofCode("smpp:0x00", 1)).isEqualTo(1);
        assertThat(CommandStatus.ofCode(null, 1)).isEqualTo(1);
    }
}
