package org.smshub.hub.modem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.link.IdForms;

class ModemPoolsTest {

    private static final Account POOL = new Account("modems", IdForms.SAFE, false);

    private final List<LinkQueue> modems = new ArrayList<>(
            IntStream.rangeClosed(1, 4).mapToObj(i -> modem("m" + i)).toList());

    /** In service, unless it is lost for good at once. */
    private static LinkQueue modem(String name) {
        LinkQueue link = new LinkQueue(new LinkSettings(name, 1, 0, 1, 0, 120_000, POOL), System::nanoTime);
        link.open(claim -> {});
        link.recovered(true);
        return link;
    }

    private Map<String, Integer> firsts(int messages) {
        Map<String, Integer> counts = new HashMap<>();
        for (int turn = 0; turn < messages; turn++) {
            counts.merge(ModemPools.order(modems, turn).get(0), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void eachHasItsTurnAndAllStandInForEachOther() {
        assertThat(firsts(400)).isEqualTo(Map.of("m1", 100, "m2", 100, "m3", 100, "m4", 100));
        assertThat(ModemPools.order(modems, 2)).containsExactly("m3", "m4", "m1", "m2");
        assertThat(ModemPools.order(modems, 6)).containsExactly("m3", "m1", "m4", "m2");
        assertThat(ModemPools.order(modems.subList(0, 1), 7)).containsExactly("m1");
    }

    @Test
    void aFewListsAreEnough() {
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(turn -> ModemPools.order(modems, turn))
                        .distinct())
                .hasSize(12);
    }

    @Test
    void oneThatIsLostKeepsItsTurnAndMakesNoOtherBusy() {
        modems.get(1).down(60_000);
        long now = System.currentTimeMillis();
        List.of(0, 2, 3).forEach(i -> modems.get(i).waits(now, 30, now));
        assertThat(firsts(400)).isEqualTo(Map.of("m1", 100, "m2", 100, "m3", 100, "m4", 100));
    }

    @Test
    void oneThatIsMuchBusierIsLeftOut() {
        long now = System.currentTimeMillis();
        modems.forEach(modem -> modem.waits(now, 10, now));
        modems.get(2).waits(now, 30, now);
        assertThat(firsts(40)).containsEntry("m3", 10);
        modems.get(2).waits(now, 1, now);
        assertThat(firsts(40)).doesNotContainKey("m3");
    }

    @Test
    void whenAllAreLostTheyWaitInTurn() {
        modems.forEach(modem -> modem.down(60_000));
        assertThat(firsts(8)).isEqualTo(Map.of("m1", 2, "m2", 2, "m3", 2, "m4", 2));
    }
}
