package org.smshub.hub.httplink.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a provider is asked for again and again, because it does not call: for each message that has no end yet, by its {@code id}; or
 * for all that came since, by what it was {@code after}.
 */
public final class Poll {

    private static final long LEAST = 1_000;

    private final Ask ask;
    private final Hearing hearing;
    private final long every;
    private final JsonPath after;

    Poll(Yaml yaml, Set<String> options) {
        List<String> names = new ArrayList<>(Hearing.NAMES);
        names.addAll(List.of("every", "request", "after"));
        Map<String, Yaml> members = yaml.members("poll", names.toArray(new String[0]));
        every = members.containsKey("every") ? Rule.duration(members.get("every")) : 30_000;
        if (every < LEAST) {
            throw members.get("every").wrong("every is 1s or more");
        }
        if (!members.containsKey("request")) {
            throw yaml.wrong("poll has no 'request': say what is asked");
        }
        Set<String> known = new TreeSet<>(options);
        known.addAll(List.of("id", "after"));
        ask = new Ask(members.get("request"), known);
        after = members.containsKey("after") ? Rule.path(members.get("after")) : null;
        if (ask.has("id") == (after != null)) {
            throw yaml.wrong(
                    "a poll asks for one message by {id}, or for all since {after}: then it has an 'after', the place"
                            + " of a number that grows, such as after: $.id");
        }
        if (after != null && !ask.has("after")) {
            throw yaml.wrong("the request does not name {after}, and would have all of it again each time");
        }
        hearing = new Hearing(yaml, members);
    }

    /** Milliseconds between two questions. */
    public long every() {
        return every;
    }

    /** Whether it is asked for each message that has no end yet. */
    public boolean isPerMessage() {
        return after == null;
    }

    /** @param values with {@code id} or {@code after} */
    public Call ask(Values values) {
        return ask.write(values);
    }

    /** What an answer says. @throws IllegalArgumentException where it cannot be read */
    public List<Heard> read(String body) {
        return hearing.read(called(body));
    }

    /** The greatest number that is told in an answer, or this one. @throws IllegalArgumentException where it cannot be read */
    public long after(String body, long before) {
        return hearing.items(called(body)).stream()
                .map(after::value)
                .filter(value -> value != null && value.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .reduce(before, Math::max);
    }

    private static Called called(String body) {
        String text = body.strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            throw new IllegalArgumentException("its answer is no JSON");
        }
        return new Called("GET", "", null, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }
}
