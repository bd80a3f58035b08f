package org.smshub.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How long links are nobody's who works. */
final class Takeovers {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** @param owned milliseconds from the fault until each link was another's @param sends until something left by it again */
    private record Figure(List<Long> owned, List<Long> sends) {}

    /** @param node "" = nobody @param since epoch milliseconds */
    record Holding(String node, long since) {}

    private final Pair pair;
    private final Centres centres;
    private final Map<Fault, Figure> figures = new EnumMap<>(Fault.class);

    Takeovers(Pair pair, Centres centres) {
        this.pair = pair;
        this.centres = centres;
    }

    /** By link. */
    Map<String, Holding> holdings() throws SQLException {
        Map<String, Holding> holdings = new TreeMap<>();
        try (Connection ledger = pair.connect();
                ResultSet rows = ledger.createStatement()
                        .executeQuery("select substr(what, 6), coalesce(node, ''), extract(epoch from since) * 1000"
                                + " from holding where what like 'link/%'")) {
            while (rows.next()) {
                holdings.put(rows.getString(1), new Holding(rows.getString(2), rows.getLong(3)));
            }
        }
        return holdings;
    }

    Set<String> linksOf(String node) throws SQLException {
        Set<String> links = new TreeSet<>();
        holdings().forEach((link, holding) -> {
            if (holding.node().equals(node)) {
                links.add(link);
            }
        });
        return links;
    }

    /** Each link is somebody's. */
    void awaitSpread() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> assertThat(holdings().values())
                        .hasSize(Numbers.LINKS)
                        .noneMatch(holding -> holding.node().isEmpty()));
    }

    /**
     * Waits until others have the links.
     *
     * @param links of the hub that met the fault
     * @param from epoch milliseconds of the fault
     * @param sends whether something can leave by them then
     */
    void measure(Fault fault, String node, Set<String> links, long from, boolean sends) {
        Figure figure = figures.computeIfAbsent(fault, f -> new Figure(new ArrayList<>(), new ArrayList<>()));
        Map<String, Long> since = new TreeMap<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            holdings().forEach((link, holding) -> {
                if (links.contains(link)
                        && !holding.node().isEmpty()
                        && !holding.node().equals(node)) {
                    since.putIfAbsent(link, holding.since());
                }
            });
            return since.keySet().equals(links);
        });
        since.forEach((link, at) -> {
            figure.owned().add(at - from);
            if (!sends) {
                return;
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> centres.firstAfter(link, at)
                    .isPresent());
            figure.sends().add(centres.firstAfter(link, at).getAsLong() - from);
        });
    }

    private static String range(List<Long> millis) {
        return millis.stream().mapToLong(Long::longValue).min().orElse(0) + " to "
                + millis.stream().mapToLong(Long::longValue).max().orElse(0) + " ms";
    }

    void print() {
        figures.forEach((fault, figure) -> System.out.printf(
                "FIGURE %s: %d links were another hub's after %s, and something left by them after %s%n",
                fault,
                figure.owned().size(),
                range(figure.owned()),
                figure.sends().isEmpty() ? "-" : range(figure.sends())));
    }

    /** Wide, for machines that do much else. */
    void check() {
        figures.forEach((fault, figure) -> assertThat(figure.owned())
                .as("%s: milliseconds until links were taken over", fault)
                .allMatch(millis -> millis < 30_000));
    }
}
