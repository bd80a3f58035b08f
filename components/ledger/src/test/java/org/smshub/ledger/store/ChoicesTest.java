package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoicesTest {

    @Test
    void eachSequenceOnce() {
        List<String> seen = new ArrayList<>();
        Choices choices = new Choices();
        while (choices.next()) {
            int first = choices.of(3);
            // as many as was chosen before
            seen.add(first == 0 ? "0" : first + "" + choices.of(first) + choices.of(2));
        }
        assertThat(seen).containsExactly("0", "100", "101", "200", "201", "210", "211");
    }

    @Test
    void permutationsAreChoicesOfWhatIsLeft() {
        List<String> seen = new ArrayList<>();
        Choices choices = new Choices();
        while (choices.next()) {
            List<String> left = new ArrayList<>(List.of("a", "b", "c", "d"));
            StringBuilder one = new StringBuilder();
            while (!left.isEmpty()) {
                one.append(left.remove(choices.of(left.size())));
            }
            seen.add(one.toString());
        }
        assertThat(seen).hasSize(24).doesNotHaveDuplicates().startsWith("abcd").endsWith("dcba");
    }

    @Test
    void aBodyThatChoosesNothingRunsOnce() {
        Choices choices = new Choices();
        assertThat(choices.next()).isTrue();
        assertThat(choices.next()).isFalse();
    }
}
