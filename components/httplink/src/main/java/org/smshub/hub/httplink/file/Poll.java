package org.smshub.hub.httplink.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a provider is asked for again and again, because it does not call. */
public final class Poll {

    private static final long LEAST = 1_000;

    private final Ask ask;
    private final Hearing hearing;
    private final long every;
    private final boolean perMessage;

    Poll(Yaml yaml, Set<String> options) {
        List<String> names = new ArrayList<>(Hearing.NAMES);
        names.addAll(List.of("every", "request"));
        Map<String, Yaml> members = yaml.members("poll", names.toArray(new String[0]));
        every = members.containsKey("every") ? Rule.duration(members.get("every")) : 30_000;
        if (every < LEAST) {
            throw members.get("every").wrong("every is 1s or more");
        }
        if (!members.containsKey("request")) {
            throw yaml.wrong("poll has no 'request': say what is asked");
        }
        Set<String> known = new TreeSet<>(options);
        known.add("id");
        ask = new Ask(members.get("request"), known);
        perMessage = ask.has("id");
        hearing = new Hearing(yaml, members);
    }

    /** Milliseconds between two questions. */
    public long every() {
        return every;
    }

    /** Whether it is asked for each message that has no end yet, by its {@code id}. */
    public boolean isPerMessage() {
        return perMessage;
    }

    public Call ask(Values values) {
        return ask.write(values);
    }

    /** What an answer says. @throws IllegalArgumentException where it cannot be read */
    public List<Heard> read(byte[] body) {
        return hearing.read(new Called("GET", "", null, Map.of(), body));
    }
}
