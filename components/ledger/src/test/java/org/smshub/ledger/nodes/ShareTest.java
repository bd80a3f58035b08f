package org.smshub.ledger.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.store.Nodes.Holding;
import org.smshub.ledger.store.Nodes.Node;
import org.smshub.ledger.store.Nodes.View;

class ShareTest {

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Holding> holdings = new HashMap<>();

    private void node(String name, boolean alive, Set<String> serves, String... pins) {
        nodes.add(new Node(name, 1, alive, alive, 0, "1", "here", serves, Set.of(pins)));
    }

    private void has(String node, String... all) {
        for (String what : all) {
            holdings.put(what, new Holding(what, node, 1, 0, false));
        }
    }

    private Share.Plan plan(String self) {
        return Share.of(new View(self, 0, nodes, List.copyOf(holdings.values())));
    }

    private static Set<String> links(int count) {
        Set<String> links = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            links.add("link/" + (char) ('a' + i));
        }
        return links;
    }

    @Test
    void whatNobodyHasIsTakenOnceWhoeverLooks() {
        Set<String> all = links(7);
        for (String name : List.of("x", "y", "z")) {
            node(name, true, all);
        }
        Set<String> taken = new TreeSet<>();
        for (Node node : nodes) {
            Set<String> some = plan(node.name()).take();
            assertThat(some).hasSizeBetween(2, 3);
            assertThat(taken).doesNotContainAnyElementsOf(some);
            taken.addAll(some);
        }
        assertThat(taken).isEqualTo(all);
    }

    @Test
    void theDeadInheritNothing() {
        node("x", false, links(3));
        node("y", true, links(3));
        assertThat(plan("y").take()).isEqualTo(links(3));
        assertThat(plan("x").take()).isEmpty();
    }

    @Test
    void onlyWhoCanServeATakesIt() {
        node("x", true, Set.of("link/a"));
        node("y", true, Set.of("link/b"));
        assertThat(plan("x").take()).containsExactly("link/a");
        assertThat(plan("y").take()).containsExactly("link/b");
    }

    @Test
    void kindsAreSpreadEachByItself() {
        Set<String> all = Set.of("housekeeping", "link/a", "link/b", "events/webhook");
        node("x", true, all);
        node("y", true, all);
        has("x", "housekeeping", "link/a", "link/b", "events/webhook");
        assertThat(plan("x").give()).contains(Map.entry("link/a", "y"));
        has("y", "link/a");
        assertThat(plan("x").give()).isEmpty();
        assertThat(plan("y").give()).isEmpty();
    }

    @Test
    void whatIsPinnedGoesThereAndStays() {
        node("x", true, links(2), "link/a", "link/b");
        node("y", true, links(2));
        has("y", "link/a");
        assertThat(plan("x").take()).containsExactly("link/b");
        has("x", "link/b");
        assertThat(plan("y").give()).contains(Map.entry("link/a", "x"));
        has("x", "link/a");
        assertThat(plan("x").give()).as("however much more it has").isEmpty();
    }

    @Test
    void aPinOfADeadHubHoldsNothing() {
        node("x", false, links(1), "link/a");
        node("y", true, links(1));
        assertThat(plan("y").take()).containsExactly("link/a");
    }

    private static final Set<String> HALVES = Set.of("link/n/1of2", "link/n/2of2");

    @Test
    void eachHubHasOneShareOfALinkBeforeOneHasTwo() {
        node("x", true, HALVES);
        has("x", "link/n/1of2", "link/n/2of2");
        assertThat(plan("x").give()).as("it is alone").isEmpty();
        Set<String> more = new TreeSet<>(HALVES);
        more.addAll(links(3));
        node("y", true, more);
        has("y", "link/a", "link/b", "link/c");
        assertThat(plan("x").give()).as("however much that one has").contains(Map.entry("link/n/1of2", "y"));
        has("y", "link/n/1of2");
        assertThat(plan("x").give()).isEmpty();
        assertThat(plan("y").give())
                .as("never two for the sake of an even load")
                .isEmpty();
    }

    @Test
    void sharesThatAreFreeGoToDifferentHubs() {
        node("x", true, HALVES);
        node("y", true, HALVES);
        assertThat(plan("x").take()).containsExactly("link/n/1of2");
        assertThat(plan("y").take()).containsExactly("link/n/2of2");
    }

    @Test
    void ofALinkThatIsPinnedOneShareGoesThere() {
        node("x", true, HALVES);
        node("y", true, HALVES, "link/n");
        node("z", true, HALVES);
        assertThat(plan("y").take()).containsExactly("link/n/1of2");
        has("x", "link/n/1of2");
        has("z", "link/n/2of2");
        assertThat(plan("x").give()).contains(Map.entry("link/n/1of2", "y"));
        has("y", "link/n/1of2");
        assertThat(plan("z").give()).as("it has one").isEmpty();
        assertThat(plan("y").give()).isEmpty();
    }

    @Test
    void whatAnotherHubHasSplitOtherwiseWaits() {
        node("x", true, Set.of("link/n"));
        node("y", true, HALVES);
        has("x", "link/n");
        assertThat(plan("y").take())
                .as("it would settle what the other has in flight")
                .isEmpty();
        has(null, "link/n");
        assertThat(plan("y").take()).isEqualTo(HALVES);
    }
}
