package org.smshub.hub.httplink.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.smshub.link.errors.ErrorCode.Retry;

/**
 * What a provider's answers mean: by the first rule of its file that fits, else by what HTTP itself says. What was taken and has no id, and
 * what is no answer that can be read, may have been sent.
 */
public final class Answers {

    /** A login that does not fit is not tried every two seconds. */
    private static final long LOGIN_REST = Duration.ofMinutes(1).toMillis();

    private static final long MOST_WAIT = Duration.ofDays(1).toMillis();

    private final List<JsonPath> code;
    private final Pattern good;
    private final List<JsonPath> text;
    private final List<Rule> rules = new ArrayList<>();

    /** @param names that an id may be made of */
    Answers(Yaml yaml, Set<String> names) {
        Map<String, Yaml> members = yaml.members("answer", "code", "not", "text", "is");
        code = places(members.get("code"));
        good = Rule.pattern(members.get("not"), "not");
        text = places(members.get("text"));
        if (!members.containsKey("is")) {
            throw yaml.wrong("answer has no 'is': say what is taken, such as is: [SENT: {status: 2xx, id: $.id}]");
        }
        for (Yaml one : members.get("is").elements()) {
            one.members("a line of 'is'", Rule.OUTCOMES.toArray(new String[0]))
                    .forEach((outcome, conditions) -> rules.add(new Rule(outcome, conditions, names)));
        }
        if (rules.stream().noneMatch(Rule::isSent)) {
            throw members.get("is").wrong("no answer means SENT, so that nothing would ever count as sent");
        }
    }

    private static List<JsonPath> places(Yaml yaml) {
        return yaml == null
                ? List.of()
                : yaml.elements().stream().map(Rule::path).toList();
    }

    /** The first value there that is not good; where all are, the first; null = there is none. */
    private static String first(List<JsonPath> places, Pattern good, JsonNode json) {
        String first = null;
        for (JsonPath place : places) {
            for (String value : place.values(json)) {
                if (good == null || !good.matcher(value).matches()) {
                    return value;
                }
                first = first == null ? value : first;
            }
        }
        return first;
    }

    /** @param values what the request was made of */
    public Meaning of(Answer answer, Values values) {
        String said = first(code, good, answer.json());
        String name = said != null ? said : "http-" + answer.status();
        String words = first(text, null, answer.json());
        words = words == null ? "" : words;
        for (Rule rule : rules) {
            if (!rule.fits(answer, said)) {
                continue;
            }
            long wait = Math.min(MOST_WAIT, Math.max(answer.retryAfter(), rule.wait(answer)));
            if (!rule.isSent()) {
                return new Meaning(rule.refused(), null, name, words, rest(rule.refused(), wait));
            }
            String id = rule.id(answer, values);
            return id == null || id.isBlank()
                    ? new Meaning(Retry.UNKNOWN, null, "no-id", "it says that it was taken, and gives no id", 0)
                    : new Meaning(null, id, name, words, 0);
        }
        Retry refused = byStatus(answer.status());
        return new Meaning(refused, null, name, words, rest(refused, Math.min(MOST_WAIT, answer.retryAfter())));
    }

    private static long rest(Retry refused, long wait) {
        return refused == Retry.LINE && wait == 0 ? LOGIN_REST : wait;
    }

    /** RFC 9110: what was refused was not done; of the others nobody knows. */
    static Retry byStatus(int status) {
        return switch (status) {
            case 401, 402, 403, 407 -> Retry.LINE;
            case 429, 503 -> Retry.THROTTLED;
            default ->
                // another address than that of the file is not called: nothing was done
                status >= 300 && status < 400
                        ? Retry.LINE
                        : status >= 400 && status < 500 ? Retry.PERMANENT : Retry.UNKNOWN;
        };
    }
}
