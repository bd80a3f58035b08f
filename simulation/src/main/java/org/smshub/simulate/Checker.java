package org.smshub.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.smshub.simulate.Fact.Kind;

/** Whether what was seen in a world may be: by the facts alone, after its end. */
final class Checker {

    /** Of routes/outcomes.camel.yaml: sends on a link that its centre may refuse for the moment, and throttle. */
    static final int ATTEMPTS = 8;

    static final int THROTTLES = 20;

    /** From the claim to the line, at most: a slow disk, and tasks before it. */
    private static final long SLACK_MILLIS = 10_000;

    /** A part that is claimed is on its way to its line, whatever becomes of its message meanwhile. */
    private static final long UNDER_WAY_NANOS = 100 * Clock.MILLI;

    private static final long SETTLED_NANOS = 20 * Clock.SECOND;

    private static final Set<String> TOLD_BY_RECEIPT =
            Set.of("DELIVERED", "UNDELIVERABLE", "EXPIRED", "REJECTED", "DELETED");

    /**
     * In the words of Jepsen's total queue.
     *
     * @param attempted messages that an application gave away
     * @param acknowledged that the hub took
     * @param ok of these, that came to a centre, or ended as they may
     * @param lost acknowledged, and nobody knows of them
     * @param unexpected came, and nobody gave them away so
     * @param duplicated copies that should not be
     * @param recovered came, though their application had no yes
     */
    record Report(
            int attempted,
            int acknowledged,
            int ok,
            int lost,
            int unexpected,
            int duplicated,
            int recovered,
            List<String> wrong) {}

    private final Mixture mixture;
    private final Map<String, Wish> wishes;
    private final List<Fact> facts;
    private final Map<String, List<Fact>> byMessage = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<Long> kills = new ArrayList<>();
    private boolean clockIsTrue = true;
    private boolean rerouted;
    private int lost;
    private int duplicated;

    Checker(Mixture mixture, Map<String, Wish> wishes, List<Fact> facts) {
        this.mixture = mixture;
        this.wishes = wishes;
        this.facts = facts;
    }

    Report check() {
        int unexpected = 0;
        for (Fact fact : facts) {
            byMessage.computeIfAbsent(fact.message(), m -> new ArrayList<>()).add(fact);
            switch (fact.kind()) {
                case KILLED -> kills.add(fact.nanos());
                case CLOCK -> clockIsTrue = false;
                case REROUTED -> rerouted = true;
                case STRANGE -> {
                    unexpected++;
                    wrong("UNEXPECTED", fact.message(), fact.word());
                }
                default -> {
                    // by message
                }
            }
        }
        int attempted = 0;
        int acknowledged = 0;
        int ok = 0;
        int recovered = 0;
        for (Wish wish : wishes.values()) {
            List<Fact> its = byMessage.getOrDefault(wish.key(), List.of());
            int before = lost;
            attempted++;
            boolean taken = has(its, Kind.TAKEN);
            if (has(its, Kind.ACKNOWLEDGED)) {
                acknowledged++;
                state(wish, its);
                ok += lost == before ? 1 : 0;
            } else if (taken) {
                recovered++;
            }
            cancelled(wish, its);
            copies(wish, its);
            times(wish, its);
            told(wish, its);
        }
        order();
        incoming();
        return new Report(attempted, acknowledged, ok, lost, unexpected, duplicated, recovered, wrong);
    }

    private void wrong(String what, String about, String more) {
        wrong.add(what + ' ' + about + ' ' + more);
    }

    private static boolean has(List<Fact> its, Kind kind) {
        return its.stream().anyMatch(f -> f.kind() == kind);
    }

    private static boolean has(List<Fact> its, Kind kind, String word) {
        return its.stream().anyMatch(f -> f.kind() == kind && f.word().equals(word));
    }

    private static long count(List<Fact> its, Kind kind, int part, String link) {
        return its.stream()
                .filter(f -> f.kind() == kind && f.part() == part && (link == null || link.equals(f.link())))
                .count();
    }

    private static Set<Integer> parts(List<Fact> its) {
        Set<Integer> parts = new TreeSet<>();
        its.stream().filter(f -> f.part() > 0).forEach(f -> parts.add(f.part()));
        return parts;
    }

    /** What is cancelled never leaves, and nothing is that nobody wanted so. */
    private void cancelled(Wish wish, List<Fact> its) {
        boolean asked = false;
        boolean done = false;
        for (Fact fact : its) {
            switch (fact.kind()) {
                case CANCEL -> asked = true;
                case CANCEL_ANSWERED -> done |= fact.word().equals("DONE");
                case HANDED -> {
                    if (done) {
                        wrong("CANCELLED", wish.key(), "sent after its application was told that it never will be");
                    }
                }
                case TOLD -> {
                    if (done && !state(fact).equals("CANCELLED")) {
                        wrong("CANCELLED", wish.key(), "told as " + state(fact));
                    }
                    if (!asked && state(fact).equals("CANCELLED")) {
                        wrong("CANCELLED", wish.key(), "and nobody wanted that");
                    }
                }
                case END -> {
                    boolean is = "CANCELLED".equals(fact.word());
                    if (is && (!asked || has(its, Kind.TAKEN)) || done && fact.word() != null && !is) {
                        wrong("CANCELLED", wish.key(), fact.word() + " in the end");
                    }
                }
                default -> {
                    // of no weight here
                }
            }
        }
    }

    /** One copy; another one only where an answer was missing and the link's rule is to retry. */
    private void copies(Wish wish, List<Fact> its) {
        for (int part : parts(its)) {
            long copies = count(its, Kind.TAKEN, part, null);
            long more = 0;
            for (String name : links(wish)) {
                if (!mixture.link(name).hold()) {
                    more += count(its, Kind.DOUBT, part, name) + kills.size();
                }
            }
            if (copies > 1 + more) {
                duplicated += (int) (copies - 1 - more);
                wrong(
                        "DUPLICATED",
                        wish.key() + '/' + part,
                        copies + " copies, " + more + " times in doubt under retry");
            }
        }
        long ended = Long.MAX_VALUE;
        for (Fact fact : its) {
            if (fact.kind() == Kind.TOLD) {
                boolean end =
                        TOLD_BY_RECEIPT.contains(state(fact)) || state(fact).equals("FAILED");
                ended = end ? Math.min(ended, fact.nanos() + UNDER_WAY_NANOS) : ended;
            } else if (fact.kind() == Kind.HANDED && fact.nanos() >= ended) {
                wrong("AFTERWARDS", wish.key(), "sent after its application was told that it has ended");
            }
        }
    }

    /** On which it may have been: when somebody has moved what waits, on any. */
    private List<String> links(Wish wish) {
        return rerouted
                ? mixture.links.stream().map(Mixture.Link::name).toList()
                : List.of(wish.links().split(","));
    }

    private static String state(Fact told) {
        return told.word().substring(told.word().indexOf(' ') + 1);
    }

    private void times(Wish wish, List<Fact> its) {
        if (!clockIsTrue) {
            return;
        }
        long posted = its.isEmpty() ? 0 : its.get(0).wall();
        for (Fact fact : its) {
            if (fact.kind() == Kind.HANDED) {
                if (wish.validFor() > 0 && fact.wall() > posted + wish.validFor() + SLACK_MILLIS) {
                    wrong("DEADLINE", wish.key(), "sent " + (fact.wall() - posted - wish.validFor()) + " ms after it");
                }
                if (fact.wall() < posted + wish.sendAfter()) {
                    wrong(
                            "EARLY",
                            wish.key(),
                            "sent " + (posted + wish.sendAfter() - fact.wall()) + " ms before its time");
                }
            }
        }
    }

    /** What the ledger says in the end, and why it may. */
    private void state(Wish wish, List<Fact> its) {
        Set<String> ids = new HashSet<>();
        Fact end = null;
        for (Fact fact : its) {
            if (fact.kind() == Kind.ACKNOWLEDGED) {
                ids.add(fact.word());
            } else if (fact.kind() == Kind.END) {
                end = fact;
            }
        }
        if (ids.size() > 1) {
            wrong("KEY", wish.key(), "one reference, ids " + new TreeSet<>(ids));
        }
        if (end == null) {
            return; // the world did not come to its end, which is told already
        }
        String state = end.word();
        boolean doubt = has(its, Kind.DOUBT) || !kills.isEmpty();
        if (state == null) {
            if (mixture.keepMessages > 3_600_000) {
                lost(wish, "the ledger does not know it");
            }
            return;
        }
        switch (state) {
            case "CANCELLED" -> {
                // looked at by itself
            }
            case "QUEUED", "ACCEPTED" -> lost(wish, state + " for ever");
            case "UNKNOWN" -> {
                if (!doubt) {
                    wrong("UNFOUNDED", wish.key(), "UNKNOWN, and no answer was missing");
                }
                matched(wish, its, state);
            }
            case "SENT", "BUFFERED" -> {
                if (!has(its, Kind.TAKEN)) {
                    lost(wish, state + ", and no centre has it");
                }
                matched(wish, its, state);
            }
            case "FAILED" -> {
                if (!mayFail(wish, its)) {
                    wrong("ATTEMPTS", wish.key(), "FAILED without a reason");
                }
            }
            default -> {
                boolean late = state.equals("EXPIRED") && wish.validFor() > 0;
                if (!late && !saidOf(wish, its, doubt).contains(state)) {
                    wrong("UNFOUNDED", wish.key(), state + ", which no centre has said of it");
                }
            }
        }
    }

    private void lost(Wish wish, String more) {
        lost++;
        wrong("LOST", wish.key(), more);
    }

    /** States that a receipt may have told of it. */
    private Set<String> saidOf(Wish wish, List<Fact> its, boolean doubt) {
        Set<String> said = new HashSet<>();
        for (Fact fact : facts) {
            if (fact.kind() == Kind.RECEIPT) {
                boolean own = fact.message().equals(wish.key());
                boolean mistaken = (doubt || mixture.fewIds || mixture.answersWithoutId > 0)
                        && wishes.get(fact.message()).recipient().equals(wish.recipient());
                if (own || mistaken) {
                    said.add(fact.word().substring(0, fact.word().indexOf(' ')));
                }
            }
        }
        return said;
    }

    /** A receipt that the hub took, with the id that it was answered, has found its part. */
    private void matched(Wish wish, List<Fact> its, String state) {
        if (mixture.fewIds) {
            return;
        }
        Set<Integer> parts = parts(its);
        for (int part : parts) {
            if (!isMatched(its, part)) {
                return;
            }
        }
        if (parts.size() < wish.parts()) {
            return; // one of them was never seen: the hub died with it
        }
        wrong("RECEIPT", wish.key(), state + ", though its last receipts were taken");
    }

    /** Whether this part must have ended. */
    private boolean isMatched(List<Fact> its, int part) {
        if (count(its, Kind.TAKEN, part, null) != 1) {
            return false; // of several copies it has the id of one
        }
        Set<String> answered = new HashSet<>();
        for (Fact fact : its) {
            if (fact.part() == part
                    && fact.kind() == Kind.ANSWERED
                    && fact.word().startsWith("yes ")) {
                long at = fact.nanos();
                if (kills.stream().noneMatch(kill -> kill >= at && kill < at + SETTLED_NANOS)) {
                    answered.add(fact.word().substring(4));
                }
            }
        }
        for (Fact fact : its) {
            if (fact.part() == part
                    && fact.kind() == Kind.RECEIPT_TAKEN
                    && !fact.word().startsWith("BUFFERED")) {
                if (answered.contains(fact.word().substring(fact.word().indexOf(' ') + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mayFail(Wish wish, List<Fact> its) {
        if (has(its, Kind.NOT_BEGUN) || has(its, Kind.ANSWERED, "sim:never")) {
            return true;
        }
        for (String link : links(wish)) {
            if ((rerouted || wish.links().endsWith(link)) && mayFail(its, link)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this link, which was its last, may have given it up. */
    private boolean mayFail(List<Fact> its, String last) {
        for (int part : parts(its)) {
            long barred = 0;
            long later = 0;
            long slow = 0;
            for (Fact fact : its) {
                if (fact.kind() == Kind.ANSWERED && fact.part() == part && last.equals(fact.link())) {
                    barred += fact.word().equals("sim:barred") ? 1 : 0;
                    later += fact.word().equals("sim:later") ? 1 : 0;
                    slow += fact.word().equals("sim:slow") ? 1 : 0;
                }
            }
            // sends that left, or were refused: what came back, and what was to go slower, is no attempt
            long attempts = later + count(its, Kind.DOUBT, part, last) + kills.size();
            if (barred > 0 || later > 0 && attempts >= ATTEMPTS || slow >= THROTTLES) {
                return true;
            }
        }
        return false;
    }

    /** What its application was told. */
    private void told(Wish wish, List<Fact> its) {
        Map<Long, String> events = new TreeMap<>();
        List<Long> order = new ArrayList<>();
        Set<Long> heard = new HashSet<>();
        String end = null;
        for (Fact fact : its) {
            if (fact.kind() == Kind.TOLD) {
                long event = event(fact);
                String before = events.putIfAbsent(event, state(fact));
                if (before == null) {
                    order.add(event);
                } else if (!before.equals(state(fact))) {
                    wrong("EVENT", wish.key(), "event " + event + " was told as " + before + " and " + state(fact));
                }
            } else if (fact.kind() == Kind.HEARD) {
                heard.add(event(fact));
            } else if (fact.kind() == Kind.END) {
                end = fact.word();
            }
        }
        if (!order.equals(order.stream().sorted(Comparator.naturalOrder()).toList())) {
            wrong("ORDER", wish.key(), "events told as " + order);
        }
        String ended = null;
        for (String state : events.values()) {
            if (ended != null) {
                wrong("EVENT", wish.key(), state + " was told after " + ended);
            }
            if (isEnd(state)) {
                ended = state;
            }
        }
        boolean good = "DELIVERED".equals(end);
        boolean isEnd = end != null && isEnd(end);
        boolean wanted =
                wish.receipt().equals("SUCCESS") ? good : !wish.receipt().equals("NONE");
        if (isEnd && wanted && !end.equals(ended)) {
            wrong("EVENT", wish.key(), end + " in the ledger, and its application was told " + ended);
        } else if (isEnd && wanted && events.keySet().stream().noneMatch(heard::contains)) {
            wrong("EVENT", wish.key(), "nothing was heard of it");
        }
    }

    private static boolean isEnd(String state) {
        return TOLD_BY_RECEIPT.contains(state) || state.equals("FAILED") || state.equals("CANCELLED");
    }

    private static long event(Fact told) {
        int space = told.word().indexOf(' ');
        String id = space < 0 ? told.word() : told.word().substring(0, space);
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }

    /**
     * An event's id means one thing, and a client's events are told first in their order; but those that are in flight with
     * one that its route did not take may be told before it, as before one that nobody heard.
     */
    private void order() {
        Map<Long, String> meaning = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        boolean all = facts.stream().noneMatch(f -> f.kind() == Kind.NOT_TOLD);
        for (Fact fact : facts) {
            boolean incoming = fact.kind() == Kind.CAME_IN_TOLD;
            if (fact.kind() != Kind.TOLD && !incoming) {
                continue;
            }
            long event = event(fact);
            String what = incoming ? "incoming " + fact.message() : fact.message() + ' ' + state(fact);
            String before = meaning.putIfAbsent(event, what);
            if (before != null && !before.equals(what)) {
                wrong("EVENT", fact.message(), "event " + event + " was " + before + " and then " + what);
            } else if (before == null) {
                String client =
                        incoming ? state(fact) : wishes.get(fact.message()).client();
                Long earlier = last.put(client, event);
                if (all && earlier != null && earlier > event) {
                    wrong("ORDER", fact.message(), "event " + event + " was told after " + earlier);
                }
            }
        }
    }

    /** Messages for applications. */
    private void incoming() {
        Set<String> taken = new TreeSet<>();
        Set<String> told = new HashSet<>();
        Map<String, String> clients = new HashMap<>();
        for (Fact fact : facts) {
            String part = fact.message() + '/' + fact.part();
            switch (fact.kind()) {
                case CAME_IN ->
                    clients.put(part, fact.word().substring(0, fact.word().indexOf(' ')));
                case CAME_IN_TAKEN -> taken.add(part);
                case CAME_IN_TOLD -> {
                    told.add(part);
                    if (!state(fact).equals(clients.get(part))) {
                        wrong("UNEXPECTED", part, "told to " + state(fact));
                    }
                }
                default -> {
                    // others
                }
            }
        }
        taken.removeAll(told);
        for (String part : taken) {
            lost++;
            wrong("LOST", part, "a message that was taken from its centre");
        }
    }
}
