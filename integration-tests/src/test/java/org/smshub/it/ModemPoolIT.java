package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;

/** Modems in a pool: as fast as all of them together, no message on two SIM cards, a budget a day, whatever dies. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ModemPoolIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int MODEMS = 8;

    private static final List<String> WAITING = List.of("ACCEPTED", "QUEUED");

    private HubSite site;
    private Api api;
    private VirtualModems modems;
    private String zone;

    /** A time zone in which no day ends while the test runs. */
    private static String noon() {
        int hour = LocalTime.now(ZoneOffset.UTC).getHour();
        // the signs of Etc/GMT are those of POSIX: what is west has a plus
        return hour < 12 ? "Etc/GMT-" + (12 - hour) : "Etc/GMT+" + (hour - 12);
    }

    private HubProcess start(int count, long millis, String more) throws Exception {
        modems = new VirtualModems(count, millis);
        site = HubSite.create(Packaged.home(), 1, Map.of());
        Packaged.quickStart(site);
        modems.link(site, more);
        if (zone != null) {
            site.environment().merge("JAVA_OPTS", "-Duser.timezone=" + zone, (all, one) -> all + " " + one);
        }
        HubProcess hub = site.start(PATIENCE);
        api = new Api(site);
        return hub;
    }

    @AfterEach
    void stop() throws Exception {
        if (site != null) {
            site.close();
        }
        if (modems != null) {
            modems.close();
        }
    }

    private static String number(int message) {
        return String.format("+48601%06d", message);
    }

    private List<String> send(int first, int count, String text) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            Api.Answer accepted = api.post(Map.of("to", number(i), "from", "12345", "text", text, "ref", "m" + i));
            assertThat(accepted.status()).isEqualTo(202);
            ids.add(accepted.id());
        }
        return ids;
    }

    private Map<String, List<JsonNode>> byState(List<String> ids) throws Exception {
        Map<String, List<JsonNode>> states = new HashMap<>();
        for (String id : ids) {
            JsonNode message = api.get(id).body();
            states.computeIfAbsent(message.path("state").asText(), state -> new ArrayList<>())
                    .add(message);
        }
        return states;
    }

    private int waiting(List<String> ids) throws Exception {
        Map<String, List<JsonNode>> states = byState(ids);
        return WAITING.stream()
                .mapToInt(state -> states.getOrDefault(state, List.of()).size())
                .sum();
    }

    /** Of each card its messages by state, for who reads why a test failed. */
    private String waits(List<String> ids) {
        try {
            Map<String, Long> counts = new TreeMap<>();
            byState(ids)
                    .forEach((state, messages) -> messages.forEach(message -> counts.merge(
                            message.path("parts").path(0).path("link").asText("no link") + " " + state,
                            1L,
                            Long::sum)));
            StringBuilder budgets = new StringBuilder();
            try (Connection ledger = Ledgers.connect(site);
                    ResultSet row = ledger.createStatement()
                            .executeQuery("select w.word, b.day, b.spent from budget b join word w on w.id = b.link")) {
                while (row.next()) {
                    budgets.append(" %s %d on day %d".formatted(row.getString(1), row.getInt(3), row.getLong(2)));
                }
            }
            return counts + ", spent" + budgets + ", sent by card "
                    + modems.book().stream()
                            .collect(Collectors.groupingBy(VirtualModems.Taken::modem, Collectors.counting()));
        } catch (Exception e) {
            return e.toString();
        }
    }

    private void awaitDelivered(List<String> ids) {
        await().pollInterval(Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(() -> assertThat(byState(ids))
                .containsOnlyKeys("DELIVERED"));
    }

    /** From which SIM card each number got how many parts. */
    private Map<String, Map<Integer, Long>> partsByNumber() {
        return modems.book().stream()
                .collect(Collectors.groupingBy(
                        VirtualModems.Taken::to,
                        Collectors.groupingBy(VirtualModems.Taken::modem, Collectors.counting())));
    }

    @Test
    void eightSendAtTheSameTimeAndEachItsShare() throws Exception {
        start(MODEMS, 300, "");
        List<String> ids = send(0, 10 * MODEMS, "hello");
        awaitDelivered(ids);
        assertThat(modems.mostBusy()).as("modems that sent at the same time").isEqualTo(MODEMS);
        for (int i = 0; i < MODEMS; i++) {
            assertThat(modems.of(i)).as("parts of modem " + i).hasSize(10);
        }
    }

    /**
     * Pools of 1, 2, 4 and 8 modems in one hub, one after the other. It prints messages a second, and what part of its time
     * each modem spent in the network; with -Dfull=true with as many messages as docs/gsm-modems.md has figures of. What a modem
     * takes is so much more than what the hub adds that a busy machine changes little.
     */
    @Test
    void asManyTimesAsFastAsThereAreModems() throws Exception {
        int each = Boolean.getBoolean("full") ? 40 : 6;
        List<Integer> pools = List.of(1, 2, 4, 8);
        modems = new VirtualModems(pools.stream().mapToInt(size -> size).sum(), 500);
        site = HubSite.create(Packaged.home(), 1, Map.of());
        Packaged.quickStart(site);
        // 1, 2 and 3, 4 to 7, 8 to 15 by their numbers from 1 on
        modems.link(site, modem -> "pool = pool" + Integer.highestOneBit(modem + 1), "${header.SmsFrom}");
        site.start(PATIENCE);
        api = new Api(site);
        double alone = 0;
        for (int size : pools) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < each * size; i++) {
                ids.add(api.post(Map.of("to", number(i), "from", "pool" + size, "text", "hello"))
                        .id());
            }
            awaitDelivered(ids);
            List<VirtualModems.Span> spans = modems.spans(size - 1, 2 * size - 1);
            long first =
                    spans.stream().mapToLong(VirtualModems.Span::from).min().orElseThrow();
            long last = spans.stream().mapToLong(VirtualModems.Span::to).max().orElseThrow();
            double seconds = (last - first) / 1e9;
            double busy =
                    spans.stream().mapToLong(span -> span.to() - span.from()).sum() / 1e9 / size / seconds;
            double rate = ids.size() / seconds;
            List<Integer> shares = IntStream.range(size - 1, 2 * size - 1)
                    .map(modem -> modems.of(modem).size())
                    .boxed()
                    .toList();
            System.out.printf(
                    "pool of %d: %.2f messages/s, each modem %.0f %% of the time in the network, shares %s%n",
                    size, rate, 100 * busy, shares);
            alone = size == 1 ? rate : alone;
            assertThat(rate).as("messages a second of %s modems", size).isGreaterThan(0.6 * size * alone);
            assertThat(shares).as("in turn").containsOnly(each);
        }
    }

    /** Whether none of these reached its modem as a whole. */
    private boolean wasCut(List<JsonNode> messages) {
        return messages.stream()
                .allMatch(message -> modems.book().stream()
                                .filter(taken ->
                                        taken.to().equals(message.path("to").asText()))
                                .count()
                        < message.path("parts").size());
    }

    @Test
    void twoDieAndComeBackAndNoMessageIsOnTwoCards() throws Exception {
        start(MODEMS, 200, "failoverAfter = 2s,reconnectMaxDelay = 2000");
        String threeParts = "a long message of three parts ".repeat(12);
        List<String> ids = new ArrayList<>(send(0, 4 * MODEMS, threeParts));
        await().atMost(PATIENCE).until(() -> modems.book().size() > MODEMS);
        modems.unplug(2);
        modems.unplug(5);
        ids.addAll(send(ids.size(), 4 * MODEMS, "short"));
        // what had begun on them waits for them, all else goes by the others
        await().pollInterval(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> byState(ids).getOrDefault("DELIVERED", List.of()).size() >= ids.size() - 2);
        modems.plugIn(2);
        modems.plugIn(5);
        // of what was on a cable when it was pulled the modem alone knows, and tells it when it is back
        await().pollInterval(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> byState(ids).entrySet().stream()
                .allMatch(state -> state.getKey().equals("DELIVERED")
                        || state.getKey().equals("UNKNOWN") && wasCut(state.getValue())));
        assertThat(partsByNumber().values())
                .allSatisfy(cards -> assertThat(cards).hasSize(1))
                .allSatisfy(cards -> assertThat(cards.values())
                        .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(3)));
        assertThat(modems.book()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(4 * MODEMS * 4 - 2);
        int before = modems.of(2).size();
        awaitDelivered(send(ids.size(), 2 * MODEMS, "they are back"));
        assertThat(modems.of(2).size()).as("it has its share again").isGreaterThan(before);
    }

    /** No credit: refused for the moment, again and again. The others send what waits for it. */
    @Test
    void aCardThatIsRefusedRests() throws Exception {
        start(4, 100, "failoverAfter = 1s,restAfter = 3");
        modems.refuses(1, "cms:21");
        modems.refuses(2, "cms:310"); // no card any more: that is no fault of a message
        List<String> ids = send(0, 24, "hello");
        awaitDelivered(ids);
        assertThat(modems.of(1)).isEmpty();
        assertThat(modems.of(2)).isEmpty();
        assertThat(modems.book()).as("each once").hasSize(24);
        assertThat(modems.refused()).as("three, and one").isBetween(2, 6);
    }

    /** Barred is this number for that card, not the card: another one sends it, at once; with none left it has failed. */
    @Test
    void aNumberThatACardMayNotCallGoesByAnotherOne() throws Exception {
        start(2, 100, "");
        modems.refuses(1, "cms:10");
        awaitDelivered(send(0, 8, "hello"));
        assertThat(modems.of(0)).as("each once").hasSize(8);
        assertThat(modems.refused()).as("half of them first went there, once").isEqualTo(4);
        modems.refuses(0, "cms:10");
        List<String> ids = send(8, 2, "nobody may");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(byState(ids)).containsOnlyKeys("FAILED"));
        assertThat(api.get(ids.get(0))
                        .body()
                        .path("parts")
                        .path(0)
                        .path("errorCode")
                        .asText())
                .isEqualTo("cms:10");
    }

    @Test
    void aBudgetIsKeptToTheMessageOverThreeKills() throws Exception {
        int budget = 5;
        zone = noon();
        HubProcess hub = start(4, 300, "budget = " + budget);
        List<String> ids = send(0, 40, "hello");
        for (int kill = 1; kill <= 3; kill++) {
            int taken = 4 * kill;
            await().atMost(PATIENCE).until(() -> modems.book().size() >= taken);
            hub.kill();
            hub = site.start(PATIENCE);
        }
        await().pollInterval(Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(() -> assertThat(waiting(ids))
                .as(() -> waits(ids))
                .isEqualTo(40 - 4 * budget));
        await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> waiting(ids) == 40 - 4 * budget);
        Map<String, Long> spent = new HashMap<>();
        byState(ids).forEach((state, messages) -> {
            if (!WAITING.contains(state)) {
                messages.forEach(message ->
                        spent.merge(message.path("parts").path(0).path("link").asText(), 1L, Long::sum));
            }
        });
        assertThat(spent)
                .as("sent, or nobody knows")
                .isEqualTo(IntStream.range(0, 4).boxed().collect(Collectors.toMap(i -> "sim" + i, i -> (long) budget)));
        for (int i = 0; i < 4; i++) {
            assertThat(modems.of(i)).as("parts of modem " + i).hasSizeLessThanOrEqualTo(budget);
        }
        assertThat(partsByNumber().values())
                .allSatisfy(cards -> assertThat(cards).hasSize(1));
    }
}
