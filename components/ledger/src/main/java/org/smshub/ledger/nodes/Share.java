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

    /** Holdings of a kind: links weigh nothing against events consumers. */
    private record Load(String node, String kind) {}

    private Share(View view) {
        for (Node node : view.nodes()) {
            if (node.alive()) {
                alive.put(node.name(), node);
            }
        }
        // what nobody serves is asked for, and not spread
        view.holdings().stream()
                .filter(holding -> !serving(holding.what()).isEmpty())
                .forEach(holding -> loads.merge(load(String.valueOf(holding.node()), holding.what()), 1, Integer::sum));
    }

    private static Load load(String node, String what) {
        return new Load(node, what.replaceFirst("/.*", ""));
    }

    private int load(Node node, String what) {
        return loads.getOrDefault(load(node.name(), what), 0);
    }

    private Comparator<Node> leastFirst(String what) {
        return Comparator.comparing((Node node) -> load(node, what)).thenComparing(Node::name);
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
            if (holding == null || holding.node() == null) {
                heir(what).ifPresent(heir -> {
                    loads.merge(load(heir.name(), what), 1, Integer::sum);
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
                .filter(node -> node.pins().contains(what))
                .toList();
        return (pinned.isEmpty() ? serving(what) : pinned).stream().min(leastFirst(what));
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
            boolean pinnedElsewhere = heir.isPresent()
                    && heir.get().pins().contains(what)
                    && !self.pins().contains(what);
            if (pinnedElsewhere) {
                return Optional.of(Map.entry(what, heir.get().name()));
            }
        }
        own.removeAll(self.pins());
        for (String what : own) {
            Optional<Node> least = serving(what).stream()
                    .filter(node -> load(node, what) <= load(self, what) - 2)
                    .min(leastFirst(what));
            if (least.isPresent()) {
                return Optional.of(Map.entry(what, least.get().name()));
            }
        }
        return Optional.empty();
    }
}
