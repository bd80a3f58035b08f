package org.smshub.hub.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.smshub.hub.check.StrictYaml;

/** The scenarios of a file, in its order: the first whose patterns of number and login fit counts. */
public final class ScenarioFile {

    /** The file as it is written. */
    private record Content(List<Scenario> scenarios) {}

    /** A scenario at work: with its pattern, and how much it has let through lately. */
    static final class Entry {
        final Scenario scenario;
        private final Pattern number;
        private final Pattern systemId;
        private long second;
        private int count;

        Entry(Scenario scenario) {
            this.scenario = scenario;
            this.number = Scenario.pattern(scenario.number().replace("+", ""));
            this.systemId = Scenario.pattern(scenario.systemId());
        }

        /** Whether this message is one too many in its second. */
        synchronized boolean tooFast(long nanos) {
            if (scenario.throttle() == null) {
                return false;
            }
            if (nanos / 1_000_000_000 != second) {
                second = nanos / 1_000_000_000;
                count = 0;
            }
            return ++count > scenario.throttle();
        }
    }

    private static final ObjectMapper YAML = new ObjectMapper(StrictYaml.FACTORY);

    private static final Entry OTHERWISE =
            new Entry(new Scenario("*", null, null, null, null, 0, null, null, null, null));

    private final List<Entry> entries;

    private ScenarioFile(List<Entry> entries) {
        this.entries = entries;
    }

    /** @throws IOException saying which line of the file does not fit */
    public static ScenarioFile read(InputStream in) throws IOException {
        Content content = YAML.readValue(in, Content.class);
        List<Scenario> all = content == null || content.scenarios() == null ? List.of() : content.scenarios();
        return new ScenarioFile(all.stream().map(Entry::new).toList());
    }

    List<Scenario> all() {
        return entries.stream().map(entry -> entry.scenario).toList();
    }

    /** What becomes of a login: null = it is let in. */
    Scenario.Bind bind(String systemId) {
        for (Entry entry : entries) {
            if (entry.scenario.bind() != null
                    && entry.systemId.matcher(systemId).matches()) {
                return entry.scenario.bind();
            }
        }
        return null;
    }

    /** The scenario of a message; without one that fits: accepted, and DELIVERED after half a second. */
    Entry of(String systemId, String number) {
        String login = systemId == null ? "" : systemId;
        String digits = number == null ? "" : number.startsWith("+") ? number.substring(1) : number;
        for (Entry entry : entries) {
            if (entry.number.matcher(digits).matches()
                    && entry.systemId.matcher(login).matches()) {
                return entry;
            }
        }
        return OTHERWISE;
    }
}
