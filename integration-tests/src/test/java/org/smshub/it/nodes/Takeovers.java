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
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How long links are nobody's who works. */
final class Takeovers {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Wide, for machines that do much else. */
    private static final long ASSERTED = 30_000;

    /** Milliseconds, one a link: until it was another hub's, until that hub spoke to the centre, until something was sent by it. */
    private record Figure(List<Long> owned, List<Long> bound, List<Long> sent) {}

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

    /** Waits until it has one: links move back to a hub slowly. */
    Set<String> awaitLinksOf(String node) {
        Set<String> links = new TreeSet<>();
        await("links of " + node)
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> {
                    holdings().forEach((link, holding) -> {
                        if (holding.node().equals(node)) {
                            links.add(link);
                        }
                    });
                    return !links.isEmpty();
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
     * @param victim the hub that met the fault
     * @param links that it had
     * @param struck epoch milliseconds of the fault
     * @param alone whether nothing else keeps the others from the centres
     */
    void measure(Fault fault, Hub victim, String node, Set<String> links, long struck, boolean alone) {
        Figure figure = figures.computeIfAbsent(
                fault, f -> new Figure(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        Map<String, Long> since = new TreeMap<>();
        await(fault + " of " + victim + ": others have " + links)
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> {
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
            // a hub that is stopped works until it lets go of its line
            long from = fault == Fault.STOP
                    ? victim.toCentre(link).endedAfter(struck).orElse(struck)
                    : struck;
            if (at < from) {
                return; // moved before, by the hubs' own wish
            }
            figure.owned().add(at - from);
            if (alone) {
                long bound = await(link + " bound")
                        .atMost(PATIENCE)
                        .pollInterval(LOOK)
                        .until(() -> centres.boundAfter(victim, link, from), OptionalLong::isPresent)
                        .getAsLong();
                figure.bound().add(bound - from);
                long sent = await(link + " sends")
                        .atMost(PATIENCE)
                        .pollInterval(LOOK)
                        .until(() -> centres.firstAfter(link, bound), OptionalLong::isPresent)
                        .getAsLong();
                figure.sent().add(sent - from);
            }
        });
    }

    private static String column(List<Long> millis) {
        if (millis.isEmpty()) {
            return "-";
        }
        List<Long> sorted = millis.stream().sorted().toList();
        return String.format("%.1f (%.1f)", sorted.get(sorted.size() / 2) / 1e3, sorted.get(sorted.size() - 1) / 1e3);
    }

    /** As docs/scaling.md has it. */
    void print() {
        System.out.println("FIGURE | seconds, median (most) | links | another hub's | bound | sends | as promised |");
        figures.forEach((fault, figure) -> System.out.printf(
                "FIGURE | %s | %d | %s | %s | %s | %d of %d within %d s |%n",
                fault,
                figure.owned().size(),
                column(figure.owned()),
                column(figure.bound()),
                column(figure.sent()),
                figure.owned().stream()
                        .filter(millis -> millis <= fault.promised * 1_000L)
                        .count(),
                figure.owned().size(),
                fault.promised));
    }

    void check() {
        figures.forEach((fault, figure) -> {
            assertThat(figure.owned())
                    .as("%s: until it was another hub's", fault)
                    .allMatch(ms -> ms < ASSERTED);
            assertThat(figure.bound()).as("%s: until that was bound", fault).allMatch(ms -> ms < ASSERTED);
        });
    }
}
