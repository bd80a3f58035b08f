package org.smshub.it.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/**
 * A hub without buses, files and mail pays nothing for them: their libraries, which are in the package, are not on its class path,
 * and it loads none of their classes.
 */
@Timeout(180)
class BusOffIT {

    private static final Pattern OF_A_BUS = Pattern.compile(
            "org\\.apache\\.(activemq|artemis|kafka|qpid|sshd|commons\\.(csv|net)|camel\\.component\\.(kafka|jms|file\\.remote|mail))\\."
                    + "|jakarta\\.(jms|mail)\\.|org\\.springframework\\.|com\\.jcraft\\.|org\\.smshub\\.hub\\.(jms|kafka|files|mail)\\.");

    private static final List<String> APART = List.of("jms", "artemis", "kafka", "files", "mail");
    private static final Pattern JAR_OF_A_BUS = Pattern.compile(
            "(kafka|artemis|activemq|qpid|jms|spring-(core|jms)|zstd|snappy|lz4|jsch|sshd|camel-ftp|commons-csv|camel-mail|angus)");

    @TempDir
    Path folder;

    @Test
    void noJarOfABusIsOnTheClassPathAndNoClassIsLoaded() throws Exception {
        Path home = Packaged.home();
        for (String bus : APART) {
            assertThat(home.resolve("routes/target/hub/lib").resolve(bus)).isNotEmptyDirectory();
        }
        Path classes = folder.resolve("classes");
        try (HubSite site = HubSite.create(home, 1, Map.of())) {
            site.environment()
                    .put(
                            "JAVA_OPTS",
                            "-XX:TieredStopAtLevel=1 -XshowSettings:properties -Xlog:class+load:file=" + classes);
            HubProcess hub = site.start(BusHub.PATIENCE);
            assertThat(hub.get(site.api("/v1/openapi.yaml")).statusCode()).isEqualTo(200);
            assertThat(command(site)).doesNotContain("/lib/jms/", "/lib/artemis/", "/lib/kafka/");
            hub.stop(BusHub.PATIENCE);
            List<String> jars = Files.readAllLines(site.log()).stream()
                    .map(String::strip)
                    .filter(line -> line.endsWith(".jar"))
                    .toList();
            assertThat(jars).anyMatch(jar -> jar.contains("camel-core"));
            assertThat(jars).noneMatch(jar -> JAR_OF_A_BUS
                    .matcher(jar.substring(jar.lastIndexOf('/') + 1))
                    .find());
        }
        try (Stream<String> lines = Files.lines(classes)) {
            List<String> all = lines.toList();
            assertThat(all).anyMatch(line -> line.contains("org.smshub.hub.Records "));
            assertThat(all).noneMatch(line -> OF_A_BUS.matcher(line).find());
        }
    }

    /** And one that has JMS nothing for the broker that it has not. */
    @Test
    void whoHasABrokerElsewhereHasNoneOfOurOwn() throws Exception {
        try (HubSite site = HubSite.create(Packaged.home(), 1, Map.of())) {
            Packaged.quickStart(site);
            site.property("hub.jms.broker", "tcp://127.0.0.1:" + HubSite.freePort());
            site.property("camel.beans.jmsConnections", "#class:org.smshub.hub.jms.JmsConnections");
            site.property("camel.beans.jmsConnections.broker", "{{hub.jms.broker}}");
            site.start(BusHub.PATIENCE);
            assertThat(command(site)).contains("/lib/jms/*").doesNotContain("/lib/artemis/", "/lib/kafka/");
        }
    }

    /** The JVM's, with its class path. */
    private static String command(HubSite site) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("-Dhub.config=" + site.config()))
                .findFirst()
                .orElseThrow();
    }
}
