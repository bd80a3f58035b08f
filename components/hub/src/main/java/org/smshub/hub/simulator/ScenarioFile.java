package org.smshub.hub.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;

/** The scenarios of a file, in its order: the first whose number pattern fits counts. */
public final class ScenarioFile {

    /** The file as it is written. */
    private record Content(List<Scenario> scenarios) {}

    /** A scenario at work: with its pattern, and how much it has let through lately. */
    static final class Entry {
        final Scenario scenario;
        private final Pattern pattern;
        private long second;
        private int count;

        Entry(Scenario scenario) {
            this.scenario = scenario;
            this.pattern = scenario.pattern();
        }

        /** Whether this message is one too many in its second. */
        synchronized boolean tooFast(long nowMillis) {
            if (scenario.throttle() == null) {
                return false;
            }
            if (nowMillis / 1000 != second) {
                second = nowMillis / 1000;
                count = 0;
            }
            return ++count > scenario.throttle();
        }
    }

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Entry OTHERWISE = new Entry(new Scenario("*", null, null, 0, null, null, null));

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

    /** The scenario of a number; without one that fits: accepted, and DELIVERED after half a second. */
    Entry of(String number) {
        String digits = number == null ? "" : number.startsWith("+") ? number.substring(1) : number;
        for (Entry entry : entries) {
            if (entry.pattern.matcher(digits).matches()) {
                return entry;
            }
        }
        return OTHERWISE;
    }
}
