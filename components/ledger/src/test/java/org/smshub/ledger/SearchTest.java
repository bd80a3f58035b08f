package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Search;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.sqlite.SqliteStore;

/** Searches against what a plain filter over all messages says, with the index, without it, and where it ends. */
class SearchTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Search.Filter ALL = new Search.Filter(null, null, null, null, null, null, null, null, null);

    /** More rows than two segments of the index. */
    private static final int MESSAGES = 20_000;

    private static final int CANCELLED = 10;

    @TempDir
    Path folder;

    private Ledger ledger;
    private final List<String> ids = new ArrayList<>();
    private final List<MessageView> views = new ArrayList<>();

    @AfterEach
    void close() {
        if (ledger != null) {
            ledger.close();
        }
    }

    private void open(boolean indexed) {
        ledger = new Ledger(folder, Parts.SETTINGS);
        if (indexed) {
            ledger.index();
        }
    }

    private static Submission part(String id, int i, Random random) {
        long now = System.currentTimeMillis();
        return new Submission(
                id,
                1,
                1,
                "client" + i % 3,
                i % 7 == 0 ? "ref-" + i : null,
                i % 2 == 0 ? "ACME" : "OTHER" + i % 50,
                "+4860010" + (1000 + random.nextInt(500)),
                "text",
                "GSM7",
                null,
                null,
                null,
                null,
                "FINAL",
                1,
                i % 11 == 0 ? "b" : "a",
                now + 3_600_000,
                null,
                now,
                null,
                null,
                null,
                i % 100 == 0 ? "tags=blue t" + i % 1000 : null,
                "http-send");
    }

    private void fill() throws Exception {
        Random random = new Random(3);
        List<CompletableFuture<Accepted>> answers = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i += 500) {
            List<List<Submission>> some = new ArrayList<>();
            for (int j = i; j < i + 500; j++) {
                String id = Parts.id();
                ids.add(id);
                some.add(List.of(part(id, j, random)));
            }
            answers = ledger.acceptAll(some);
            for (CompletableFuture<Accepted> answer : answers) {
                answer.get();
            }
        }
        Collections.reverse(ids);
        for (int i = 5; i < MESSAGES; i += MESSAGES / CANCELLED) {
            ledger.change(new Change.Cancel(ids.get(i), null)).get();
        }
    }

    private List<String> found(Search.Filter filter, int limit) throws Exception {
        List<String> found = new ArrayList<>();
        String next = null;
        do {
            Search.Page<MessageView> page = ledger.searches().find(filter, next, limit, LONG);
            page.found().forEach(view -> found.add(view.id()));
            next = page.next();
        } while (next != null);
        return found;
    }

    /** All of them, read once. */
    private List<MessageView> views() {
        if (views.isEmpty()) {
            ids.forEach(id -> views.add(ledger.find(id, null).orElseThrow()));
        }
        return views;
    }

    private List<String> expected(Predicate<MessageView> wanted) {
        return views().stream().filter(wanted).map(MessageView::id).toList();
    }

    private void everyFilterFindsWhatThereIs() throws Exception {
        MessageView some = ledger.find(ids.get(MESSAGES / 2), null).orElseThrow();
        MessageView newest = ledger.find(ids.get(0), null).orElseThrow();
        String ref = "ref-" + 14;
        assertThat(found(with(null, null, some.to(), null, null, null, null), 7))
                .isEqualTo(expected(m -> m.to().equals(some.to())))
                .hasSizeGreaterThan(10);
        String beginning = some.to().substring(0, some.to().length() - 2);
        assertThat(found(with(null, null, beginning + "*", null, null, null, null), 7))
                .isEqualTo(expected(m -> m.to().startsWith(beginning)))
                .hasSizeGreaterThan(100);
        assertThat(found(with(null, null, "+48*", null, null, null, null), 500)).hasSize(MESSAGES);
        assertThat(found(with(null, null, "+49*", null, null, null, null), 500)).isEmpty();
        assertThat(found(with("client1", null, beginning + "*", null, null, null, null), 7))
                .isEqualTo(
                        expected(m -> m.to().startsWith(beginning) && m.client().equals("client1")));
        assertThat(found(with(null, null, newest.to(), null, null, null, null), 500))
                .contains(newest.id());
        assertThat(found(with(null, ref, null, null, null, null, null), 10))
                .isEqualTo(expected(m -> ref.equals(m.ref())))
                .hasSize(1);
        assertThat(found(with(null, null, null, "OTHER7", null, null, null), 33))
                .isEqualTo(expected(m -> m.from().equals("OTHER7")));
        assertThat(found(with("client1", null, null, null, null, null, null), 500))
                .isEqualTo(expected(m -> m.client().equals("client1")));
        assertThat(found(with(null, null, null, null, null, null, "blue"), 50))
                .hasSize(MESSAGES / 100)
                .isEqualTo(expected(m -> m.tags() != null && m.tags().contains("blue")));
        assertThat(found(with(null, null, null, null, null, null, "t300"), 50)).hasSize(MESSAGES / 1_000);
        assertThat(found(with(null, null, null, null, "CANCELLED", null, null), 4))
                .isEqualTo(expected(m -> m.state().equals("CANCELLED")))
                .hasSize(CANCELLED);
        assertThat(found(with(null, null, null, null, null, "b", null), 500))
                .isEqualTo(expected(m -> m.parts().get(0).link().equals("b")));
        assertThat(found(with("client0", null, some.to(), null, "ACCEPTED", "a", null), 3))
                .isEqualTo(expected(m -> m.client().equals("client0")
                        && m.to().equals(some.to())
                        && m.state().equals("ACCEPTED")
                        && m.parts().get(0).link().equals("a")));
        assertThat(found(ALL, 500)).isEqualTo(ids);
        assertThat(found(with("nobody", null, null, null, null, null, null), 10))
                .isEmpty();
        assertThat(found(with(null, null, "+1", null, null, null, null), 10)).isEmpty();
    }

    private static Search.Filter with(
            String client, String ref, String to, String from, String state, String link, String tag) {
        return new Search.Filter(client, ref, to, from, state, link, tag, null, null);
    }

    @Test
    void withTheIndexAndBehindItsEnd() throws Exception {
        open(true);
        fill();
        ledger.searches().step();
        everyFilterFindsWhatThereIs();
    }

    @Test
    void withoutAnIndex() throws Exception {
        open(false);
        fill();
        everyFilterFindsWhatThereIs();
    }

    @Test
    void anIndexThatIsDamagedOrGoneIsMadeAnew() throws Exception {
        open(true);
        fill();
        ledger.searches().step();
        ledger.close();
        Files.write(
                folder.resolve("search.db"),
                "this is no database, and longer than a header of one is, a hundred octets and some more, to be sure of it"
                        .getBytes());
        open(true);
        ledger.searches().step();
        everyFilterFindsWhatThereIs();
    }

    @Test
    void aTimeIsFromItsBeginningToBeforeItsEnd() throws Exception {
        open(true);
        fill();
        long middle = java.time.Instant.parse(
                        ledger.find(ids.get(MESSAGES / 2), null).orElseThrow().acceptedAt())
                .toEpochMilli();
        List<String> later = found(new Search.Filter(null, null, null, null, null, null, null, middle, null), 500);
        List<String> before = found(new Search.Filter(null, null, null, null, null, null, null, null, middle), 500);
        assertThat(Stream.concat(later.stream(), before.stream())).isEqualTo(ids);
        assertThat(later).contains(ids.get(MESSAGES / 2)).doesNotContain(ids.get(MESSAGES - 1));
    }

    @Test
    void whatTakesTooLongGoesOnFromItsCursor() throws Exception {
        open(false);
        fill();
        List<String> found = new ArrayList<>();
        String next = null;
        int pages = 0;
        do {
            Search.Page<MessageView> page = ledger.searches()
                    .find(with(null, null, null, "OTHER7", null, null, null), next, 1_000, Duration.ZERO);
            page.found().forEach(view -> found.add(view.id()));
            next = page.next();
            pages++;
        } while (next != null);
        assertThat(found).isEqualTo(expected(m -> m.from().equals("OTHER7")));
        assertThat(pages).isGreaterThan(1);
    }

    @Test
    void countsAreOfHoursAndStates() throws Exception {
        open(true);
        fill();
        List<Search.Count> counts = new ArrayList<>();
        String next = null;
        do {
            Search.Page<Search.Count> page = ledger.searches().counts(ALL, next, Duration.ZERO);
            counts.addAll(page.found());
            next = page.next();
        } while (next != null);
        assertThat(counts.stream().mapToLong(Search.Count::messages).sum()).isEqualTo(MESSAGES);
        assertThat(counts.stream()
                        .filter(count -> count.state().equals("CANCELLED"))
                        .mapToLong(Search.Count::messages)
                        .sum())
                .isEqualTo(CANCELLED);
    }

    @Test
    void whatCameFromPhonesIsFoundByWhoSentItAndWhose() throws Exception {
        open(false);
        ledger.close();
        // of more rows than are gone through at once
        int rows = 45_000;
        try (Connection connection = SqliteStore.source(folder, false).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into incoming_message (message_id, client, link, recipient, sender, body, encoding,"
                            + " received_at, kept_at) with recursive n(i) as (select 0 union all select i + 1 from n where"
                            + " i + 1 < "
                            + rows
                            + ") select 'm' || i, 'client' || (i % 3), 'a', '+4811', '+4870' || (i % 1000), 'text',"
                            + " 'GSM7', i, i from n");
        }
        open(false);
        assertThat(received(with(null, null, null, "+487077", null, null, null), 7, LONG))
                .isEqualTo(incoming(rows, i -> i % 1_000 == 77));
        assertThat(received(with("client1", null, null, "+487077", null, null, null), 7, Duration.ZERO))
                .isEqualTo(incoming(rows, i -> i % 1_000 == 77 && i % 3 == 1));
        assertThat(received(with("client2", null, "+4811", null, null, "a", null), 500, LONG))
                .isEqualTo(incoming(rows, i -> i % 3 == 2));
        assertThat(received(new Search.Filter(null, null, null, null, null, null, null, 100L, 44_000L), 500, LONG))
                .isEqualTo(incoming(rows, i -> i >= 100 && i < 44_000));
        assertThat(received(with(null, null, null, "+1", null, null, null), 7, Duration.ZERO))
                .isEmpty();
    }

    private List<String> received(Search.Filter filter, int limit, Duration budget) throws Exception {
        List<String> found = new ArrayList<>();
        String next = null;
        do {
            Search.Page<Search.Received> page = ledger.searches().incoming(filter, next, limit, budget);
            assertThat(page.found()).hasSizeLessThanOrEqualTo(limit);
            page.found().forEach(one -> found.add(one.id()));
            next = page.next();
        } while (next != null);
        return found;
    }

    /** The newest first. */
    private static List<String> incoming(int rows, IntPredicate wanted) {
        return IntStream.range(0, rows)
                .map(i -> rows - 1 - i)
                .filter(wanted)
                .mapToObj(i -> "m" + i)
                .toList();
    }

    @Test
    void aCursorIsOneOfThePagesBefore() {
        open(false);
        assertThatThrownBy(() -> ledger.searches().find(ALL, "!", 1, LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cursor");
    }
}
