package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;

/** A JVM without memory is no hub: it ends, and says what to do, so that a supervisor starts it again. */
@Timeout(120)
class EndIT {

    @Test
    void outOfMemory() throws Exception {
        try (HubSite site = HubSite.create(Packaged.home(), 1, Map.of())) {
            site.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xms10m -Xmx10m");
            HubProcess hub = site.launch();
            assertThat(hub.awaitExit(Duration.ofSeconds(100))).isEqualTo(3);
            assertThat(Files.readAllLines(site.log()))
                    .anyMatch(line ->
                            line.startsWith("hub: out of memory, and ends: start it again, with more by JAVA_OPTS="));
        }
    }
}
