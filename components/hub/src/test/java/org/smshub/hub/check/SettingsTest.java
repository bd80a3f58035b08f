package org.smshub.hub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void aVariableOfTheEnvironmentCountsBeforeAFileAndIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("application.properties"), "hub.http.port = 8080\nother = 1\n");
        Settings settings = Settings.read(List.of(file), finding -> {})
                .with(
                        Map.of("HUB_HTTP_PORT", "x", "HUB_QUIETHOURS_HOURS", "y", "OTHER", "2", "HUB_ELSE", "z"),
                        List.of("hub.http.port", "hub.quietHours.hours", "other"));
        Settings.Setting port = settings.get("hub.http.port");
        assertThat(new Finding(port.file(), port.line(), port.key() + " = " + port.value()))
                .hasToString("HUB_HTTP_PORT: hub.http.port = x");
        assertThat(settings.get("hub.quietHours.hours").value()).isEqualTo("y");
        assertThat(settings.get("other").value()).as("only the hub's own").isEqualTo("1");
        assertThat(settings.all()).hasSize(3);
    }
}
