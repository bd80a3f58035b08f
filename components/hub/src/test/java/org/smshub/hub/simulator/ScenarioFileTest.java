package org.smshub.hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScenarioFileTest {

    private static ScenarioFile file(String yaml) throws Exception {
        return ScenarioFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theFirstPatternThatFitsCounts() throws Exception {
        ScenarioFile file = file("""
                scenarios:
                  - {number: "*7.7", delay: 1}
                  - {number: "+4860*", delay: 2}
                  - {number: "48*1", delay: 3}
                """);
        assertThat(file.of("hub", "+487.7").scenario.delay()).isEqualTo(1);
        assertThat(file.of("hub", "+487x7").scenario.delay()).isZero();
        assertThat(file.of("hub", "+48601").scenario.delay()).isEqualTo(2);
        assertThat(file.of("hub", "48701").scenario.delay()).isEqualTo(3);
        assertThat(file.of("hub", null).scenario.receipts()).hasSize(1);
    }

    @Test
    void aLoginDecidesToo() throws Exception {
        ScenarioFile file = file("""
                scenarios:
                  - {systemId: "down*", bind: REFUSE}
                  - {systemId: "closing*", bind: CLOSE}
                  - {systemId: "reserve*", number: "48*", delay: 1}
                  - {systemId: "reserve*", delay: 2}
                  - {number: "48*", delay: 3}
                """);
        assertThat(file.bind("down-1")).isEqualTo(Scenario.Bind.REFUSE);
        assertThat(file.bind("closing1")).isEqualTo(Scenario.Bind.CLOSE);
        assertThat(file.bind("hub")).isNull();
        assertThat(file.of("reserve1", "+48601").scenario.delay()).isEqualTo(1);
        assertThat(file.of("reserve1", "+44601").scenario.delay()).isEqualTo(2);
        assertThat(file.of("hub", "+48601").scenario.delay()).isEqualTo(3);
        assertThat(file.of("hub", "+44601").scenario.delay()).isZero();
    }

    @Test
    void aMistakeIsNamedWithItsLine() {
        assertThatThrownBy(() -> file("""
                        scenarios:
                          - number: "*1"
                            receipts: [{manners: [NO_TVLS]}]
                        """)).hasMessageContaining("NO_TVLS").hasMessageContaining("line: 3");
        assertThatThrownBy(() -> file("""
                        scenarios:
                          - {number: "*1"}
                          - {number: "*2", bind: REFUSE}
                        """)).hasMessageContaining("systemId").hasMessageContaining("line: 3");
        assertThatThrownBy(() -> file("scenarios: [{systemId: a, bind: MAYBE}]"))
                .hasMessageContaining("MAYBE");
        assertThatThrownBy(() -> file("scenarios: [{number: '*', id: OCTAL}]")).hasMessageContaining("OCTAL");
    }

    @Test
    void aMistakeIsNamed() {
        assertThatThrownBy(() -> file("scenarios: [{number: '*', dealy: 3}]")).hasMessageContaining("dealy");
        assertThatThrownBy(() -> file("scenarios: [{delay: 3}]")).hasMessageContaining("number");
        assertThatThrownBy(() -> file("scenarios: [{number: '*', throttle: 0}]"))
                .hasMessageContaining("throttle");
        assertThatThrownBy(() -> file("scenarios: [{number: '*', answer: MAYBE}]"))
                .hasMessageContaining("MAYBE");
    }

    @Test
    void anEmptyFileAcceptsEverything() throws Exception {
        assertThat(file("scenarios: []").of("hub", "1").scenario.reject()).isNull();
    }

    @Test
    void theThrottleLetsSoManyThroughInASecond() throws Exception {
        ScenarioFile.Entry entry =
                file("scenarios: [{number: '*', throttle: 2}]").of("hub", "1");
        assertThat(entry.tooFast(5_000_000_000L)).isFalse();
        assertThat(entry.tooFast(5_999_000_000L)).isFalse();
        assertThat(entry.tooFast(5_999_000_000L)).isTrue();
        assertThat(entry.tooFast(6_000_000_000L)).isFalse();
    }

    @Test
    void theFileOfTheHubIsRead() throws Exception {
        try (var in = Files.newInputStream(Path.of("../../config/simulator.yaml"))) {
            assertThat(ScenarioFile.read(in).of("hub", "+48600990001").scenario.reject())
                    .containsEntry("smpp", "0x0B");
        }
    }
}
