package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Change;
import org.smshub.ledger.entry.Changed;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.IdForms;

/**
 * Every order of what can happen to a message, and of what can happen to two that share a number, with a crash after each
 * step. Each order has messages of its own, on a link and an account of their own, and all orders take their nth step in one
 * group, so that thousands of them take seconds.
 */
@Execution(ExecutionMode.CONCURRENT)
public abstract class OrdersContract extends OnAnEngine {

    /** What can happen to a message, once. */
    private enum Step {
        ACCEPT,
        CLAIM,
        /** Of the claim, if there is one and no crash since. */
        RESULT,
        RECEIPT,
        /** It contradicts the first. */
        SECOND_RECEIPT,
        EXPIRE,
        /** The answer to a send that was given up as unknown. */
        LATE,
        /** Its client does not want it any more. */
        CANCEL,
        /** Its client wants another text. */
        REPLACE
    }

    /** What a centre makes of a send. */
    private enum Outcome {
        SENT,
        RETRY,
        FAILED,
        UNKNOWN
    }

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final List<Step> USUAL =
            List.of(Step.ACCEPT, Step.CLAIM, Step.RESULT, Step.RECEIPT, Step.SECOND_RECEIPT, Step.EXPIRE);
    private static final List<Step> ALL_WITH_LATE =
            List.copyOf(EnumSet.complementOf(EnumSet.of(Step.CANCEL, Step.REPLACE)));
    private static final List<Step> WITH_LATE =
            FULL ? ALL_WITH_LATE : List.of(Step.ACCEPT, Step.CLAIM, Step.RESULT, Step.RECEIPT, Step.LATE, Step.EXPIRE);
    private static final List<Step> CHANGED = FULL
            ? List.of(Step.ACCEPT, Step.CLAIM, Step.RESULT, Step.RECEIPT, Step.CANCEL, Step.REPLACE, Step.EXPIRE)
            : List.of(Step.ACCEPT, Step.CLAIM, Step.RESULT, Step.RECEIPT, Step.CANCEL, Step.REPLACE);

    private static final String ANOTHER = "another";

    private static final int LONG = 1_000_000;
    private static final int ROUND = 1_000;

    /** A message and what has happened to it so far: the model. */
    private static final class Message {
        private final String name;
        private final Draft draft;
        private final Account account;
        private final Outcome outcome;
        private final PartState first;
        private final PartState second;
        private boolean accepted;
        private boolean taken;
        private boolean cancelled;
        private String text = "text";
        private int claims;
        private Claim claim;
        private Claim last;
        private PartState state;
        /** By receipts that came after it was accepted. */
        private final Set<PartState> said = EnumSet.noneOf(PartState.class);
        /** Of those the ones that came after its claim. */
        private final Set<PartState> meant = EnumSet.noneOf(PartState.class);

        private Message(String name, Draft draft, Account account, Outcome outcome, PartState first, PartState second) {
            this.name = name;
            this.draft = draft;
            this.account = account;
            this.outcome = outcome;
            this.first = first;
            this.second = second;
        }

        private String remoteId() {
            return "r" + draft.id;
        }
    }

    /** Messages in the order in which things happen to them. @param steps each of one of the messages */
    private record Order(List<Message> messages, List<Event> steps) {}

    private record Event(int message, Step step) {}

    private int count;

    private Message message(
            String name, String number, String link, Outcome outcome, PartState first, PartState second) {
        String id = String.format("01J%023d", ++count);
        Draft draft = draft(d -> {
            d.id = id;
            d.to = number;
            d.links = link;
            d.receipt = "ALL";
            d.events = "c";
        });
        return new Message(name, draft, new Account(link, IdForms.SAFE, false), outcome, first, second);
    }

    /** Each order of all steps, which are so many, times each outcome. */
    private List<Order> ordersOfOne(boolean late, List<Step> of, int crash) {
        List<Order> orders = new ArrayList<>();
        Choices choices = new Choices();
        while (choices.next()) {
            Outcome outcome = choices.of(late ? List.of(Outcome.UNKNOWN) : List.of(Outcome.values()));
            List<Step> left = new ArrayList<>(of);
            List<Event> steps = new ArrayList<>();
            while (!left.isEmpty()) {
                steps.add(new Event(0, left.remove(choices.of(left.size()))));
            }
            String name =
                    outcome + " " + steps.stream().map(s -> s.step().name()).toList() + " crash after " + crash;
            int n = count + 1;
            Message one = message(
                    name, "+48" + (500_000_000 + n), "l" + n, outcome, PartState.DELIVERED, PartState.UNDELIVERABLE);
            one.draft.expires = expiry(steps, 0);
            orders.add(new Order(List.of(one), steps));
        }
        return orders;
    }

    /**
     * Each order of what happens to two, each of which is accepted, claimed, sent and told of in its own order: a receipt may
     * come before its result.
     */
    private List<Order> ordersOfTwo(int crash) {
        List<Order> orders = new ArrayList<>();
        Choices choices = new Choices();
        while (choices.next()) {
            List<Outcome> outcomes = List.of(
                    choices.of(List.of(Outcome.SENT, Outcome.UNKNOWN)),
                    choices.of(
                            FULL
                                    ? List.of(Outcome.SENT, Outcome.UNKNOWN, Outcome.RETRY)
                                    : List.of(Outcome.SENT, Outcome.UNKNOWN)));
            List<List<Step>> left = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                left.add(new ArrayList<>(
                        choices.of(2) == 0
                                ? List.of(Step.ACCEPT, Step.CLAIM, Step.RESULT, Step.RECEIPT)
                                : List.of(Step.ACCEPT, Step.CLAIM, Step.RECEIPT, Step.RESULT)));
            }
            List<Event> steps = new ArrayList<>();
            while (left.stream().anyMatch(l -> !l.isEmpty())) {
                boolean both = left.stream().noneMatch(List::isEmpty);
                int next = both ? choices.of(2) : left.get(0).isEmpty() ? 1 : 0;
                steps.add(new Event(next, left.get(next).remove(0)));
            }
            String name = outcomes + " "
                    + steps.stream().map(s -> s.message() + s.step().name()).toList() + " crash after " + crash;
            int n = count + 1;
            String number = "+48" + (500_000_000 + n);
            // one link, one account, one number: only what is told differs
            Message one = message(name, number, "l" + n, outcomes.get(0), PartState.DELIVERED, null);
            Message two = message(name, number, "l" + n, outcomes.get(1), PartState.UNDELIVERABLE, null);
            one.draft.expires = now + LONG;
            two.draft.expires = now + LONG;
            orders.add(new Order(List.of(one, two), steps));
        }
        return orders;
    }

    /** Over at the round in which it expires. */
    private long expiry(List<Event> steps, int message) {
        int round = steps.indexOf(new Event(message, Step.EXPIRE));
        return round < 0 ? now + LONG : now + (round + 1L) * ROUND - ROUND / 2;
    }

    @Test
    void everyOrderOfOneMessageWithACrashAfterEachStep() throws Exception {
        for (int crash = 0; crash <= USUAL.size(); crash++) {
            run(ordersOfOne(false, USUAL, crash), crash);
        }
    }

    @Test
    void everyOrderOfOneMessageWhoseAnswerComesLate() throws Exception {
        for (int crash = 0; crash <= WITH_LATE.size(); crash++) {
            run(ordersOfOne(true, WITH_LATE, crash), crash);
        }
    }

    @Test
    void everyOrderOfOneMessageThatIsReplacedAndCancelled() throws Exception {
        for (int crash = 0; crash <= CHANGED.size(); crash++) {
            run(ordersOfOne(false, CHANGED, crash), crash);
        }
    }

    @Test
    void everyOrderOfTwoMessagesToOneNumberWithACrashAfterEachStep() throws Exception {
        for (int crash = 0; crash <= 8; crash++) {
            run(ordersOfTwo(crash), crash);
        }
    }

    /** @param crash after so many steps; 0 = none */
    private void run(List<Order> orders, int crash) throws Exception {
        for (String table : List.of("part", "part_history", "event", "unmatched_receipt", "unmatched_receipt_other")) {
            sql("delete from " + table);
        }
        List<Message> messages =
                orders.stream().flatMap(o -> o.messages().stream()).toList();
        long start = now;
        int rounds = orders.get(0).steps().size();
        for (int round = 1; round <= rounds; round++) {
            now = start + (long) round * ROUND;
            step(orders, round - 1);
            look(messages);
            if (round == crash) {
                crash(messages);
                look(messages);
            }
        }
        // what is under way is answered: nobody waits for it for ever
        claimedNow(messages);
        // all patience is over, all deadlines too
        now += 2L * LONG;
        for (int i = 0; i < 3; i++) {
            Answers answers;
            do {
                answers = tidyNow(messages.size());
                now += PATIENCE + 1;
            } while (answers.more);
            look(messages);
        }
        orders.forEach(this::ended);
        told(messages);
        assertThat(number("select count(*) from messages where state in ('QUEUED', 'CLAIMED')"))
                .as("nothing waits for ever")
                .isZero();
    }

    private void step(List<Order> orders, int n) {
        Map<String, Message> byLink = new HashMap<>();
        Group group = new Group(now, profiles);
        List<Message> claims = new ArrayList<>();
        List<Message> changes = new ArrayList<>();
        for (Order order : orders) {
            Event event = order.steps().get(n);
            Message m = order.messages().get(event.message());
            switch (event.step()) {
                case ACCEPT -> {
                    group.accepts.add(accept(m.draft));
                    m.accepted = true;
                }
                case CLAIM -> {
                    group.claims.add(new Group.ClaimWish(m.draft.links, 1, 0, Integer.MAX_VALUE));
                    claims.add(m);
                    order.messages().forEach(one -> byLink.put(one.draft.id, one));
                }
                case RESULT -> {
                    if (m.claim != null) {
                        result(group, m, verdict(m), false);
                    }
                }
                case LATE -> {
                    if (m.last != null && m.claim == null) {
                        m.taken = true;
                        result(group, m, new Verdict.Sent(m.remoteId()), true);
                    }
                }
                case RECEIPT -> {
                    // of what it has refused a centre tells nothing; alone on its number, even that must do no harm
                    // and of what never reached it neither; the claim may have taken the other one
                    if (order.messages().size() == 1 || m.claims > 0 && m.outcome != Outcome.RETRY) {
                        receipt(group, m, m.first);
                    }
                }
                case SECOND_RECEIPT -> receipt(group, m, m.second);
                case CANCEL -> {
                    group.changes.add(new Change.Cancel(m.draft.id, "client"));
                    changes.add(m);
                }
                case REPLACE -> {
                    m.draft.text = ANOTHER;
                    group.changes.add(new Change.Replace(accept(m.draft).parts(), "client"));
                    m.draft.text = m.text;
                    changes.add(m);
                }
                case EXPIRE -> {
                    /* its time is over */
                }
            }
        }
        group.chores = new Chores(2 * orders.size(), 0, now + AGAIN, Map.of(), null, false);
        Answers answers = written(group);
        for (int i = 0; i < changes.size(); i++) {
            changed(changes.get(i), group.changes.get(i), answers.changes.get(i).what());
        }
        for (int i = 0; i < claims.size(); i++) {
            for (Claim claim : answers.claims.get(i)) {
                Message m = byLink.get(claim.submission().messageId());
                claimed(m, claim);
            }
        }
    }

    /** What has not left is changed, and what has, or may have, is not. */
    private void changed(Message m, Change change, Changed.What what) {
        String name = change.getClass().getSimpleName() + ": " + what + ": " + m.name;
        boolean over = m.draft.expires <= now;
        switch (what) {
            case NOT_FOUND -> assertThat(m.accepted).as(name).isFalse();
            case LEFT -> assertThat(m.claims).as(name).isPositive();
            case ENDED ->
                assertThat(over || m.state != null && m.state.isFinal())
                        .as(name)
                        .isTrue();
            case DONE -> {
                assertThat(m.state).as(name).isEqualTo(PartState.QUEUED);
                m.cancelled |= change instanceof Change.Cancel;
                m.text = change instanceof Change.Replace ? ANOTHER : m.text;
            }
            default -> throw new AssertionError(name);
        }
        if (m.state == PartState.QUEUED && m.claims == 0 && !over) {
            assertThat(what).as(name).isEqualTo(Changed.What.DONE);
        }
    }

    private void claimed(Message m, Claim claim) {
        assertThat(m.cancelled).as("claimed and cancelled: %s", m.name).isFalse();
        assertThat(claim.submission().body()).as(m.name).isEqualTo(m.text);
        assertThat(m.claim).as("claimed twice: %s", m.name).isNull();
        assertThat(m.state == null || m.state == PartState.QUEUED)
                .as("claimed as %s: %s", m.state, m.name)
                .isTrue();
        assertThat(m.draft.expires == null || m.draft.expires > now)
                .as("claimed after its time: %s", m.name)
                .isTrue();
        m.claim = claim;
        m.last = claim;
        m.claims++;
    }

    private static void result(Group group, Message m, Verdict verdict, boolean late) {
        group.results.add(new Result(late ? m.last : m.claim, verdict, m.account, late));
        m.claim = null;
    }

    private Verdict verdict(Message m) {
        return switch (m.outcome) {
            case SENT -> {
                m.taken = true;
                yield new Verdict.Sent(m.remoteId());
            }
            case RETRY -> new Verdict.Retry(now, m.draft.links, false, "x", "x");
            case FAILED -> new Verdict.Failed(true, "x", "x");
            case UNKNOWN -> new Verdict.Unknown(null, "x", "x");
        };
    }

    /** A centre tells of what it has: sent, or in flight, or the answer to it is not known. */
    private void receipt(Group group, Message m, PartState state) {
        group.receipts.add(
                new Receipt(m.draft.links, m.account, List.of(m.remoteId()), state, m.draft.to, null, now, now));
        if (m.accepted) {
            m.said.add(state);
        }
        if (m.claims > 0) {
            m.meant.add(state);
        }
    }

    private void crash(List<Message> messages) throws Exception {
        restart();
        Group group = new Group(++now, profiles);
        messages.stream()
                .map(m -> m.draft.links)
                .distinct()
                .forEach(link -> group.openings.add(new Group.Opening(
                        link,
                        new Account(link, IdForms.SAFE, false),
                        new Verdict.Unknown(null, "hub:crash", "crash"))));
        Answers answers = written(group);
        assertThat(answers.recovered.stream().mapToInt(i -> i).sum())
                .isEqualTo(messages.stream()
                        .filter(m -> m.claim != null && isIn(m, PartState.CLAIMED))
                        .count());
        // the answer of what was in flight went with the process
        messages.forEach(m -> m.claim = null);
    }

    private static boolean isIn(Message m, PartState state) {
        return m.state == state;
    }

    private void claimedNow(List<Message> messages) {
        Group group = new Group(++now, profiles);
        messages.stream().filter(m -> m.claim != null).forEach(m -> result(group, m, verdict(m), false));
        written(group);
        look(messages);
    }

    private Answers tidyNow(int limit) {
        Group group = new Group(++now, profiles);
        group.chores = new Chores(2 * limit, now - PATIENCE, now + AGAIN, Map.of(), null, false);
        return written(group);
    }

    private Answers written(Group group) {
        try {
            return engine.write(group);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each state follows from the one before by the arrows of the diagram, and what has ended stays. */
    private void look(List<Message> messages) {
        Map<String, PartState> states = states();
        for (Message m : messages) {
            PartState state = states.get(m.draft.id);
            assertThat(state != null).as("accepted and there: %s", m.name).isEqualTo(m.accepted);
            if (state != null && state != m.state) {
                PartState from = m.state == null ? PartState.QUEUED : m.state;
                assertThat(from.isFinal())
                        .as("%s became %s: %s", from, state, m.name)
                        .isFalse();
                assertThat(state == from || reachable(from).contains(state))
                        .as("%s became %s: %s", from, state, m.name)
                        .isTrue();
                m.state = state;
            }
        }
    }

    /** By the arrows, some at once: what came before it is applied with a result. */
    private static Set<PartState> reachable(PartState from) {
        Set<PartState> all = EnumSet.copyOf(from.isFinal() ? EnumSet.of(from) : from.next());
        Set<PartState> before;
        do {
            before = EnumSet.copyOf(all);
            before.stream().filter(s -> !s.isFinal()).forEach(s -> all.addAll(s.next()));
        } while (!before.equals(all));
        return all;
    }

    private Map<String, PartState> states() {
        Map<String, PartState> states = new HashMap<>();
        each("select id, state from messages", row -> states.put(row.get(0), PartState.valueOf(row.get(1))));
        return states;
    }

    /** What may stand in the end, and what must. */
    private void ended(Order order) {
        for (Message m : order.messages()) {
            if (!m.accepted) {
                continue;
            }
            assertThat(m.state == PartState.CANCELLED)
                    .as("ended as %s: %s", m.state, m.name)
                    .isEqualTo(m.cancelled);
            assertThat(m.claims)
                    .as("claimed once, or twice after a no: %s", m.name)
                    .isLessThanOrEqualTo(2);
            boolean toldByReceipt = m.state.isToldByReceipt() && m.state.isFinal() && m.state != PartState.EXPIRED;
            if (toldByReceipt) {
                assertThat(m.said).as("ended as %s: %s", m.state, m.name).contains(m.state);
                assertThat(m.claims)
                        .as("ended as %s, never sent: %s", m.state, m.name)
                        .isPositive();
            }
            if (m.state == PartState.FAILED || m.state == PartState.EXPIRED) {
                assertThat(m.taken)
                        .as("%s, but its centre has it: %s", m.state, m.name)
                        .isFalse();
            }
            if (m.taken && !m.meant.isEmpty()) {
                assertThat(m.said).as("sent and told of: %s", m.name).contains(m.state);
            }
            if (m.taken && m.said.isEmpty()) {
                assertThat(m.state).as("sent: %s", m.name).isEqualTo(PartState.SENT);
            }
            assertThat(m.state.isFinal() || m.claims > 0)
                    .as("%s in the end: %s", m.state, m.name)
                    .isTrue();
        }
    }

    /** One end at most is told of a message, the last that is told is what stands there. */
    private void told(List<Message> messages) {
        Map<String, List<PartState>> told = new LinkedHashMap<>();
        each(
                "select message_id, state from event order by id",
                row -> told.computeIfAbsent(row.get(0), id -> new ArrayList<>()).add(PartState.valueOf(row.get(1))));
        for (Message m : messages) {
            List<PartState> states = told.getOrDefault(m.draft.id, List.of());
            assertThat(states.stream().filter(PartState::isFinal).count())
                    .as("ends told, %s: %s", states, m.name)
                    .isLessThanOrEqualTo(1);
            if (m.accepted) {
                PartState last = states.isEmpty() ? null : states.get(states.size() - 1);
                assertThat(last).as("told last of %s: %s", states, m.name).isEqualTo(m.state);
            }
        }
    }

    private void each(String query, Consumer<List<String>> take) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(words(query))) {
            while (rows.next()) {
                take.accept(List.of(rows.getString(1), rows.getString(2)));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ordersAreAsManyAsThereAre() {
        assertThat(ordersOfOne(false, USUAL, 0)).hasSize(720 * 4);
        assertThat(ordersOfOne(true, ALL_WITH_LATE, 0)).hasSize(5_040);
        int outcomes = FULL ? 6 : 4;
        assertThat(ordersOfTwo(0)).hasSize(outcomes * 4 * 70);
        assertThat(ordersOfTwo(0).stream().map(o -> o.messages().get(0).name).collect(Collectors.toSet()))
                .hasSize(outcomes * 4 * 70);
    }
}
