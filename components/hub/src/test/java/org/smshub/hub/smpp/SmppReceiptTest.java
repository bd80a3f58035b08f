package org.smshub.hub.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receipts as centres write them: each of these made camel-smpp's own reader drop the receipt and acknowledge it. */
class SmppReceiptTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id:12 sub:001 dlvrd:001 submit date:2611210000 done date:2611210001 stat:DELIVRD err:000 text:Hi|12|DELIVERED|",
                "id:ab-9 stat:FAILED err:12|ab-9|UNDELIVERABLE|12",
                "id:12 stat:DELIVERED|12|DELIVERED|",
                "ID:12 SUB:001 STAT:UNDELIV ERR:0B1 TEXT:|12|UNDELIVERABLE|0B1",
                "id:12 sub:001 done date: stat:EXPIRED err:000|12|EXPIRED|",
                "id:12 submit date:2026-11-21T00:00:00Z done date:2026-11-21T00:01:00Z stat:REJECTD|12|REJECTED|",
                "stat:ACCEPTD id:7 err:000|7|BUFFERED|",
                "Your message id:77 has state:DELIVRD now|77|DELIVERED|",
                "id: 12 stat: DELETED|12|DELETED|"
            })
    void isReadLeniently(String text, String id, String state, String error) {
        assertThat(SmppReceipt.parse(text, null, null)).contains(new SmppReceipt(id, state, error));
    }

    @Test
    void theTlvsWinOverTheText() {
        assertThat(SmppReceipt.parse("id:1 stat:UNDELIV", "2", 2)).contains(new SmppReceipt("2", "DELIVERED", null));
        assertThat(SmppReceipt.parse("", "2", 5)).contains(new SmppReceipt("2", "UNDELIVERABLE", null));
        assertThat(SmppReceipt.parse(null, "2", 2)).contains(new SmppReceipt("2", "DELIVERED", null));
    }

    @ParameterizedTest
    @CsvSource({"''", "'free text'", "'id:1'", "'stat:DELIVRD'", "'id:1 stat:NONSENSE'", "'void:1 restat:DELIVRD'"})
    void whatSaysNothingIsNoReceipt(String text) {
        assertThat(SmppReceipt.parse(text, null, null)).isEmpty();
    }

    @Property
    void anyTextIsReadOrNot(@ForAll String text, @ForAll String id, @ForAll int state) {
        SmppReceipt.parse(text, id, state);
        SmppReceipt.parse("id:" + text + " stat:DELIVRD", null, null);
    }
}
