package org.smshub.it.centre;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.smshub.it.Api;

/** A message that a scenario has sent, and what the hub's API says of it. */
final class Sent {

    /** What the history holds beside attempts: why a part rested, where it went, and answers that came after all. */
    private static final Set<String> NO_ATTEMPT = Set.of("THROTTLED", "MOVED", "LATE", "LATE_NOT_SENT");

    private final Stage stage;
    private final String id;
    final String to;

    /** {@link System#nanoTime()} when the hub had accepted it. */
    final long nanos = System.nanoTime();

    Sent(Stage stage, Api.Answer accepted, String to) {
        assertThat(accepted.status()).as("%s", accepted.body()).isEqualTo(202);
        this.stage = stage;
        this.id = accepted.id();
        this.to = to;
    }

    private JsonNode view() throws Exception {
        return stage.hub.api.get(id).body();
    }

    String state() throws Exception {
        return view().path("state").asText();
    }

    private JsonNode part() throws Exception {
        return view().path("parts").path(0);
    }

    String remoteId() throws Exception {
        return part().path("remoteId").asText();
    }

    Sent await(String state) {
        stage.eventually()
                .untilAsserted(() -> assertThat(state()).as("%s", this).isEqualTo(state));
        return this;
    }

    /** Waits until the hub has given up waiting for the answer to the first copy. */
    Sent awaitDoubt() {
        if (stage.hold()) {
            return await("UNKNOWN");
        }
        stage.eventually()
                .untilAsserted(() -> assertThat(part().path("errorCode").asText())
                        .as("%s", this)
                        .isNotEmpty());
        return this;
    }

    /** Waits until the centre has read it so often, and gives the last of these submits. */
    Submit awaitSubmit(int count) {
        stage.eventually().until(() -> stage.centre.read(to).size() >= count);
        return stage.centre.read(to).get(count - 1);
    }

    /**
     * Waits for a state, then looks at its history.
     *
     * @param history an outcome, or outcome and code
     */
    Sent ends(String state, String... history) throws Exception {
        await(state);
        if (stage.hub.tellsHistory) {
            assertThat(history()).as("history of %s", this).satisfies(told -> {
                assertThat(told).hasSameSizeAs(history);
                for (int i = 0; i < history.length; i++) {
                    assertThat(told.get(i)).startsWith(history[i]);
                }
            });
        }
        long attempts = List.of(history).stream()
                .filter(h -> !NO_ATTEMPT.contains(h.split(" ")[0]))
                .count();
        assertThat(part().path("attempts").asLong()).as("attempts of %s", this).isEqualTo(attempts);
        return this;
    }

    private List<String> history() throws Exception {
        List<String> told = new ArrayList<>();
        for (JsonNode entry : part().path("history")) {
            assertThat(entry.path("at").asText()).isNotEmpty();
            assertThat(entry.path("link").asText()).isNotEmpty();
            told.add((entry.path("outcome").asText() + " " + entry.path("code").asText()).trim());
        }
        return told;
    }

    /** How many copies the centre has read and not refused. */
    Sent copies(int count) {
        assertThat(stage.centre.copies(to)).as("copies of %s", this).hasSize(count);
        return this;
    }

    /** The code of its last failure. */
    Sent code(String code) throws Exception {
        assertThat(part().path("errorCode").asText()).as("%s", this).isEqualTo(code);
        return this;
    }

    @Override
    public String toString() {
        try {
            return view().toString();
        } catch (Exception e) {
            return id + " (" + e + ")";
        }
    }
}
