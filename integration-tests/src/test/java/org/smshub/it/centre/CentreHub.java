package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.ReflectionSupport;
import org.smshub.bench.HubSite;
import org.smshub.it.Api;
import org.smshub.it.Ledgers;
import org.smshub.it.Packaged;

/**
 * The packaged hub that all scenarios share: a link for each of their runs, each to a centre of its own. A message goes by the links that
 * its reference names, up to the #.
 */
final class CentreHub implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);

    /** A message goes by the links that its reference names, up to the #. */
    static final String ROUTING = """
            - route:
                id: routing
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:routing
                  steps:
                    - setHeader:
                        name: SmsLinks
                        simple: "${header.SmsClientRef.replaceFirst('#.*', '')}"
            """;

    final HubSite site;
    final Api api;

    /** Whether the contract knows the history of a part. */
    final boolean tellsHistory;

    private final Map<Method, List<Stage>> stages = new HashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    private CentreHub() {
        try {
            List<String> links = new ArrayList<>();
            for (Class<?> scenarios : ReflectionSupport.findAllClassesInPackage(
                    CentreHub.class.getPackageName(), c -> true, name -> name.endsWith("IT"))) {
                for (Method method : scenarios.getDeclaredMethods()) {
                    if (method.isAnnotationPresent(Scenario.class) && isEnabled(method)) {
                        links.addAll(prepare(method));
                    }
                }
            }
            // after the centres, so that none of them gets one of its ports
            site = HubSite.create(Packaged.home(), 1, Map.of());
            Packaged.quickStart(site);
            for (Stage stage : (Iterable<Stage>) stages()::iterator) {
                if (stage.startsDown) {
                    stage.centre.down();
                }
            }
            Files.write(site.config().resolve("links.properties"), links);
            write("routing.camel.yaml", ROUTING);
            // so that a test sees the end of it
            Path outcomes = site.routes().resolve("outcomes.camel.yaml");
            Files.writeString(
                    outcomes,
                    Files.readString(outcomes)
                            .replace("delay: 5s", "delay: 1s")
                            .replaceAll("attempts: \\d+", "attempts: 4"));
            api = new Api(site);
            tellsHistory =
                    Files.readString(site.config().resolve("sms.openapi.yaml")).contains(" history:");
            site.start(START);
            // no scenario begins while links still start: what a bad one does to the others then is for BadFirstLinkIT
            await().atMost(START).untilAsserted(() -> assertThat(
                            stages().filter(stage -> !stage.startsDown && stage.centre.line() == null))
                    .as("links that do not come up")
                    .isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Started when the first scenario asks, ended after the last. */
    static CentreHub shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(CentreHub.class, c -> new CentreHub(), CentreHub.class);
    }

    private void write(String route, String yaml) throws IOException {
        Files.writeString(site.routes().resolve(route), yaml);
    }

    /** @return the lines of links.properties */
    private List<String> prepare(Method method) throws IOException {
        if (stages.keySet().stream().anyMatch(known -> known.getName().equals(method.getName()))) {
            throw new IllegalStateException(
                    "two scenarios are called " + method.getName() + ", which names their links");
        }
        Scenario scenario = method.getAnnotation(Scenario.class);
        List<String> lines = new ArrayList<>();
        List<Stage> runs = new ArrayList<>();
        for (LinkKind kind : LinkKind.values()) {
            if (!Arrays.asList(scenario.value()).contains(kind.protocol())) {
                continue;
            }
            for (boolean hold : new boolean[] {true, false}) {
                Centre centre = kind.centre();
                Stage stage = new Stage(this, kind, hold, method.getName(), centre, scenario.down());
                Map<String, String> options = new TreeMap<>(Map.of("unknown", hold ? "hold" : "retry"));
                for (String option : scenario.options()) {
                    String[] pair = option.split("=", 2);
                    options.put(pair[0], pair[1]);
                }
                String account = "hub" + centre.port();
                lines.addAll(kind.block(stage.link, account, centre.port(), options));
                if (scenario.twin()) {
                    lines.addAll(kind.block(stage.twin(), account, centre.port(), options));
                }
                runs.add(stage);
            }
        }
        stages.put(method, runs);
        return lines;
    }

    private static boolean isEnabled(Method method) {
        EnabledIfSystemProperty condition = method.getAnnotation(EnabledIfSystemProperty.class);
        return condition == null || System.getProperty(condition.named(), "").matches(condition.matches());
    }

    List<Stage> stages(Method method) {
        return stages.get(method);
    }

    Stream<Stage> stages() {
        return stages.values().stream().flatMap(List::stream);
    }

    /** A number that no other message has. */
    String nextNumber() {
        return String.format("+4860%07d", numbers.incrementAndGet());
    }

    /** Rows of a table of what has no place: {@code unread}, {@code unclaimed_message}. */
    int kept(String table, String link) throws SQLException {
        try (Connection ledger = Ledgers.connect(site);
                PreparedStatement count =
                        ledger.prepareStatement("select count(*) from " + table + " where link = ?")) {
            count.setString(1, link);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.copy(site.log(), Path.of("target/centre-scenarios.log"), StandardCopyOption.REPLACE_EXISTING);
        site.close();
        for (Stage stage : (Iterable<Stage>) stages()::iterator) {
            stage.centre.close();
        }
    }
}
