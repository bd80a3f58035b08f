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
    private final Map<String, Integer> load = new HashMap<>();

    private Share(View view) {
        for (Node node : view.nodes()) {
            if (node.alive()) {
                alive.put(node.name(), node);
                load.put(node.name(), 0);
            }
        }
        view.holdings().forEach(holding -> load.computeIfPresent(String.valueOf(holding.node()), (n, count) -> count + 1));
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
                    load.merge(heir.name(), 1, Integer::sum);
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
        return (pinned.isEmpty() ? serving(what) : pinned)
                .stream().min(Comparator.comparing((Node node) -> load.get(node.name())).thenComparing(Node::name));
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
            boolean pinnedElsewhere =
                    heir.isPresent() && heir.get().pins().contains(what) && !self.pins().contains(what);
            if (pinnedElsewhere) {
                return Optional.of(Map.entry(what, heir.get().name()));
            }
        }
        own.removeAll(self.pins());
        for (String what : own) {
            Optional<Node> least = serving(what).stream()
                    .filter(node -> load.get(node.name()) <= load.get(self.name()) - 2)
                    .min(Comparator.comparing((Node node) -> load.get(node.name())).thenComparing(Node::name));
            if (least.isPresent()) {
                return Optional.of(Map.entry(what, least.get().name()));
            }
        }
        return Optional.empty();
    }
}
