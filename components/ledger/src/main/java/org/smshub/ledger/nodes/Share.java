package org.smshub.ledger.nodes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.smshub.ledger.store.Nodes.Holding;
import org.smshub.ledger.store.Nodes.Node;
import org.smshub.ledger.store.Nodes.View;

/** Who is to have what: the same view gives every hub the same answer, so that none has to ask. */
final class Share {

    /** What this hub does now. @param take what is nobody's @param give holding → hub: one at a time, so that links move slowly */
    record Plan(Set<String> take, Optional<Map.Entry<String, String>> give) {}

    private final Map<String, Node> alive = new HashMap<>();
    private final Map<Load, Integer> loads = new HashMap<>();
    private final Map<Load, Integer> sharesOf = new HashMap<>();

    /** Link → into how many those who have it have split it. */
    private final Map<String, String> splits = new HashMap<>();

    /** Holdings of a kind: links weigh nothing against events consumers. */
    private record Load(String node, String kind) {}

    private Share(View view) {
        for (Node node : view.nodes()) {
            if (node.alive()) {
                alive.put(node.name(), node);
            }
        }
        for (Holding holding : view.holdings()) {
            if (holding.node() != null && holding.what().startsWith(Membership.LINK)) {
                splits.put(SplitLink.whole(holding.what()), SplitLink.of(holding.what()));
            }
            // what nobody serves is asked for, and not spread
            if (!serving(holding.what()).isEmpty()) {
                has(String.valueOf(holding.node()), holding.what());
            }
        }
    }

    private static Load load(String node, String what) {
        return new Load(node, what.replaceFirst("/.*", ""));
    }

    private int load(Node node, String what) {
        return loads.getOrDefault(load(node.name(), what), 0);
    }

    /** Shares of the same link that it has: each hub has one before any has two. */
    private int shares(Node node, String what) {
        return sharesOf.getOrDefault(new Load(node.name(), SplitLink.whole(what)), 0);
    }

    private Comparator<Node> leastFirst(String what) {
        return Comparator.comparing((Node node) -> shares(node, what))
                .thenComparing(node -> load(node, what))
                .thenComparing(Node::name);
    }

    private void has(String node, String what) {
        loads.merge(load(node, what), 1, Integer::sum);
        if (!SplitLink.of(what).isEmpty()) {
            sharesOf.merge(new Load(node, SplitLink.whole(what)), 1, Integer::sum);
        }
    }

    /** The link is held split in another way, by hubs that are told so: nobody takes of it until they have ended. */
    private boolean isSplitOtherwise(String what) {
        String ways = splits.get(SplitLink.whole(what));
        return ways != null && !ways.equals(SplitLink.of(what));
    }

    static Plan of(View view) {
        Share share = new Share(view);
        Set<String> take = share.free(view);
        return new Plan(take, take.isEmpty() ? share.give(view) : Optional.empty());
    }

    /** What nobody has goes, one after the other, to the hub that has least; what is pinned to a hub that lives goes there. */
    private Set<String> free(View view) {
        Map<String, Holding> known = new HashMap<>();
        view.holdings().forEach(holding -> known.put(holding.what(), holding));
        Set<String> all = new TreeSet<>(known.keySet());
        alive.values().forEach(node -> all.addAll(node.serves()));
        Set<String> take = new TreeSet<>();
        for (String what : all) {
            Holding holding = known.get(what);
            if ((holding == null || holding.node() == null) && !isSplitOtherwise(what)) {
                heir(what).ifPresent(heir -> {
                    has(heir.name(), what);
                    if (heir.name().equals(view.self())) {
                        take.add(what);
                    }
                });
            }
        }
        return take;
    }

    private Optional<Node> heir(String what) {
        List<Node> pinned = serving(what).stream()
                .filter(node -> isPinned(node, what) && shares(node, what) == 0)
                .toList();
        return (pinned.isEmpty() ? serving(what) : pinned).stream().min(leastFirst(what));
    }

    private static boolean isPinned(Node node, String what) {
        return node.pins().contains(SplitLink.whole(what));
    }

    private List<Node> serving(String what) {
        return alive.values().stream()
                .filter(node -> node.serves().contains(what))
                .toList();
    }

    /** What this hub has and is pinned elsewhere; or one of those it has more of than another, which has at least two less. */
    private Optional<Map.Entry<String, String>> give(View view) {
        Node self = alive.get(view.self());
        if (self == null) {
            return Optional.empty();
        }
        List<String> own = new ArrayList<>(view.holdings().stream()
                .filter(holding -> view.self().equals(holding.node()))
                .map(Holding::what)
                .sorted()
                .toList());
        for (String what : own) {
            Optional<Node> heir = heir(what);
            boolean pinnedElsewhere = heir.isPresent() && isPinned(heir.get(), what) && !isPinned(self, what);
            if (pinnedElsewhere) {
                return Optional.of(Map.entry(what, heir.get().name()));
            }
        }
        own.removeIf(what -> isPinned(self, what) && shares(self, what) < 2);
        for (String what : own) {
            Optional<Node> least = serving(what).stream()
                    .filter(node -> shares(node, what) <= shares(self, what) - 2
                            || load(node, what) <= load(self, what) - 2
                                    && shares(node, what) <= Math.max(0, shares(self, what) - 1))
                    .min(leastFirst(what));
            if (least.isPresent()) {
                return Optional.of(Map.entry(what, least.get().name()));
            }
        }
        return Optional.empty();
    }
}
