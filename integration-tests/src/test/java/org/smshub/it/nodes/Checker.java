package org.smshub.it.nodes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds against each other what was given, what the ledger says, what the centres took and what applications were told, message by message. */
final class Checker {

    /** Later ones come later, each once; what was in doubt may still be sent. */
    private static final Map<String, Integer> ORDER = Map.of(
            "QUEUED",
            0,
            "UNKNOWN",
            1,
            "SENT",
            2,
            "BUFFERED",
            3,
            "DELIVERED",
            4,
            "UNDELIVERABLE",
            4,
            "EXPIRED",
            4,
            "FAILED",
            4);

    private final List<Wrong> wrong = new ArrayList<>();
    private final Map<String, List<Taken>> centre = new HashMap<>();
    private final Map<String, List<Told>> told = new HashMap<>();
    private final Map<String, List<Row>> ledger = new HashMap<>();

    /** At a centre. @param id that it gave @param millis epoch */
    record Taken(String link, String number, String id, long millis) {}

    private Checker(Collection<Row> rows, Collection<Taken> taken, Collection<Told> events) {
        rows.forEach(row ->
                ledger.computeIfAbsent(row.number(), n -> new ArrayList<>()).add(row));
        taken.forEach(one ->
                centre.computeIfAbsent(one.number(), n -> new ArrayList<>()).add(one));
        events.forEach(
                one -> told.computeIfAbsent(one.id(), n -> new ArrayList<>()).add(one));
    }

    /**
     * When nothing waits any more.
     *
     * @param events in the order in which they came
     * @return nothing, if all is right
     */
    static List<Wrong> check(
            Map<String, Given.Message> given, Collection<Row> rows, Collection<Taken> taken, Collection<Told> events) {
        Checker checker = new Checker(rows, taken, events);
        given.values().forEach(checker::message);
        Set<String> unasked = new HashSet<>(checker.ledger.keySet());
        unasked.addAll(checker.centre.keySet());
        unasked.removeAll(given.keySet());
        unasked.forEach(number -> checker.wrong(Wrong.Kind.UNASKED, number, "nobody gave it"));
        return checker.wrong;
    }

    private void wrong(Wrong.Kind kind, String number, String what) {
        wrong.add(new Wrong(kind, number, what));
    }

    private void message(Given.Message message) {
        String number = message.number();
        List<Row> rows = ledger.getOrDefault(number, List.of());
        List<Taken> taken = centre.getOrDefault(number, List.of());
        if (rows.isEmpty()) {
            if (message.sure()) {
                wrong(Wrong.Kind.LOST, number, "accepted as " + message.id() + ", and the ledger does not have it");
            } else if (!taken.isEmpty()) {
                wrong(Wrong.Kind.STATE, number, "at the centre, and the ledger does not have it");
            }
            return;
        }
        Row row = rows.get(0);
        if (rows.size() > 1) {
            wrong(Wrong.Kind.TWICE, number, "in the ledger as " + rows);
        }
        if (message.id() != null && !message.id().equals(row.id())) {
            wrong(Wrong.Kind.LOST, number, "accepted as " + message.id() + ", and the ledger has " + row.id());
        }
        sends(row, taken);
        state(row, taken);
        told(row);
    }

    private void sends(Row row, List<Taken> taken) {
        int most = Numbers.isHeld(row.number()) ? 1 : 1 + row.unknown();
        if (taken.size() > most) {
            wrong(Wrong.Kind.TWICE, row.number(), row + ", at the centre " + taken);
        }
    }

    private void state(Row row, List<Taken> taken) {
        boolean right =
                switch (row.state()) {
                    case "DELIVERED" ->
                        taken.stream()
                                .anyMatch(one ->
                                        row.remoteId() == null || one.id().equals(row.remoteId()));
                    // a receipt would have told
                    case "UNKNOWN" -> taken.isEmpty();
                    default -> false;
                };
        String link = Numbers.linkOf(row.number());
        if (!right || !taken.stream().allMatch(one -> one.link().equals(link))) {
            wrong(Wrong.Kind.STATE, row.number(), row + ", at the centre " + taken);
        }
    }

    private void told(Row row) {
        List<Told> heard = told.getOrDefault(row.id(), List.of());
        if (heard.stream().noneMatch(one -> one.state().equals(row.state()))) {
            wrong(Wrong.Kind.UNTOLD, row.number(), row + ", told " + heard);
        }
        Set<String> known = new HashSet<>();
        int last = -1;
        for (Told one : heard) {
            // what is told again counts where it came first
            if (known.add(one.event())) {
                int rank = ORDER.getOrDefault(one.state(), -1);
                if (rank <= last) {
                    wrong(Wrong.Kind.ORDER, row.number(), row + ", told " + heard);
                    return;
                }
                last = rank;
            }
        }
    }
}
