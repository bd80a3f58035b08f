package org.smshub.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchFiguresTest {

    @Test
    void percentilesAreWithinTwoPercent() {
        Histogram h = new Histogram();
        for (int i = 1; i <= 100_000; i++) {
            h.record(i);
        }
        for (int percent : new int[] {1, 50, 90, 99}) {
            assertThat((double) h.percentile(percent)).isBetween(percent * 1_000 * 0.98, percent * 1_000.0);
        }
        assertThat(h.percentile(100)).isBetween(98_000L, 100_000L);
        h.record(Long.MAX_VALUE);
        h.record(-5);
        assertThat(h.total()).isEqualTo(100_002);
        assertThat(new Histogram().percentile(99)).isZero();
    }

    @Test
    void tellsLostTwiceAndStrangers() {
        Tally tally = new Tally(4);
        for (int i = 0; i < 4; i++) {
            tally.posted(i, System.nanoTime());
            tally.accepted(i);
        }
        for (String to : List.of(
                "48600000000", "+48600000001", "48600000001", "48600000003", "48600000004", "x", "49600000001")) {
            tally.arrived(new Submit("1", to, 0, 0, new byte[0], true, 1, "1", System.nanoTime()));
        }
        assertThat(tally.faults(4)).isEqualTo(new Tally.Faults(1, 1, 3));
        assertThat(tally.faults(4).none()).isFalse();
        assertThat(tally.acceptToSubmit().total()).isEqualTo(3);
        assertThat(tally.acceptToSubmit().percentile(99)).isLessThan(10_000_000);
    }

    @Test
    void aWrongOptionIsOneClearLine() {
        BenchOptions options = BenchOptions.parse(List.of("--seconds", "5", "--kannel"));
        assertThat(options.seconds()).isEqualTo(5);
        assertThat(options.backlog()).isZero();
        assertThat(options.kannel()).isTrue();
        assertThat(BenchOptions.parse(List.of("--backlog", "1000000")).backlog())
                .isEqualTo(1_000_000);
        assertThat(options.window()).isEqualTo(100);
        assertThat(BenchOptions.parse(List.of()).kannel()).isFalse();
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--second", "5")))
                .hasMessage("unknown option --second; --help lists them");
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--seconds")))
                .hasMessage("--seconds wants a number from 1 to 3600, not nothing");
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--connections", "0")))
                .hasMessage("--connections wants a number from 1 to 1000, not 0");
        assertThat(BenchOptions.parse(List.of()).beside()).isNull();
        String home = HubSite.findHome().toString();
        assertThat(BenchOptions.parse(List.of("--beside", home)).beside()).hasToString(home);
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--beside", "/nowhere")))
                .hasMessage("--beside wants another checkout, with its launcher 'hub'; there is none in /nowhere");
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--kannel", "--beside", home)))
                .hasMessage(
                        "--kannel, --floor, --beside, --beside-template, --routing, --postgres, --backlog: one at a time");
        assertThat(BenchOptions.parse(List.of("--postgres")).postgres()).isTrue();
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--postgres", "--kannel")))
                .hasMessageEndingWith("one at a time");
        assertThat(BenchOptions.parse(List.of("--floor")).floor()).isTrue();
        assertThat(BenchOptions.parse(List.of("--beside-template", "camel-smpp-link"))
                        .besideTemplate())
                .isEqualTo("camel-smpp-link");
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--beside-template", "../smpp-link")))
                .hasMessageContaining("--beside-template wants a template of links")
                .hasMessageEndingWith("there is none named ../smpp-link");
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--floor", "--beside-template", "smpp-link")))
                .hasMessageEndingWith("one at a time");
        assertThatThrownBy(() -> BenchOptions.parse(List.of("--kannel", "--backlog", "1")))
                .hasMessage(
                        "--kannel, --floor, --beside, --beside-template, --routing, --postgres, --backlog: one at a time");
    }
}
