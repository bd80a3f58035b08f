package org.smshub.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceTest {

    @Test
    void aLineAnEventInFixedColumns() {
        Trace trace = new Trace(true);
        trace.say(1_234_567_000L, 2, "a", "TAKEN", "m1/1", "10000001");
        trace.say(61_000_000_000L, 3, "app", "ACKNOWLEDGED", "m12", "");
        assertThat(trace.text()).isEqualTo("""
                        1      1.234567     h2   a        TAKEN         m1/1      10000001
                        2      61.000000    h3   app      ACKNOWLEDGED  m12
                        """);
    }

    @Test
    void itsSumTellsWhetherAnOctetDiffers() {
        Trace one = new Trace(false);
        Trace other = new Trace(false);
        one.say(1, 1, "a", "TAKEN", "m1/1", "7");
        other.say(1, 1, "a", "TAKEN", "m1/1", "8");
        assertThat(one.sum()).isNotEqualTo(other.sum());
        assertThat(one.lines()).isEqualTo(1);
    }
}
